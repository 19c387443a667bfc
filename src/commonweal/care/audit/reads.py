"""The only queries of the audit: its chain, for whoever checks it, and its rows, for an investigation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q

from commonweal.care.accounts.models import User
from commonweal.care.audit import actions as audit
from commonweal.care.audit import models
from commonweal.care.audit.models import Entry
from commonweal.care.audit.rules import Head, Link
from commonweal.care.identity.same import all_of
from commonweal.care.people.models import Person

AT_A_TIME = 2000
SAID = (  # every column but the hash itself, as text, in the order in which the database hashed them
    "id::text",
    "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
    "deed",
    "by_id::text",
    "role",
    "area",
    "organisation",
    "purpose",
    "about_id::text",
    "clause",
    "because",
    "detail::text",
    "to_char(day, 'YYYY-MM-DD')",
    "lane::text",
    "number::text",
)
STEPS = f"""
    SELECT day, lane, 0 AS number, entry AS id, hash, number AS rows, NULL AS said FROM care_audit_head
    UNION ALL
    SELECT day, lane, number, id, hash, NULL, ARRAY[{", ".join(SAID)}] FROM care_entry
    ORDER BY day, lane, number
"""  # noqa: S608 - made of the names above


class Incomplete(Exception):
    """Row-level security would leave rows out for whoever asks here."""


class Unknown(Exception):
    """There is no such person or account; the message says which."""


@dataclass(frozen=True)
class Sought:
    """What an investigation is about: a person, an account by its name, days by UTC; None for any."""

    person: UUID | None = None
    by: str | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Line:
    """A row of the audit as an investigator reads it."""

    id: int
    at: datetime
    who: str | None
    role: str
    area: str
    organisation: str
    purpose: str
    deed: str
    person: UUID | None
    nhs_number: str | None
    clause: str
    because: str
    detail: dict[str, object]


def steps() -> Iterator[Head | Link]:
    """The whole chain as one moment has it, a few rows in memory at a time; heads before their rows."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        _require_every_row()
        cursor.execute(STEPS)
        while found := cursor.fetchmany(AT_A_TIME):
            for day, lane, number, id, hash, rows, said in found:
                if said is None:
                    yield Head(day, lane, rows, id, bytes(hash))
                else:
                    yield Link(day, lane, number, id, bytes(hash), tuple(said))


def heads() -> Iterator[Head]:
    """Where every lane stands, to be kept outside of this database."""
    found = models.Head.objects.order_by("day", "lane")
    for day, lane, number, entry, hash in found.values_list("day", "lane", "number", "entry", "hash"):
        yield Head(day, lane, number, entry, bytes(hash))


def investigate(sought: Sought, *, because: str) -> Iterator[Line]:
    """Every row sought, the oldest first; for the operator alone, and recorded before anything is shown."""
    _require_known(sought)
    detail = {name: str(value) for name, value in vars(sought).items() if value is not None}
    with transaction.atomic():
        audit.record("audit.exported", by=None, about=sought.person, because=because, detail=detail)
    with transaction.atomic():
        _require_every_row()
        rows = Entry.objects.filter(_matching(sought)).order_by("id")
        columns = (
            "id",
            "at",
            F("by__username"),
            "role",
            "area",
            "organisation",
            "purpose",
            "deed",
            "about_id",
            F("about__nhs_number"),
            "clause",
            "because",
            "detail",
        )
        for row in rows.values_list(*columns).iterator(chunk_size=AT_A_TIME):
            yield Line(*row)


def _require_known(sought: Sought) -> None:
    if sought.person and not Person.objects.filter(pk=sought.person).exists():
        raise Unknown(
            f"there is no person {sought.person}; give the id that the address of their page ends with"
        )
    if sought.by and not User.objects.filter(username=sought.by).exists():
        raise Unknown(f"there is no account {sought.by}")


def _matching(sought: Sought) -> Q:
    wanted = {
        "by__username": sought.by,
        "day__gte": sought.first,
        "day__lte": sought.last,
    }
    rows = Q(**{column: value for column, value in wanted.items() if value is not None})
    if sought.person is None:
        return rows
    same = all_of(sought.person)
    return rows & (Q(about__in=same) | Q(detail__person__in=list(map(str, same))))  # a refusal says it there


def _require_every_row() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_security_active('care_entry')")
        if cursor.fetchone() != (False,):
            raise Incomplete(
                "the audit is for the database's owner to check and export: others do not see every row"
            )
