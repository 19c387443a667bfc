"""The only queries of who coordinates a person's care and who is around them, each for a viewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.assessments.models import Assessment
from commonweal.care.audit import actions as audit
from commonweal.care.coordination import rules
from commonweal.care.coordination.models import (
    LIVE,
    CarerAssessment,
    CoordinationOffer,
    Coordinator,
    PersonAround,
    TeamMember,
)
from commonweal.care.involvements import reads as involvements
from commonweal.care.involvements.models import Involvement
from commonweal.care.people.models import Person

LISTED_AT_MOST = 20
IN_POST = Q(post__ended=None, post__user__is_active=True)


@dataclass(frozen=True)
class Coordinating:
    """Somebody who coordinates, or did: `who` is the title of their team, or of their organisation."""

    row: Coordinator
    who: str

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def reach(self) -> str:
        """How to reach them, in their words; may be empty."""
        return self.row.reach

    @property
    def since(self) -> datetime:
        return self.row.since


@dataclass(frozen=True)
class Standing:
    """Who coordinates a person's care now, if anybody does; `left` had it until their post ended."""

    now: Coordinating | None
    left: Coordinating | None
    offer: CoordinationOffer | None
    before: tuple[Coordinating, ...]
    needed: bool


@dataclass(frozen=True)
class Near:
    """Somebody around a person, and how their own assessment as a carer stands."""

    row: PersonAround
    carer: str
    assessment: CarerAssessment | None


@dataclass(frozen=True)
class Around:
    """Everybody around a person whom the viewer may see; `because` says why not all, where not."""

    people: tuple[Near, ...]
    because: str


@access.for_purpose("direct_care")
def coordinator(viewer: Viewer | None, person: UUID) -> Coordinating | None:
    """Who coordinates this person's care; None where nobody does, or the person is not theirs to see."""
    row = Coordinator.objects.filter(LIVE, IN_POST, person=person).first()
    return _told(row) if row else None


@access.for_purpose("direct_care")
def emergency_contacts(viewer: Viewer | None, person: UUID) -> tuple[PersonAround, ...]:
    """Whom to call in the person's order, then attorneys for health; as the viewer may see them."""
    called = Q(emergency_order__isnull=False) | Q(attorney__in=["health", "both"])
    found = PersonAround.objects.filter(LIVE, called, person=person)
    return tuple(found.order_by(F("emergency_order").asc(nulls_last=True), "name", "pk"))


@access.for_purpose("direct_care")
def standing(viewer: Viewer | None, person: UUID) -> Standing:
    """The coordinator, what is offered, and who had it before, the newest first."""
    rows = list(Coordinator.objects.filter(person=person).order_by("-since", "-pk"))
    live = next((row for row in rows if row.ended is None), None)
    serving = bool(live and Coordinator.objects.filter(IN_POST, pk=live.pk).exists())
    return Standing(
        now=_told(live) if live and serving else None,
        left=_told(live) if live and not serving else None,
        offer=CoordinationOffer.objects.filter(person=person, state="waiting").first(),
        before=tuple(_told(row) for row in rows if row.ended),
        needed=is_needed(person),
    )


def is_needed(person: UUID) -> bool:
    """Whether somebody works with the person so that they need a coordinator."""
    parts = Involvement.objects.filter(LIVE, person=person, kind__in=rules.NEEDS_ONE)
    return parts.filter(person__death_date=None).exists()


@access.for_purpose("direct_care")
def offered_to(viewer: Viewer | None) -> list[CoordinationOffer]:
    """What waits for this viewer to take on, the oldest first."""
    if viewer is None:
        return []
    waiting = CoordinationOffer.objects.filter(post=viewer.post, state="waiting")
    return list(waiting.select_related("person").order_by("at", "pk"))


