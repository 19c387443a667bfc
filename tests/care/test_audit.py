"""The audit only grows: rows join a chain, and the database refuses to change or remove one."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from threading import Barrier

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from commonweal.care.access import Decision, Refused
from commonweal.care.audit import actions, reads, rules
from commonweal.care.audit.models import Entry, Head

WRITERS, EACH = 8, 200


def told(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE care_entry SET deed = 'nothing'",
        "DELETE FROM care_entry",
        "TRUNCATE care_entry",
        "UPDATE care_audit_head SET number = 0",
        "DELETE FROM care_audit_head",
        "TRUNCATE care_audit_head",
        "INSERT INTO care_audit_head SELECT 9, day, number, entry, hash FROM care_audit_head",
    ],
)
def test_a_row_of_the_audit_is_never_changed_or_removed(deed: str) -> None:
    """Not even by someone at the database itself; nor is what the chain's heads say."""
    for table in ("care_entry", "care_audit_head"):  # which tests may empty otherwise
        told(f"ALTER TABLE {table} ENABLE TRIGGER audit_is_never_emptied")
    actions.record("person.read", by=None, detail={"words": "adair"})
    assert Entry.objects.get().at
    told("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="never changed or removed"):
        told(deed)


@pytest.mark.django_db
def test_rows_join_a_chain() -> None:
    """The first of a lane follows nothing, each other one the one before it; the head is the last."""
    for deed in ("people.listed", "person.read", "people.exported"):
        actions.record(
            deed, by=None, because="“quoted”, 7:seven\nlines\x00", detail={"b": "é\x00\\u0000", "a": 1}
        )
    first, second, third = Entry.objects.order_by("id")
    assert [(row.lane, row.number) for row in (first, second, third)] == [(0, 1), (0, 2), (0, 3)]
    assert len({bytes(row.hash) for row in (first, second, third)}) == 3
    head = Head.objects.get()
    assert (head.day, head.number, head.entry, head.hash) == (third.day, 3, third.pk, third.hash)
    assert third.because == "“quoted”, 7:seven\nlines�"
    assert third.detail == {"b": "é�\\u0000", "a": 1}
    assert rules.check(reads.steps(), {}) == rules.Checked(3, None)


@pytest.mark.django_db
def test_a_writer_chooses_neither_time_nor_place() -> None:
    """Whatever is written there, the database puts its own."""
    told(
        "INSERT INTO care_entry (at, deed, role, area, organisation, purpose, clause, because, detail, day,"
        " lane, number, hash) VALUES ('2001-01-01', 'person.read', '', '', '', '', '', '', '{}',"
        " '2001-01-01', 7, 7, 'x')"
    )
    row = Entry.objects.get()
    assert (row.lane, row.number, row.at.year > 2001, row.day > date(2001, 1, 1)) == (0, 1, True, True)
    assert rules.check(reads.steps(), {}).ok


def test_everything_a_row_says_is_in_its_hash() -> None:
    """A column that is left out could be altered unseen."""
    columns = [str(field.column) for field in Entry._meta.concrete_fields if field.name != "hash"]
    assert sorted(
        column for sql in reads.SAID for column in columns if re.search(rf"\b{column}\b", sql)
    ) == sorted(columns)


@pytest.mark.django_db
def test_whom_pages_act_as_may_add_rows_and_do_nothing_else_to_them() -> None:
    """The application's role, as row-level security binds it."""
    told("GRANT INSERT ON care_entry TO commonweal_app")
    with transaction.atomic():
        told("SET LOCAL ROLE commonweal_app")
        actions.record("person.read", by=None)
        told("RESET ROLE")
    assert rules.check(reads.steps(), {}) == rules.Checked(1, None)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_another() -> None:
    """Eight who keep their transactions open until all have written: each gets a lane of its own."""
    written = Barrier(WRITERS, timeout=20)

    def write(writer: int) -> None:
        with closing(psycopg.connect(**connection.get_connection_params() | {"pool": None})) as own:
            own.execute("SET lock_timeout = '100ms'")
            for number in range(EACH):
                own.execute(
                    actions.ADD,
                    [f"writer.{writer}", None, *("",) * 4, None, "", "", json.dumps({"n": number})],
                )
                if number % 50 == 0:
                    written.wait()
                own.commit()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    assert rules.check(reads.steps(), {}) == rules.Checked(WRITERS * EACH, None)
    assert Head.objects.count() >= WRITERS


def ask(fault: Exception) -> None:
    """Something is written, something refused, and then it ends badly."""
    with actions.refusals_kept(None), transaction.atomic():
        actions.record("account.opened", by=None)
        actions.refused("person.refused", by=None, because="not yours", detail={"n": 1})
        raise fault


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", [Refused(Decision(False, "not yours")), ZeroDivisionError()])
def test_a_refusal_stays_although_its_transaction_is_undone(fault: Exception) -> None:
    """Also where something else goes wrong afterwards; what else was written is gone."""
    with pytest.raises(type(fault)):
        ask(fault)
    assert not connection.in_atomic_block
    assert [(row.deed, row.because, row.detail) for row in Entry.objects.all()] == [
        ("person.refused", "not yours", {"n": 1})
    ]


@pytest.mark.django_db
def test_a_refusal_that_nobody_has_recorded_is_recorded_at_the_door() -> None:
    """With what was asked for."""
    with pytest.raises(Refused), actions.refusals_kept(None, address="/loads/"):
        actions.access.require(None, "see_loads")
    row = Entry.objects.get()
    assert (row.deed, row.detail) == ("page.refused", {"address": "/loads/"})
    assert "not signed in" in row.because


@pytest.mark.django_db
def test_a_refusal_is_recorded_once_where_it_is_answered_inside() -> None:
    """The page explains it, and the transaction ends well."""
    with actions.refusals_kept(None):
        with pytest.raises(Refused):
            actions.look(None, "see_loads", "load.read", {"load": "7"})
        assert not Entry.objects.exists()
    row = Entry.objects.get()
    assert (row.deed, row.detail) == ("load.refused", {"asked": "load.read", "load": "7"})
