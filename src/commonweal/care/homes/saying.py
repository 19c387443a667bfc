"""The only writer of what a home says: which beds are free, what it notices of residents, what was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from commonweal.care import access, moments
from commonweal.care.access import Decision, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.homes import reads, residents, rules
from commonweal.care.homes.models import KINDS, BedsSaid, Concern, ElementDone, Said
from commonweal.care.possible import NotPossible
from commonweal.care.referrals.rules import check_moment

NOTHING_SAID = "Say what you noticed, or tick what looks different"


@dataclass(frozen=True)
class Bedcount:
    """Beds of one type, as they are typed; None where nothing was."""

    beds: int | None
    free: int | None
    note: str = ""


@dataclass(frozen=True)
class Notice:
    """What somebody in a home noticed of a resident; `kind` is a key of KINDS."""

    kind: str
    words: str = ""
    signs: tuple[str, ...] = ()
    happened: datetime | None = None


def say_beds(by: Viewer, said: Mapping[str, Bedcount]) -> list[BedsSaid]:
    """By type of bed; what was said before stays. All of it or, where one number cannot be, nothing."""
    with access.acting(by, "direct_care"):
        by, decision = reads.ours(by)
        terms = reads.terms()
        there = [one.id for one in terms.bed_types] if terms else []
        rules.known("beds", said, there)
        now, rows = moments.now(), []
        for kind, one in said.items():
            beds, free = rules.check_beds(one.beds, one.free, f"free-{kind}")
            rows.append(
                BedsSaid(home=by.organisation, kind=kind, beds=beds, free=free, note=one.note.strip()[:200])
            )
        if not rows:
            raise NotPossible("beds", "Say of at least one type how many beds are free")
        for row in rows:
            sign(by, row, now)
        BedsSaid.objects.bulk_create(rows)
        _record("beds.said", by, None, decision, {"home": by.organisation, "types": len(rows)})
        return rows


def notice(by: Viewer, ods: str, person: UUID, said: Notice) -> Concern:
    """Something of a resident that the next round, or whoever is asked, has to look at."""
    with access.acting(by, "direct_care"):
        decision = resident(by, ods, person)
        if said.kind not in KINDS:
            raise NotPossible("kind", "Choose what it is")
        terms, now = reads.terms(), moments.now()
        signs = rules.known("signs", said.signs, [one.id for one in terms.signs] if terms else [])
        words = said.words.strip()[: rules.LONGEST]
        if not signs and not any(letter.isalnum() for letter in words):
            raise NotPossible("words", NOTHING_SAID)
        happened = said.happened or now
        check_moment("happened", happened, now, None)
        concern = Concern(
            person_id=person, home=ods, kind=said.kind, words=words, signs=signs, happened=happened
        )
        sign(by, concern, now)
        Concern.objects.bulk_create([concern])
        _record("resident.noticed", by, person, decision, {"home": ods, "kind": said.kind})
        return concern


def done(by: Viewer, ods: str, person: UUID, element: str, day: date | None, note: str = "") -> ElementDone:
    """Something that a resident is owed was done on this day, today where none is said."""
    with access.acting(by, "direct_care"):
        decision = resident(by, ods, person)
        rows = elements_done(by, ods, person, [element], day or moments.today(), note)
        _record("resident.element_done", by, person, decision, {"home": ods, "element": element})
        return rows[0]


def elements_done(
    by: Viewer, ods: str, person: UUID, elements: Iterable[str], day: date, note: str
) -> list[ElementDone]:
    """As `done`, for whoever has asked already whether they may."""
    terms = reads.terms()
    there = rules.known("elements", elements, [one.id for one in terms.elements] if terms else [])
    if day > moments.today():
        raise NotPossible("elements", "This day has not come yet")
    rows = [
        ElementDone(person_id=person, home=ods, element=id, done=day, note=note.strip()[: rules.LONGEST])
        for id in there
    ]
    for row in rows:
        sign(by, row, moments.now())
    ElementDone.objects.bulk_create(rows)
    return rows


def resident(by: Viewer, ods: str, person: UUID) -> Decision:
    """Why they may record what concerns the health of this resident; NotSeen where they are none."""
    reads.at_work(by, ods)
    _, decision = reads.person(by, person, "assessments")
    residents.require(by, ods, person)
    return decision


def sign(by: Viewer, said: Said, now: datetime) -> None:
    """Who recorded it, and when."""
    said.recorded, said.by_id, said.by_name = now, by.user, by.name


def _record(
    deed: str, by: Viewer, person: UUID | None, decision: Decision, detail: Mapping[str, object]
) -> None:
    clause, because = decision.clause, decision.because
    audit.record(deed, by=by, about=person, clause=clause, because=because, detail=detail)
