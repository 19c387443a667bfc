"""The only queries of caseloads, each for a viewer of the team whose caseload it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from commonweal.care import access, moments
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.caseloads import rules
from commonweal.care.caseloads.models import CaseloadChange, CaseloadPlace
from commonweal.care.involvements.models import Involvement
from commonweal.care.people.models import Person

SHOWN = 50
NOT_SEEN = "there is nobody on your team’s caseload whom you may see under this number"
NOT_OURS = "this is the caseload of another team; only those of the team change it"
NO_TEAM = "your post is with no team; choose one that is, or ask for it"
SORTS = {"review": "Next review", "priority": "Priority", "name": "Name"}


@dataclass(frozen=True)
class Chosen:
    """Which part of a caseload a list is of; empty leaves it as wide as it was."""

    late: bool = False
    priority: int = 0
    entry: str = ""


@dataclass(frozen=True)
class Line:
    """Somebody on the caseload; no place where another part began the episode and nobody noted more yet."""

    part: Involvement
    person: Person | None
    place: CaseloadPlace | None
    overdue: bool


@dataclass(frozen=True)
class Listed:
    """A page of a caseload, with how many are on it and how many reviews are overdue."""

    lines: tuple[Line, ...]
    after: int | None
    people: int
    overdue: int
    today: date


def at_work(viewer: Viewer | None, deed: str) -> str:
    """The id of the team whose caseload the viewer keeps; a refusal is recorded and raised."""
    decision = access.teamwork(viewer, "caseload")
    if viewer and decision.allowed and not viewer.team:
        decision = Decision(False, NO_TEAM)
    if viewer is None or not decision.allowed:
        audit.refused("caseload.refused", by=viewer, because=decision.because, detail={"asked": deed})
        raise Refused(decision)
    return viewer.team


def keeps(viewer: Viewer | None) -> bool:
    """Whether the viewer keeps a team's caseload."""
    return viewer is not None and bool(viewer.team) and access.teamwork(viewer, "caseload").allowed


@access.for_purpose("direct_care")
def listed(
    viewer: Viewer | None, chosen: Chosen, *, sort: str = "review", after: int | None = None
) -> Listed:
    """A page of the team's caseload, overdue reviews on top unless another order is asked for."""
    team = at_work(viewer, "caseload.listed")
    _looked(viewer, "caseload.listed", chosen)
    everybody, today = live(team), moments.today()
    found = list(_ordered(_only(everybody, chosen, today), sort, after)[: SHOWN + 1])
    lines = tuple(_line(part, today) for part in found[:SHOWN])
    late = everybody.filter(_late(today)).count()
    return Listed(lines, lines[-1].part.pk if len(found) > SHOWN else None, everybody.count(), late, today)


@access.for_purpose("direct_care")
def exported(viewer: Viewer | None, chosen: Chosen, *, sort: str = "review") -> list[Line]:
    """All of the same list; that it left as a file is recorded."""
    team, today = at_work(viewer, "caseload.exported"), moments.today()
    _looked(viewer, "caseload.exported", chosen)
    return [_line(part, today) for part in _ordered(_only(live(team), chosen, today), sort, None)]


@access.for_purpose("direct_care")
def one(viewer: Viewer | None, id: int) -> tuple[Line, tuple[CaseloadChange, ...]]:
    """Somebody on the team's caseload, and what was noted of them; NotSeen where there is nobody."""
    team = at_work(viewer, "caseload.read")
    part = live(team).filter(pk=id).first()
    if part is None:
        audit.refused("caseload.refused", by=viewer, because=NOT_SEEN, detail={"involvement": id})
        raise access.NotSeen
    audit.record("caseload.read", by=viewer, about=part.person_id, detail={"involvement": id})
    changes = CaseloadChange.objects.filter(place=id).order_by("-pk")
    return _line(part, moments.today()), tuple(changes)


@access.for_purpose("direct_care")
def on_it(viewer: Viewer | None, people: Collection[UUID]) -> Mapping[UUID, int]:
    """Of these people, those on the team's caseload, each with the number of the episode."""
    team = viewer.team if viewer else ""
    found = Involvement.objects.filter(team=team, kind="episode", ended=None, person__in=people)
    return dict(found.values_list("person", "pk")) if team else {}


def live(team: str) -> QuerySet[Involvement]:
    """Everybody on a team's caseload whom the viewer may see."""
    found = Involvement.objects.filter(team=team, kind="episode", ended=None)
    return found.select_related("person", "place")


def _line(part: Involvement, today: date) -> Line:
    place = getattr(part, "place", None)
    return Line(part, part.person, place, rules.overdue(place.next_review if place else None, today))


def _late(today: date) -> Q:
    return Q(place=None) | Q(place__next_review__lt=today)


def _only(found: QuerySet[Involvement], chosen: Chosen, today: date) -> QuerySet[Involvement]:
    if chosen.late:
        found = found.filter(_late(today))
    if chosen.priority:
        found = found.filter(place__priority=chosen.priority)
    return found.filter(place__entry=chosen.entry) if chosen.entry else found


def _ordered(found: QuerySet[Involvement], sort: str, after: int | None) -> QuerySet[Involvement]:
    """In this order, those of whom nothing is noted first; from behind the episode with this number on."""
    columns = {
        "review": ("place__next_review", "pk"),
        "priority": ("place__priority", "place__next_review", "pk"),
        "name": ("person__family_order", "person__given_order", "pk"),
    }[sort]
    here = found.filter(pk=after).values_list(*columns).first() if after else None
    beyond = _beyond(columns, here) if here else Q()
    return found.filter(beyond).order_by(*(F(column).asc(nulls_first=True) for column in columns))


def _beyond(columns: tuple[str, ...], here: tuple[object, ...]) -> Q:
    """Those who stand behind this place in the order, where nothing stands before everything."""
    beyond, alike = Q(pk__in=[]), Q()
    for column, value in zip(columns, here, strict=True):
        further = Q(**{f"{column}__isnull": False}) if value is None else Q(**{f"{column}__gt": value})
        beyond |= alike & further
        alike &= Q(**{column: value}) if value is not None else Q(**{f"{column}__isnull": True})
    return beyond


def _looked(viewer: Viewer | None, deed: str, chosen: Chosen) -> None:
    decision = access.teamwork(viewer, "caseload")
    said = {"late": chosen.late, "priority": chosen.priority, "entry": chosen.entry}
    audit.record(deed, by=viewer, clause=decision.clause, because=decision.because, detail=said)
