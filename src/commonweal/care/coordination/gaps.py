"""People who need a coordinator and have none, found when somebody looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonweal.care import access
from commonweal.care.access import Refused, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.coordination import reads, rules
from commonweal.care.coordination.models import LIVE, CoordinationOffer, Coordinator
from commonweal.care.involvements import reads as involvements
from commonweal.care.involvements.models import Involvement
from commonweal.care.people.models import Person
from commonweal.care.published.models import PersonFrailty

PAGE = 50
BY_NAME = ("family_order", "given_order", "pk")


@dataclass(frozen=True)
class Gap:
    """Somebody without a coordinator: since when, who works with them, who had it, to whom it is offered,
    and whether they live with severe frailty, where the viewer may see that."""

    person: Person
    since: datetime | None
    working: tuple[str, ...]
    left: str
    offered: str
    severe: bool


@dataclass(frozen=True)
class Gaps:
    """A page of them, by name, and how many there are in all."""

    lines: tuple[Gap, ...]
    total: int
    after: UUID | None


@access.for_purpose("direct_care")
def without_coordinator(viewer: Viewer | None, *, after: UUID | None = None) -> Gaps:
    """Those whom the viewer may see; the look is recorded, and a refusal too."""
    viewer = _at_work(viewer)
    found = _uncoordinated(viewer)
    total = found.count()
    here = found.filter(pk=after).values_list(*BY_NAME).first() if after else None
    shown = list((_beyond(found, here) if here else found).order_by(*BY_NAME)[: PAGE + 1])
    more = len(shown) > PAGE
    lines = tuple(_lines(shown[:PAGE]))
    return Gaps(lines, total, lines[-1].person.pk if more else None)


@access.for_purpose("direct_care")
def is_without(viewer: Viewer | None, person: UUID) -> bool:
    """Whether this person is one of them."""
    return viewer is not None and _uncoordinated(viewer).filter(pk=person).exists()


def _at_work(viewer: Viewer | None) -> Viewer:
    decision = access.teamwork(viewer, "caseload")
    if viewer is None or not decision.allowed:
        audit.refused("people.refused", by=viewer, because=decision.because, detail={"without": True})
        raise Refused(decision)
    detail = {"without_coordinator": True}
    audit.record("people.listed", by=viewer, clause=decision.clause, because=decision.because, detail=detail)
    return viewer


def _uncoordinated(viewer: Viewer) -> QuerySet[Person]:
    parts = Involvement.objects.filter(LIVE, kind__in=rules.NEEDS_ONE)
    serving = Coordinator.objects.filter(LIVE, reads.IN_POST, person=OuterRef("pk"))
    seen = access.visible(viewer, "demographics")
    return Person.objects.filter(seen, ~Exists(serving), death_date=None, pk__in=parts.values("person"))


def _beyond(found: QuerySet[Person], here: tuple[str, str, UUID]) -> QuerySet[Person]:
    family, given, pk = here
    later = Q(family_order__gt=family) | Q(family_order=family, given_order__gt=given)
    return found.filter(later | Q(family_order=family, given_order=given, pk__gt=pk))


def _lines(people: list[Person]) -> Iterable[Gap]:
    ids, titles = [person.pk for person in people], involvements.titles()
    parts: dict[UUID, list[Involvement]] = {}
    for part in Involvement.objects.filter(LIVE, kind__in=rules.NEEDS_ONE, person__in=ids).order_by("since"):
        parts.setdefault(part.person_id, []).append(part)
    had = {
        row.person_id: row for row in Coordinator.objects.filter(LIVE, person__in=ids).select_related("post")
    }
    offers = {
        row.person_id: row.name for row in CoordinationOffer.objects.filter(person__in=ids, state="waiting")
    }
    severe = set(PersonFrailty.objects.filter(person__in=ids, band="severe").values_list("person", flat=True))
    for person in people:
        theirs, row = parts.get(person.pk, []), had.get(person.pk)
        who = (part.team or part.organisation for part in theirs)
        yield Gap(
            person,
            since=row.post.ended if row else next((part.since for part in theirs), None),
            working=tuple(dict.fromkeys(titles.get(id, id) for id in who)),
            left=row.name if row else "",
            offered=offers.get(person.pk, ""),
            severe=person.pk in severe,
        )
