"""Who is on the end-of-life register, and whether what people prefer is known and met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from commonweal.care import access
from commonweal.care.access import Refused, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.coordination.reads import today
from commonweal.care.end_of_life.models import (
    LIVE,
    AnticipatoryMedicine,
    Death,
    PlaceWish,
    Preference,
    RegisterEntry,
    RegisterReview,
)
from commonweal.care.end_of_life.register import CATEGORY
from commonweal.care.involvements.models import Involvement
from commonweal.care.people.models import Person

Row = TypeVar("Row", RegisterEntry, Death)
LISTED_AT_MOST = 500
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Listed:
    """Somebody on the register: how they are, when they are looked at again, what is to be asked."""

    person: Person
    entry: RegisterEntry
    review: RegisterReview
    days_late: int
    place: str
    resuscitation: str
    expired: int


@dataclass(frozen=True)
class Register:
    """Those whom the viewer may see, the longest overdue first; `practices` has a choice for each."""

    lines: tuple[Listed, ...]
    total: int
    practices: tuple[str, ...]

    @property
    def overdue(self) -> int:
        """How many should have been looked at again by now."""
        return sum(line.days_late > 0 for line in self.lines)

    @property
    def with_place(self) -> int:
        """Of how many it is known where they would prefer to die."""
        return sum(bool(line.place) for line in self.lines)


@dataclass(frozen=True)
class Outcomes:
    """Of those who died within a year and whom the viewer may see: where, against what they preferred.

    `by_practice` has the same of each practice, by its code; empty for those registered nowhere.
    """

    died: int
    met: Counter[str]
    places: Counter[str]
    by_practice: Mapping[str, Counter[str]]

    @property
    def known(self) -> int:
        """Of how many a preference was known."""
        return self.died - self.met["unknown"]


@access.for_purpose("direct_care")
def register(viewer: Viewer | None, *, practice: str = "", team: str = "") -> Register:
    """The register of a practice, of those a team works with, or of all; the look is recorded."""
    viewer = _at_work(viewer, {"register": True, "practice": practice, "team": team})
    entries = _seen(viewer, RegisterEntry.objects.filter(LIVE))
    practices = entries.order_by("person__practice").values_list("person__practice", flat=True).distinct()
    chosen = entries.filter(person__practice=practice) if practice else entries
    if team:
        parts = Involvement.objects.filter(LIVE, team=team)
        chosen = chosen.filter(person__in=parts.values("person"))
    newest = RegisterReview.objects.filter(entry=OuterRef("pk")).order_by("-pk")
    due = chosen.annotate(due=Subquery(newest.values("next_review")[:1])).order_by("due", "pk")
    shown = list(due.select_related("person")[:LISTED_AT_MOST])
    return Register(_lines(shown), chosen.count(), tuple(one for one in practices if one))


@access.for_purpose("direct_care")
def outcomes(viewer: Viewer | None) -> Outcomes:
    """Counted among the people whom the viewer cares for, so that nothing has to be suppressed."""
    viewer = _at_work(viewer, {"deaths": True})
    since = today() - A_YEAR
    newest: dict[UUID, Death] = {}
    for row in _seen(viewer, Death.objects.filter(on__gte=since)).order_by("number"):
        newest[row.person_id] = row
    rows = newest.values()
    practices: dict[str, Counter[str]] = {}
    for row in rows:
        practices.setdefault(row.practice, Counter())[row.met] += 1
    met, places = Counter(row.met for row in rows), Counter(row.place for row in rows)
    return Outcomes(len(newest), met, places, practices)


def _at_work(viewer: Viewer | None, detail: dict[str, object]) -> Viewer:
    decision = access.teamwork(viewer, "caseload")
    if viewer is None or not decision.allowed:
        audit.refused("register.refused", by=viewer, because=decision.because, detail=detail)
        raise Refused(decision)
    audit.record(
        "register.listed", by=viewer, clause=decision.clause, because=decision.because, detail=detail
    )
    return viewer


def _seen(viewer: Viewer, rows: QuerySet[Row]) -> QuerySet[Row]:
    seen = access.visible(viewer, CATEGORY, person="person", practice="person__practice")
    return rows.filter(seen)


def _lines(entries: Sequence[RegisterEntry]) -> tuple[Listed, ...]:
    people, on = [entry.person_id for entry in entries], today()
    reviews = {one.entry_id: one for one in RegisterReview.objects.filter(entry__in=entries).order_by("pk")}
    places = {one.person_id: one for one in PlaceWish.objects.filter(person__in=people).order_by("number")}
    said = Preference.objects.filter(person__in=people, subject="resuscitation").order_by("number")
    resuscitation = {one.person_id: one.answer for one in said}
    expired = Counter(
        AnticipatoryMedicine.objects.filter(LIVE, person__in=people, expires__lt=on).values_list(
            "person", flat=True
        )
    )
    return tuple(
        Listed(
            entry.person,
            entry,
            reviews[entry.pk],
            days_late=_late(reviews[entry.pk].next_review, on),
            place=places[entry.person_id].death_first if entry.person_id in places else "",
            resuscitation=resuscitation.get(entry.person_id, ""),
            expired=expired[entry.person_id],
        )
        for entry in entries
    )


def _late(due: date, on: date) -> int:
    return max(0, (on - due).days)