@access.for_purpose("direct_care")
def offer(viewer: Viewer | None, id: int) -> CoordinationOffer:
    """One offer, answered or not; NotSeen where there is none, or its person is not theirs to see."""
    found = CoordinationOffer.objects.select_related("person").filter(pk=id).first()
    decision = access.may(viewer, "see_person", found.person) if found else None
    if found is None or decision is None or not decision.allowed:
        because = decision.because if decision else "there is no such offer"
        audit.refused("coordinator.refused", by=viewer, because=because, detail={"offer": id})
        raise access.NotSeen
    audit.record(
        "coordinator.read",
        by=viewer,
        about=found.person_id,
        clause=decision.clause,
        because=decision.because,
    )
    return found


@access.for_purpose("direct_care")
def members(viewer: Viewer | None, person: UUID) -> tuple[TeamMember, ...]:
    """Those in the care team by name."""
    return tuple(TeamMember.objects.filter(LIVE, person=person).order_by("name", "pk"))


@access.for_purpose("direct_care")
def around(viewer: Viewer | None, person: Person) -> Around:
    """Everybody around this person; that it was looked at is recorded, with the clause."""
    wholly = access.decide(viewer, "plan_about_me", person)
    decision = wholly if wholly.allowed else access.decide(viewer, "plan_crisis", person)
    if not decision.allowed:
        audit.refused("around.refused", by=viewer, about=person.pk, because=decision.because)
        return Around((), wholly.because)
    audit.record("around.read", by=viewer, about=person.pk, clause=decision.clause, because=decision.because)
    rows = PersonAround.objects.filter(LIVE, person=person)
    ordered = rows.order_by(F("emergency_order").asc(nulls_last=True), "-next_of_kin", "name", "pk")
    return Around(_near(list(ordered)), "" if wholly.allowed else wholly.because)


@access.for_purpose("direct_care")
def somebody(viewer: Viewer | None, person: UUID, who: UUID) -> PersonAround:
    """One of those around a person, as they are noted now; NotSeen where there is none."""
    found = PersonAround.objects.filter(LIVE, person=person, who=who).first()
    if found is None:
        raise access.NotSeen
    return found


@access.for_purpose("direct_care")
def history(viewer: Viewer | None, person: UUID, who: UUID) -> tuple[PersonAround, ...]:
    """Every row about one of those around a person, the newest first."""
    return tuple(PersonAround.objects.filter(person=person, who=who).order_by("-number"))


@access.for_purpose("direct_care")
def carer_assessments(viewer: Viewer | None, person: UUID, who: UUID) -> tuple[CarerAssessment, ...]:
    """What became of one carer's own assessments, the newest first."""
    return tuple(CarerAssessment.objects.filter(person=person, who=who).order_by("-pk"))


@access.for_purpose("direct_care")
def carers_views(viewer: Viewer | None, person: UUID) -> dict[str, datetime]:
    """The ids of what carers of this person answered, and when, as the viewer may see it; newest first."""
    found = Assessment.objects.filter(person=person, instrument=rules.CARERS_VIEW).order_by("-happened")
    return {str(id): happened for id, happened in found.values_list("pk", "happened")[:LISTED_AT_MOST]}


def today() -> date:
    """The day by the partnership's clock."""
    return timezone.localdate(moments.now())


def _near(rows: list[PersonAround]) -> tuple[Near, ...]:
    carers = [row.who for row in rows if row.carer]
    newest: dict[UUID, CarerAssessment] = {}
    for one in CarerAssessment.objects.filter(who__in=carers).order_by("pk") if carers else ():
        newest[one.who] = one
    on = today()
    return tuple(Near(row, _carer(row, newest, on), newest.get(row.who)) for row in rows)


def _carer(row: PersonAround, newest: dict[UUID, CarerAssessment], on: date) -> str:
    if not row.carer:
        return ""
    last = newest.get(row.who)
    return rules.carer_standing([(last.state, last.again)] if last else [], on)


def _told(row: Coordinator) -> Coordinating:
    titles = involvements.titles()
    id = row.team or row.organisation
    return Coordinating(row, titles.get(id, id))
