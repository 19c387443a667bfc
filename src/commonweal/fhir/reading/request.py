"""A request for care, as a ServiceRequest or a booked Appointment, with whom and what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from commonweal.care.systems.rules import Coded, Moment, Remark, Whom
from commonweal.fhir.node import Node
from commonweal.fhir.reading import person, story
from commonweal.fhir.reading.index import Index
from commonweal.fhir.reading.words import codes, identifiers, name_of, told_by

GONE = {"revoked", "entered-in-error", "cancelled", "noshow", "proposed-cancelled"}
LIVE = {"draft", "active", "on-hold", "completed", "unknown", "booked", "pending", "proposed", "arrived"}
LEFT_OUT = "{}; it was left out here, and is kept in the message"
LIVE |= {"fulfilled", "checked-in", "waitlist", "inactive"}


@dataclass(frozen=True)
class Told:
    """What helps whoever reads the referral, and what says where it goes."""

    codes: tuple[Coded, ...]
    sender_name: str
    sender_contact: str
    reason: str
    answers: dict[str, bool]


@dataclass(frozen=True)
class Request:
    """What a request says, whichever message it came in; `remarks` are on what was left out."""

    withdrawn: bool
    names: tuple[str, ...]
    replaces: tuple[str, ...]
    whom: Whom
    whom_at: str
    moments: tuple[Moment, ...]
    told: Told
    remarks: tuple[Remark, ...]


def read(request: Node, index: Index) -> Request:
    """Everything that we keep of a request. What it needs and is wrong is noted on its nodes.

    What is wrong with anything else stops nobody from being seen: it is left out, and said.
    """
    patient = _patient(request, index)
    subject = request["subject"]
    about = person.whom(patient) if patient else person.by_reference(subject)
    if patient is None and about == Whom():
        subject.note("required", "say whom it is about: send a Patient in the message and refer to it here")
    withdrawn, moments = _status(request) in GONE, tuple(_moments(request, patient))
    names, replaced = tuple(_names(request)), tuple(_replaced(request))
    needed = len(request.noted)
    told = _told(request, index, patient)
    remarks = tuple(_left_out(request.noted[needed:]))
    del request.noted[needed:]
    at = (patient or subject).where
    return Request(withdrawn, names, replaced, about, at, moments, told, remarks)


def _told(request: Node, index: Index, patient: Node | None) -> Told:
    requester = _requester(request, index)
    more = person.besides(patient) if patient else []
    return Told(
        codes=tuple(_codes(request, index)),
        sender_name=name_of(requester) or request["requester"].text("display"),
        sender_contact=told_by(requester),
        reason=story.written(chain(story.of_request(request), story.of_rest(index), more)),
        answers=story.answers(index),
    )


def _left_out(wrong: Iterable[Remark]) -> Iterator[Remark]:
    return (replace(one, says=LEFT_OUT.format(one.says), severity="warning") for one in wrong)


def _patient(request: Node, index: Index) -> Node | None:
    actors = (part["actor"] for part in request.each("participant"))
    led = (index.at(reference) for reference in chain([request["subject"]], actors))
    found = next((one for one in led if one and one.text("resourceType") == "Patient"), None)
    return found or index.only("Patient")


def _requester(request: Node, index: Index) -> Node:
    """Who asks: somebody, or an organisation; a role is asked whose it is."""
    nobody = Node(None, "", request.noted)
    found = index.at(request["requester"]) or nobody
    if found.text("resourceType") == "PractitionerRole":
        return index.at(found["practitioner"]) or index.at(found["organization"]) or nobody
    return found


def _status(request: Node) -> str:
    said = request.text("status")
    if said not in GONE | LIVE:
        what = f"'{said[:40]}' is not a status; send" if said else "say what it is;"
        request["status"].note("code-invalid" if said else "required", f"{what} active, or revoked to cancel")
    return said


def _names(request: Node) -> Iterator[str]:
    """By what the sender will know this request again."""
    yield from (f"{system}|{value}" for system, value in identifiers(request))
    if id := request.text("id"):
        yield f"{request.text('resourceType')}/{id}"


def _replaced(request: Node) -> Iterator[str]:
    for reference in request.each("replaces"):
        identifier = reference["identifier"]
        if identifier["value"]:
            yield f"{identifier.text('system')}|{identifier.text('value')}"
        if written := reference.text("reference"):
            yield "/".join(written.split("/")[-2:])


def _codes(request: Node, index: Index) -> Iterator[Coded]:
    """What may say which pathway it is for: the service asked for first, then what for, then what kind."""
    for reference in chain(request.each("performer"), request.each("locationReference")):
        identifier = reference["identifier"]
        yield identifier.text("system"), identifier.text("value")
        yield from identifiers(index.at(reference) or identifier)
    for service in index.of("HealthcareService"):
        yield from identifiers(service)
        for name in ("type", "specialty"):
            yield from (code for one in service.each(name) for code in codes(one))
    yield from codes(request["code"])
    for name in ("orderDetail", "serviceType", "reasonCode", "serviceCategory", "category"):
        yield from (code for one in request.each(name) for code in codes(one))
    for slot in index.of("Slot"):
        yield from (code for one in slot.each("serviceCategory") for code in codes(one))


def _moments(request: Node, patient: Node | None) -> Iterator[Moment]:
    for name in ("authoredOn", "created"):
        if at := request.moment(name):
            yield Moment(at, request[name].where)
    if patient:
        yield from person.moments(patient)
