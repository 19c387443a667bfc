"""Who looked at a person's record: for the person, and for whoever watches over the audit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.audit.models import Entry
from commonweal.care.identity.same import all_of
from commonweal.care.sharing.models import Clause
from commonweal.terms import nhs_number

PAGE_SIZE = 50
COLUMNS = (
    "id",
    "at",
    "deed",
    "by__username",
    "by__first_name",
    "by__last_name",
    "role",
    "organisation",
    "purpose",
    "clause",
    "because",
    "detail",
)


@dataclass(frozen=True)
class Look:
    """One deed about a person. `clause_title` is the clause in plain words, empty where it is gone."""

    id: int
    at: datetime
    deed: str
    who: str
    role: str
    organisation: str
    purpose: str
    clause: str
    clause_title: str
    because: str
    detail: Mapping[str, object]


@dataclass(frozen=True)
class Looks:
    """A page of looks, the newest first; `more` is where the next page begins."""

    looks: tuple[Look, ...]
    more: int | None


def of_own(viewer: Viewer | None, before: int | None = None) -> Looks:
    """Who else looked at the record of the viewer, before the look with this id where one is given."""
    with access.acting(viewer):
        viewer, _ = audit.require(viewer, "see_own_record", "own.who_looked", {})
        if viewer.person is None:
            raise access.NotSeen
        theirs = Entry.objects.filter(about__in=all_of(viewer.person)).exclude(by=viewer.user)
        return _page(theirs, before)


def of_person(viewer: Viewer | None, person: UUID, before: int | None = None) -> Looks:
    """Who looked at this person's record, for whoever watches over the audit; that they ask is recorded."""
    with access.acting(viewer, "oversight"):
        viewer, decision = audit.require(viewer, "see_who_looked", "audit.read", {"person": str(person)})
        theirs = Entry.objects.filter(about__in=all_of(person))
        known = person if theirs.exists() else None  # an id that nobody has names no row
        audit.record(
            "audit.read",
            by=viewer,
            about=known,
            purpose="oversight",
            clause=decision.clause,
            because=decision.because,
            detail={} if known else {"person": str(person)},
        )
        return _page(theirs, before)


def sought(viewer: Viewer | None, words: str) -> UUID | None:
    """The id of whoever has this NHS number, so that it can be asked who looked; recorded."""
    with access.acting(viewer, "oversight"):
        audit.look(viewer, "see_who_looked", "audit.searched", {"words": words})
        number = nhs_number.normal(words)
        with connection.cursor() as cursor:
            cursor.execute("SELECT care_audited_person(%s)", [number])
            row = cursor.fetchone()
    return row[0] if row else None


def _page(rows: QuerySet[Entry], before: int | None) -> Looks:
    if before is not None:
        mark = rows.filter(pk=before).values_list("at", flat=True).first()
        rows = rows.filter(Q(at__lt=mark) | Q(at=mark, pk__lte=before)) if mark else rows.none()
    found = list(rows.order_by("-at", "-pk").values_list(*COLUMNS)[: PAGE_SIZE + 1])
    clauses = {row[9] for row in found}
    titles = dict(Clause.objects.filter(name__in=clauses).values_list("name", "title"))
    looks = tuple(
        Look(
            id,
            at,
            deed,
            _name(*who),
            role,
            organisation,
            purpose,
            clause,
            titles.get(clause, ""),
            because,
            detail,
        )
        for id, at, deed, *who, role, organisation, purpose, clause, because, detail in found[:PAGE_SIZE]
    )
    return Looks(looks, found[PAGE_SIZE][0] if len(found) > PAGE_SIZE else None)


def _name(username: str | None, first: str | None, last: str | None) -> str:
    return f"{first or ''} {last or ''}".strip() or username or ""
