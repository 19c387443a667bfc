"""What a message says of why somebody is referred, in lines for whoever reads the referral."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.care.systems.rules import BRITAIN
from commonweal.fhir.node import Node
from commonweal.fhir.reading.index import Index
from commonweal.fhir.reading.words import coded, told_by, written_address

LONGEST = 20_000  # characters; the message itself is kept whole
READ = {  # kind of resource → what its lines begin with, and which of its parts are coded; in reading order
    "Condition": ("Condition", ("code",)),
    "CarePlan": ("Triage", ("category",)),
    "Encounter": ("Contact", ("type", "reasonCode", "priority")),
    "Observation": ("Observed", ("code", "valueCodeableConcept", "interpretation")),
    "Flag": ("Flag", ("code",)),
    "AllergyIntolerance": ("Allergy", ("code",)),
    "MedicationStatement": ("Medicine", ("medicationCodeableConcept",)),
    "MedicationRequest": ("Medicine", ("medicationCodeableConcept",)),
    "Procedure": ("Done", ("code",)),
    "Communication": ("Said", ("category", "reasonCode")),
    "Task": ("Asked", ("code", "reasonCode")),
}
WORDS = ("title", "description", "valueString")  # text wherever one of these kinds has it


def of_request(request: Node) -> Iterator[str]:
    """What a request itself says, its own words first."""
    for concept in request.each("reasonCode"):
        yield coded(concept)
    yield coded(request["code"])
    for concept in request.each("orderDetail"):
        yield coded(concept)
    for name in ("description", "comment", "patientInstruction"):
        yield request.text(name)
    yield from _notes(request)
    yield from (info.text("display") for info in request.each("supportingInfo"))
    urgency = request["priority"].value  # of an Appointment it is a number, and says nothing here
    if isinstance(urgency, str):
        yield f"Urgency: {request.text('priority')}"
    for label, name in (("Asked on", "authoredOn"), ("Wanted on", "occurrenceDateTime")):
        if said := _when(request, name):
            yield f"{label}: {said}"
    if said := _span(request["occurrencePeriod"]) or _span(request):
        yield f"Wanted: {said}"


def of_rest(index: Index) -> Iterator[str]:
    """What comes with the request: findings, triage, flags, medicines and answers."""
    for kind, (label, parts) in READ.items():
        for resource in index.of(kind):
            said = "; ".join(dict.fromkeys(filter(None, _resource(resource, parts))))
            if said:
                yield f"{label}: {said}"
    yield from (f"At: {said}" for said in map(place, index.of("Location")) if said)
    for answered in index.of("QuestionnaireResponse"):
        yield from (f"Asked: {said}" for said in _items(answered))


def written(lines: Iterator[str]) -> str:
    """The lines as one text, each said once."""
    text = "\n".join(dict.fromkeys(filter(None, lines)))
    over = len(text) - LONGEST
    return f"{text[:LONGEST]}\n({over:,} more characters stand in the message)" if over > 0 else text


def answers(index: Index) -> dict[str, bool]:
    """Questions answered with yes or no, by their id."""
    found: dict[str, bool] = {}
    for response in index.of("QuestionnaireResponse"):
        for item in response.each("item"):
            given = item.one("answer")
            if isinstance(given["valueBoolean"].value, bool) and (asked := item.text("linkId")):
                found[asked] = given["valueBoolean"].value
    return found


def place(location: Node) -> str:
    """Where somebody is to be found, and how to reach it."""
    parts = (location.text("name"), location.text("description"), written_address(location["address"]))
    return ", ".join(dict.fromkeys(filter(None, (*parts, told_by(location)))))


def _resource(resource: Node, parts: tuple[str, ...]) -> Iterator[str]:
    yield from (coded(one) for name in parts for one in resource.each(name))
    yield from (resource.text(name) for name in WORDS)
    value = resource["valueQuantity"]
    if value and isinstance(value["value"].value, int | float):
        yield f"{value['value'].value:g} {value.text('unit')}".strip()
    yield from _activities(resource)
    yield from (part.text("contentString") for part in resource.each("payload"))
    yield from _notes(resource)


def _activities(plan: Node) -> Iterator[str]:
    """What was decided on the telephone: the disposition of a triage, and its advice."""
    for activity in plan.each("activity"):
        yield from (coded(one) for one in activity.each("outcomeCodeableConcept"))
        detail = activity["detail"]
        yield coded(detail["code"])
        yield from (coded(one) for one in detail.each("reasonCode"))
        yield detail.text("description")


def _notes(resource: Node) -> Iterator[str]:
    return (note.text("text") for note in resource.each("note"))


def _items(answered: Node, depth: int = 5) -> Iterator[str]:
    for item in answered.each("item"):
        given = [_answer(answer) for answer in item.each("answer")]
        said = ", ".join(filter(None, given))
        if said:
            yield f"{item.text('text') or item.text('linkId')}: {said}"
        if depth:
            yield from _items(item, depth - 1)


def _answer(answer: Node) -> str:
    boolean = answer["valueBoolean"].value
    if isinstance(boolean, bool):
        return "yes" if boolean else "no"
    for name in ("valueString", "valueDate", "valueDateTime"):
        if said := answer.text(name):
            return said
    for name in ("valueInteger", "valueDecimal"):
        if isinstance(answer[name].value, int | float):
            return f"{answer[name].value:g}"
    return answer["valueCoding"].text("display") or answer["valueCoding"].text("code")


def _span(period: Node) -> str:
    return " to ".join(filter(None, (_when(period, "start"), _when(period, "end"))))


def _when(holder: Node, name: str) -> str:
    """A moment as people here say it; what is none as it was sent."""
    said = holder.text(name)
    moment = Node({name: said}, "", []).moment(name) if "T" in said else None
    return f"{moment.astimezone(BRITAIN):%d %B %Y, %H:%M}" if moment else said
