"""What a plan shows from where it is recorded: who is around the person, and what they permit and refuse."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from commonweal.blueprint.plan import Content
from commonweal.care.coordination.models import Coordinator, PersonAround
from commonweal.care.coordination.reads import IN_POST, today
from commonweal.care.coordination.rules import may_decide
from commonweal.care.end_of_life.models import AdvanceDecision, AnticipatoryMedicine, PlaceWish, Preference
from commonweal.care.end_of_life.rules import ANSWERS, DECIDED_BY, PLACES, SUBJECTS, is_expired
from commonweal.care.plans.contents import Item
from commonweal.care.published.models import PersonMedicines, Refresh

ATTORNEY = {
    "health": "attorney for health and welfare",
    "property": "attorney for property and money",
    "both": "attorney for health, welfare, property and money",
}
NUMBER = re.compile(r"\+?[0-9][0-9 ]{6,16}[0-9]")


def items(content: Content, person: UUID) -> list[Item]:
    """The items of one such section, as far as the database lets whoever looks see them."""
    return READ[content](person)


def coordinator(person: UUID) -> Coordinator | None:
    """Who coordinates the person's care now; nobody where their post has ended."""
    return Coordinator.objects.filter(IN_POST, person=person, ended=None).first()


def _around(person: UUID) -> list[Item]:
    found = PersonAround.objects.filter(person=person, ended=None).order_by("emergency_order", "name")
    return [_somebody(one) for one in found]


def _first_to_call(person: UUID) -> list[Item]:
    found = PersonAround.objects.filter(person=person, ended=None, emergency_order__isnull=False)
    around = [_somebody(one) for one in found.order_by("emergency_order", "name")]
    coordinates = coordinator(person)
    if coordinates is None:
        return around
    number = NUMBER.match(coordinates.reach)
    phone = number[0] if number else ""
    more = coordinates.reach.removeprefix(phone).strip(" ,;")
    said = {"name": coordinates.name, "who": "coordinates the care", "phone": phone, "more": more}
    return [*around, _without_empty(said)]


def _somebody(one: PersonAround) -> Item:
    marks = [
        "next of kin" if one.next_of_kin else "",
        "carer" if one.carer else "",
        _attorney(one),
        "lives with the person" if one.lives_with else "",
    ]
    more = ", ".join(filter(None, marks))
    return _without_empty({"name": one.name, "who": one.relation, "phone": one.phone, "more": more})


def _attorney(one: PersonAround) -> str:
    """What they are attorney for; that nobody may rely on it yet, where that is so."""
    said = ATTORNEY.get(one.attorney, one.attorney)
    if one.attorney in ("", "property") or may_decide(
        one.attorney, one.attorney_registered, one.attorney_seen_by
    ):
        return said
    return f"{said} (NOT to rely on: not registered, or the paper was not seen)"


def _decisions(person: UUID) -> list[Item]:
    """Resuscitation first, then in the order of the page they are recorded on."""
    found = Preference.objects.filter(person=person).order_by("subject", "-number").distinct("subject")
    newest = {one.subject: one for one in found}
    known = [newest[subject] for subject in SUBJECTS if subject in newest]
    return [*map(_decision, known), *_advance_decision(person), *_places(person)]


def _decision(one: Preference) -> Item:
    who = one.decided_name or DECIDED_BY.get(one.decided_by, one.decided_by)
    return _without_empty(
        {
            "about": SUBJECTS[one.subject],
            "decision": ANSWERS.get(one.answer, one.answer),
            "more": one.words,
            "form": _kept(one.form, one.form_kept),
            "decided": who,
            "on": _day(one.decided_on),
            "review": _day(one.review_on),
        }
    )


def _advance_decision(person: UUID) -> list[Item]:
    one = AdvanceDecision.objects.filter(person=person).order_by("-number").first()
    if one is None or one.made != "yes":
        return []
    said = {"about": "Advance decision to refuse treatment", "decision": "Made", "more": one.refuses}
    unseen = "" if one.seen_by else "NOBODY HAS SEEN THE PAPER"
    return [_without_empty({**said, "form": _kept(unseen, one.kept)})]


def _places(person: UUID) -> list[Item]:
    one = PlaceWish.objects.filter(person=person).order_by("-number").first()
    if one is None:
        return []
    places = {"Preferred place of care": one.care_first, "Preferred place of death": one.death_first}
    return [
        {"about": about, "decision": PLACES.get(place, place)} for about, place in places.items() if place
    ]


def _kept(form: str, where: str) -> str:
    return ", ".join(filter(None, (form, f"kept: {where}" if where else "")))


def _kept_ready(person: UUID) -> list[Item]:
    found = AnticipatoryMedicine.objects.filter(person=person, ended=None).order_by("medicine")
    return [
        _without_empty({"name": one.medicine, "how": _how(one), "for": one.given_for, "kept": one.kept})
        for one in found
    ]


def _how(one: AnticipatoryMedicine) -> str:
    """The dose, unless the medicine has expired."""
    return f"EXPIRED {one.expires}: do not use" if is_expired(one.expires, today()) else one.dose


def issued_as_at() -> date | None:
    """The day up to which medicines are published; None where no refresh has published any."""
    return (
        Refresh.objects.filter(current=True, counts__has_key="medicines")
        .values_list("as_at", flat=True)
        .first()
    )


def _issued(person: UUID) -> list[Item]:
    """By name, as published from the GP record."""
    text = PersonMedicines.objects.filter(person=person).values_list("medicines", flat=True).first()
    return [
        {
            "name": name or f"A medicine that the record names only by its code, {code}",
            "last": last,
            "first": first,
            "times": "once" if times == 1 else f"{times} times",
        }
        for name, _, code, first, last, times in json.loads(text or "[]")
    ]


def _day(value: object) -> str:
    return str(value) if value else ""


def _without_empty(item: Mapping[str, str]) -> Item:
    return {name: words for name, words in item.items() if words}


READ: Mapping[Content, Callable[[UUID], list[Item]]] = {
    "people_around": _around,
    "first_to_call": _first_to_call,
    "decisions": _decisions,
    "medicines_kept_ready": _kept_ready,
    "medicines_issued": _issued,
}
