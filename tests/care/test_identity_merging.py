"""Two records become one person's, in every table, and two again."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.care.twice import everything, person_of, references, row_about, second

from commonweal.care.identity import actions
from commonweal.care.people.models import Person

pytestmark = [pytest.mark.requirement("T9"), pytest.mark.usefixtures("published")]
Happened = tuple[bool, str]
MOVING = ("move", "close", "first", "number")


def test_no_table_that_refers_to_people_is_left_out() -> None:
    """One with a unique index on the person says in migrations/_merge_handling.py how two become one."""
    known = {(table, column): how for table, column, how in references()}
    of_models = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Person
    }
    assert of_models - set(known) == set(), "refer to people without a foreign key in the database"
    assert [name for name, how in known.items() if how == "unhandled"] == []


def test_every_table_whose_rows_move_follows_people_who_were_brought_together() -> None:
    """One that comes later says `SELECT care_merge_watch('its name')` in its migration."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'comes_to_one'")
        watched = {table for (table,) in cursor.fetchall()}
    moving = {table for table, column, how in references() if how in MOVING and column == "person_id"}
    assert watched == moving
    assert [name for *name, how in references() if how in MOVING and name[1] != "person_id"] == []


def test_a_row_of_every_table_moves_and_goes_back() -> None:
    kept, gone = person_of("Ann"), second()
    tables = [(table, column, how) for table, column, how in references() if how in MOVING]
    for table, column, _ in tables:
        for person in (kept, gone):
            row_about(person, table, column)
    before = everything()
    made = actions.merge(by=None, kept=kept, gone=gone, because="The same woman")
    connection.check_constraints()
    left = {
        (table, how)
        for table, column, how in tables
        if _model(table)._default_manager.filter(**{_field(table, column): gone}).exists()
    }
    assert {how for _, how in left} == {"first"}
    undone = actions.unmerge(by=None, kept=kept, gone=gone, because="They are two")
    assert (undone.changed, undone.since) == ((), ())
    connection.check_constraints()
    after = everything()
    assert {table: rows for table, rows in after.items() if rows != before[table]} == {}
    assert made.undone is None


HAPPENED = st.lists(
    st.tuples(
        st.booleans(), st.sampled_from(["objection", "restriction", "optout", "involvement", "preference"])
    ),
    max_size=6,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HAPPENED, HAPPENED)
def test_undoing_a_merge_leaves_everything_as_it_was(before: list[Happened], more: list[Happened]) -> None:
    """Whatever each of the two had, and whoever else was merged into one of them before."""
    with transaction.atomic():
        kept, gone, third = person_of("Ann"), second(), second("Ben")
        for whom, table in before:
            _happens(kept if whom else gone, table)
        for whom, table in more:
            _happens(third if whom else gone, table)
        actions.merge(by=None, kept=gone, gone=third, because="The same", confirmed=True)
        was = everything()
        actions.merge(by=None, kept=kept, gone=gone, because="The same")
        actions.unmerge(by=None, kept=kept, gone=gone, because="They are two")
        assert everything() == was
        transaction.set_rollback(True)


def _happens(person: UUID, table: str) -> None:
    """Something is recorded of them, where it is not there already."""
    with suppress(IntegrityError), transaction.atomic():
        row_about(person, f"care_{table}", "person_id", **({"number": 1} if table == "preference" else {}))


def _model(table: str) -> type[Model]:
    return next(model for model in apps.get_models() if model._meta.db_table == table)


def _field(table: str, column: str) -> str:
    return next(field.name for field in _model(table)._meta.concrete_fields if field.column == column)
