"""Who lives in a home, as the record and the home say, and where the two differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, QuerySet

from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.assessments.models import Assessment
from commonweal.care.audit import actions as audit
from commonweal.care.homes import reads, situations
from commonweal.care.homes.models import LEFT, Call, Concern, ProposedResident, RoundEntry, Stay
from commonweal.care.homes.order import Reason, Score, Situation, rank, reasons
from commonweal.care.homes.rules import Owed
from commonweal.care.homes.situations import Known
from commonweal.care.people.models import Person

LISTED_AT_MOST = 500
NO_RESIDENT = "they do not live in this home"


@dataclass(frozen=True)
class Resident:
    """Somebody who lives in a home: their stay where the home said it, and what a round needs to know."""

    person: Person
    stay: Stay | None
    situation: Situation
    reasons: tuple[Reason, ...]
    concerns: tuple[Concern, ...] = ()
    scores: tuple[Assessment, ...] = ()
    entries: tuple[RoundEntry, ...] = ()
    calls: tuple[Call, ...] = ()

    @property
    def owed(self) -> tuple[Owed, ...]:
        return self.situation.owed

    @property
    def score(self) -> Score | None:
        return self.situation.scores[0] if self.situation.scores else None

    @property
    def last(self) -> RoundEntry | None:
        """What the last round said of them."""
        return self.entries[0] if self.entries else None

    @property
    def call(self) -> Call | None:
        """The last call for them."""
        return self.calls[0] if self.calls else None


@dataclass(frozen=True)
class Difference:
    """What is to be settled between record and home, in words; `kind` says of what sort it is."""

    kind: str
    said: str
    person: Person | None = None
    stay: Stay | None = None
    proposed: ProposedResident | None = None


@dataclass(frozen=True)
class Living:
    """Who lives in a home, those first whom a round sees first; who left; and what is to be settled."""

    residents: tuple[Resident, ...]
    left: tuple[Stay, ...]
    differences: tuple[Difference, ...]


@access.for_purpose("direct_care")
def of_home(viewer: Viewer | None, ods: str, *, deed: str = "home.read") -> Living:
    """Those whom the viewer may see; recorded as `deed`. NotSeen where there is no such home for them."""
    viewer, decision = reads.at_work(viewer, ods)
    stays = _stays(viewer, ods)
    people = _living(viewer, ods, stays)
    detail = {"home": ods, "residents": len(people)}
    audit.record(deed, by=viewer, clause=decision.clause, because=decision.because, detail=detail)
    found = _described(ods, people, stays)
    ordered = sorted(found, key=lambda one: rank(one.situation, moments.today()))
    left = [one for one in stays if one.ended and one.outcome != "never" and one.person_id not in people]
    return Living(tuple(ordered), tuple(left), tuple(_differences(viewer, ods, people, stays)))


@access.for_purpose("direct_care")
def one(viewer: Viewer | None, ods: str, person: UUID, *, deed: str = "resident.read") -> Resident:
    """One of them; NotSeen, which is recorded, where they are no resident whom the viewer may see."""
    viewer, _ = reads.at_work(viewer, ods)
    _, decision = reads.person(viewer, person, "demographics")
    stays = [stay for stay in _stays(viewer, ods) if stay.person_id == person]
    here = require(viewer, ods, person)
    said, why = {"home": ods}, decision.because
    audit.record(deed, by=viewer, about=person, clause=decision.clause, because=why, detail=said)
    return _described(ods, {person: here}, stays)[0]


def require(viewer: Viewer, ods: str, person: UUID) -> Person:
    """They live in this home, as far as the viewer may see; NotSeen, which is recorded, where not."""
    stays = [stay for stay in _stays(viewer, ods) if stay.person_id == person]
    found = _living(viewer, ods, stays).get(person)
    if found is None:
        audit.refused("home.refused", by=viewer, because=NO_RESIDENT, detail={"person": str(person)})
        raise access.NotSeen
    return found


@access.for_purpose("direct_care")
def stay_of(viewer: Viewer | None, ods: str, person: UUID) -> Stay:
    """The stay that goes on; NotSeen where there is none in this home whom the viewer may see."""
    viewer, _ = reads.at_work(viewer, ods)
    live = Stay.objects.filter(home=ods, person=person, ended=None, person__in=_seen(viewer).values("pk"))
    found = live.select_related("person").first()
    if found is None:
        audit.refused("home.refused", by=viewer, because=NO_RESIDENT, detail={"person": str(person)})
        raise access.NotSeen
    return found


@access.for_purpose("direct_care")
def proposed(viewer: Viewer | None, id: int) -> ProposedResident:
    """Somebody of whom a home says that they live there; NotSeen where it is not for the viewer to know."""
    found = ProposedResident.objects.filter(pk=id).first()
    if found is None:
        audit.refused("home.refused", by=viewer, because=reads.NOT_SEEN.because, detail={"proposed": id})
        raise access.NotSeen
    reads.at_work(viewer, found.home)
    return found


@access.for_purpose("direct_care")
def matched(viewer: Viewer | None, one: ProposedResident) -> Person | None:
    """Whose number and day of birth it is, where the viewer may see them; that they looked is recorded."""
    found = Person.objects.filter(pk=one.person_id).first() if one.person_id else None
    decision = access.decide(viewer, "demographics", found) if found else reads.NOT_SEEN
    if found is None or not decision.allowed:
        return None
    detail, why = {"proposed": one.pk}, decision.because
    audit.record(
        "resident.compared", by=viewer, about=found.pk, clause=decision.clause, because=why, detail=detail
    )
    return found


def _seen(viewer: Viewer) -> QuerySet[Person]:
    return Person.objects.filter(access.visible(viewer, "demographics"))


def _stays(viewer: Viewer, ods: str) -> list[Stay]:
    """Of people whom the viewer may see: those that go on, then those that ended last."""
    found = Stay.objects.filter(home=ods, person__in=_seen(viewer).values("pk")).select_related("person")
    return list(found.order_by(F("ended").desc(nulls_first=True), "-started", "-pk")[:LISTED_AT_MOST])


def _living(viewer: Viewer, ods: str, stays: Sequence[Stay]) -> dict[UUID, Person]:
    """By stay, or by the record of whom the home has not said that they left."""
    live = [one.person_id for one in stays if one.ended is None]
    gone = [one.person_id for one in stays if one.ended]
    elsewhere = Stay.objects.filter(ended=None).exclude(home=ods).values("person")
    recorded = Q(care_home=ods) & ~Q(pk__in=gone) & ~Q(pk__in=elsewhere)
    found = _seen(viewer).filter(Q(pk__in=live) | recorded, death_date=None)
    return {one.pk: one for one in found.order_by("family", "given", "pk")[:LISTED_AT_MOST]}


def _described(ods: str, people: Mapping[UUID, Person], stays: Sequence[Stay]) -> list[Resident]:
    live = {one.person_id: one for one in stays if one.ended is None}
    found = situations.known(ods, people)
    return [_resident(person, live.get(id), found) for id, person in people.items()]


def _resident(person: Person, stay: Stay | None, found: Known) -> Resident:
    here = situations.situation(person, stay, found)
    return Resident(
        person,
        stay,
        here,
        reasons(here, moments.today()),
        tuple(found.concerns.get(person.pk, ())),
        tuple(found.scores.get(person.pk, ())),
        tuple(found.entries.get(person.pk, ())),
        tuple(found.calls.get(person.pk, ())),
    )


def _differences(
    viewer: Viewer, ods: str, people: Mapping[UUID, Person], stays: Sequence[Stay]
) -> Iterator[Difference]:
    live = {one.person_id: one for one in stays if one.ended is None}
    for id, person in people.items():
        if id not in live:
            said = "The record says that they live here; say since when, or that they do not"
            yield Difference("no_start", said, person)
        elif person.care_home != ods:
            said = f"Lives here since {live[id].started:%-d %B %Y}; the record does not say so yet"
            yield Difference("not_recorded", said, person, live[id])
    for stay in live.values():
        if stay.person.death_date:
            said = f"The record says that they died on {stay.person.death_date:%-d %B %Y}; end the stay"
            yield Difference("died", said, stay.person, stay)
    for stay in {one.person_id: one for one in reversed(stays) if one.ended}.values():
        person = stay.person
        if person.pk not in people and person.pk not in live and person.care_home == ods:
            left = LEFT[stay.outcome].lower()
            if stay.outcome != "hospital" and person.death_date is None:
                said = f"The home says: {left}, {stay.ended:%-d %B %Y}; the record still has them here"
                yield Difference("left", said, person, stay)
    for one in ProposedResident.objects.filter(home=ods, settled="").order_by("recorded"):
        said = f"The home says that they live here since {one.started:%-d %B %Y}; the record does not"
        yield Difference("proposed", said, proposed=one)
