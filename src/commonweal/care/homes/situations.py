"""What is known of residents for a round: scores, what was noticed and decided, and what they are owed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from commonweal.blueprint.homes import Element
from commonweal.care import moments
from commonweal.care.assessments.models import Assessment
from commonweal.care.homes import reads, rules
from commonweal.care.homes.models import Call, Concern, ElementDone, RoundEntry, Stay
from commonweal.care.homes.order import Noticed, Score, Situation
from commonweal.care.homes.rules import Owed
from commonweal.care.people.models import Person
from commonweal.care.plans.models import Plan, SignOff

SCORES_SHOWN = 24
Row = TypeVar("Row", Concern, RoundEntry, Call, Assessment)
Done = Mapping[tuple[UUID, str], date]


@dataclass(frozen=True)
class Known:
    """By person: what homes, rounds and assessments say of those who live in a home, the newest first."""

    concerns: Mapping[UUID, Sequence[Concern]] = field(default_factory=dict)
    entries: Mapping[UUID, Sequence[RoundEntry]] = field(default_factory=dict)
    calls: Mapping[UUID, Sequence[Call]] = field(default_factory=dict)
    scores: Mapping[UUID, Sequence[Assessment]] = field(default_factory=dict)
    done: Done = field(default_factory=dict)
    reviews: Mapping[UUID, date | None] = field(default_factory=dict)


def known(ods: str, people: Iterable[UUID]) -> Known:
    """Of these people in this home, as far as whoever looks may see it."""
    those = list(people)
    entries = RoundEntry.objects.filter(person__in=those, round__home=ods).select_related("round", "task")
    calls = Call.objects.filter(home=ods, person__in=those).select_related("referral")
    return Known(
        _grouped(Concern.objects.filter(home=ods, person__in=those).order_by("-happened", "-pk")),
        _grouped(entries.order_by("-round__day", "-number")),
        _grouped(calls.order_by("-recorded")),
        _grouped(_observed(those)),
        _done(those),
        dict(Plan.objects.filter(person__in=those).values_list("person", "review_by")),
    )


def situation(person: Person, stay: Stay | None, found: Known) -> Situation:
    """One resident, as the order of a round looks at them."""
    entries = found.entries.get(person.pk, ())
    seen = next((one.round.day for one in entries if one.seen == "seen"), None)
    looked = next((one.recorded for one in entries), None)
    noticed = [one for one in found.concerns.get(person.pk, ()) if looked is None or one.happened > looked]
    return Situation(
        name=f"{person.family} {person.given}",
        started=stay.started if stay else None,
        again=bool(stay and stay.again),
        scores=tuple(map(_score, found.scores.get(person.pk, ()))),
        noticed=tuple(Noticed(one.kind, _words(one), one.happened) for one in noticed),
        owed=_owed(person, stay, found.done),
        last_seen=seen,
        plan_review=found.reviews.get(person.pk),
    )


def observed(person: UUID) -> list[Assessment]:
    """The early warning scores of one person, the newest first, without those that were struck out."""
    return list(_observed([person])[:SCORES_SHOWN])


def signs(ids: Iterable[str]) -> str:
    """What looked different, in the words of homes.yaml."""
    terms = reads.terms()
    titles = {one.id: one.title for one in terms.signs} if terms else {}
    return ", ".join(titles.get(id, id) for id in ids)


def _observed(people: Sequence[UUID]) -> QuerySet[Assessment]:
    terms = reads.terms()
    found = Assessment.objects.filter(
        person__in=people, instrument=(terms and terms.observations) or "", struck_out=None
    )
    return found.order_by("-happened", "-recorded")


def _score(one: Assessment) -> Score:
    return Score(int(one.total or 0), one.band, one.happened)


def _words(one: Concern) -> str:
    return "; ".join(filter(None, [signs(one.signs), one.words]))


def _owed(person: Person, stay: Stay | None, done: Done) -> tuple[Owed, ...]:
    """Nothing, where nobody said since when they live here."""
    terms = reads.terms()
    if terms is None or stay is None:
        return ()
    return tuple(
        rules.owed(one, stay.started, done.get((person.pk, one.id)), moments.today(), terms.hours)
        for one in terms.elements
    )


def _done(people: Sequence[UUID]) -> Done:
    """By person and element, the last day on which it was done: as somebody said, or an instrument shows."""
    found: dict[tuple[UUID, str], date] = {}
    for one in ElementDone.objects.filter(person__in=people).order_by("done"):
        found[one.person_id, one.element] = one.done
    terms = reads.terms()
    for element in terms.elements if terms else ():
        for person, moment in _shown(element, people):
            day = rules.day_of(moment)
            found[person, element.id] = max(day, found.get((person, element.id), day))
    return found


def _shown(element: Element, people: Sequence[UUID]) -> Iterable[tuple[UUID, datetime]]:
    """By whom and when it was done, as a plan that was signed or an instrument shows it."""
    if element.shown_by == "plan":
        return SignOff.objects.filter(person__in=people).values_list("person", "at")
    named = element.instruments
    found = Assessment.objects.filter(person__in=people, instrument__in=named, struck_out=None)
    return found.values_list("person", "happened") if named else ()


def _grouped(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = {}
    for one in rows:
        found.setdefault(one.person_id, []).append(one)
    return found
