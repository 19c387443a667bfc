"""Whoever tampers with the audit, as the owner of its tables with every trigger off, is found, and where."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.care.audit import reads, rules
from commonweal.care.audit.models import Entry, Head

pytestmark = pytest.mark.django_db

WRITTEN = """
day        | lane
2026-03-01 | 0
2026-03-01 | 1
2026-03-01 | 0
2026-03-01 | 0
2026-03-01 | 1
2026-03-02 | 0
2026-03-02 | 1
2026-03-02 | 0
2026-03-03 | 0
2026-03-03 | 0
"""
ROWS = tuple(tuple(cell.strip() for cell in line.split("|")) for line in WRITTEN.strip().splitlines()[1:])
PLACES = range(len(ROWS))
ADD = """
INSERT INTO care_entry
SELECT linked.* FROM care_audit_link(jsonb_populate_record(NULL::care_entry, %s)) AS linked
"""
FORGE = """
UPDATE care_entry AS this SET deed = 'nothing', hash = care_audit_hash(
    jsonb_populate_record(this, '{"deed": "nothing"}'),
    coalesce((
        SELECT hash FROM care_entry AS earlier
        WHERE earlier.lane = this.lane AND (earlier.day, earlier.number) < (this.day, this.number)
        ORDER BY day DESC, number DESC LIMIT 1
    ), '')
) WHERE id = %s
"""
TEXTS = ("deed", "role", "area", "organisation", "purpose", "clause", "because")
ALTERED = {
    **{column: f"{column} = {column} || ' '" for column in TEXTS},
    "at": "at = at + interval '1 microsecond'",
    "detail": """detail = '{"words": "nothing"}'""",
    "about": "about_id = gen_random_uuid()",
    "by": "by_id = 1",
    "hash": r"hash = '\x00'",
}


def told(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def first_bad(*noted: rules.Head) -> int | None:
    return rules.check(reads.steps(), {(head.day, head.lane, head.number): head for head in noted}).first_bad


def following(place: int) -> int:
    """The place of the next row of the same day and lane; the same place for the last."""
    return next((later for later in PLACES if later > place and ROWS[later] == ROWS[place]), place)


@pytest.fixture
def ids() -> list[int]:
    """Ten rows of three days and two lanes, in the order written, with every trigger and constraint off."""
    for table in ("care_entry", "care_audit_head"):
        told(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    told("ALTER TABLE care_entry DROP CONSTRAINT audit_places_are_taken_once")
    for key in ("by_id", "about_id"):
        told(drop_key(key))
    for id, (day, lane) in enumerate(ROWS, 101):
        said = dict.fromkeys(TEXTS, "") | {"deed": "person.read", "detail": {"words": f"number {id}"}}
        told(ADD, json.dumps({**said, "id": id, "at": f"{day}T12:00:00.{id:06}Z", "lane": int(lane)}))
    assert first_bad() is None
    return list(range(101, 101 + len(ROWS)))


def drop_key(column: str) -> str:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "care_entry")
    name = next(name for name, one in found.items() if one["columns"] == [column] and one["foreign_key"])
    return f'ALTER TABLE care_entry DROP CONSTRAINT "{name}"'


@pytest.mark.parametrize("column", ALTERED)
def test_a_row_altered_is_named(ids: list[int], column: str) -> None:
    """Whichever row, and whatever was altered in it."""
    for id in ids:
        with transaction.atomic():
            told(f"UPDATE care_entry SET {ALTERED[column]} WHERE id = %s", id)
            assert first_bad() == id
            transaction.set_rollback(True)


@pytest.mark.parametrize("place", PLACES)
def test_a_row_altered_with_its_hash_made_to_fit_breaks_the_next(ids: list[int], place: int) -> None:
    """Or the head, where it is the last."""
    told(FORGE, ids[place])
    assert first_bad() == ids[following(place)]


@pytest.mark.parametrize("place", PLACES)
def test_a_row_removed_is_missed_by_the_one_that_follows(ids: list[int], place: int) -> None:
    """Or by the head, which still has its id."""
    told("DELETE FROM care_entry WHERE id = %s", ids[place])
    assert first_bad() == ids[following(place)]


@pytest.mark.parametrize("place", PLACES)
def test_two_rows_swapped_are_found_at_the_first(ids: list[int], place: int) -> None:
    """Those of one lane that change places: the first is now where the second was."""
    other = following(place)
    told(
        "UPDATE care_entry AS one SET number = other.number, hash = other.hash FROM care_entry AS other"
        " WHERE one.id IN (%s, %s) AND other.id IN (%s, %s) AND one.id <> other.id",
        *(ids[place], ids[other]) * 2,
    )
    assert first_bad() == (ids[other] if other != place else None)


@pytest.mark.parametrize("place", PLACES)
def test_a_row_added_is_named(ids: list[int], place: int) -> None:
    """Between two others, or after the last of a lane with a hash that follows rightly."""
    day, lane = ROWS[place]
    told("CREATE TEMPORARY TABLE kept ON COMMIT DROP AS TABLE care_audit_head")
    said = dict.fromkeys(TEXTS, "") | {"detail": {}, "id": 999, "at": f"{day}T13:00:00Z", "lane": int(lane)}
    told(ADD, json.dumps(said))
    told("DELETE FROM care_audit_head")
    told("INSERT INTO care_audit_head SELECT * FROM kept")
    assert first_bad() == 999
    told("UPDATE care_entry SET number = 1, day = %s WHERE id = 999", day)
    assert first_bad() in (999, ids[ROWS.index(ROWS[place])])


@pytest.mark.parametrize(("day", "bad"), [("2026-03-01", 5), ("2026-03-02", 8)])
def test_a_whole_day_removed_with_its_heads_is_missed_by_the_next(ids: list[int], day: str, bad: int) -> None:
    """A lane goes on where it stood, whatever day it is."""
    told("DELETE FROM care_entry WHERE day = %s", day)
    told("DELETE FROM care_audit_head WHERE day = %s", day)
    assert first_bad() == ids[bad]


@pytest.mark.parametrize(("day", "bad"), [("2026-03-01", 3), ("2026-03-02", 7), ("2026-03-03", 9)])
def test_a_whole_day_removed_is_missed_by_its_heads(ids: list[int], day: str, bad: int) -> None:
    """The last row that the first lane had."""
    told("DELETE FROM care_entry WHERE day = %s", day)
    assert first_bad() == ids[bad]


@pytest.mark.parametrize(
    ("deed", "bad"),
    [
        ("DELETE FROM care_audit_head WHERE lane = 0 AND day = '2026-03-01'", 0),
        ("DELETE FROM care_audit_head WHERE day = '2026-03-03'", 8),
        ("UPDATE care_audit_head SET number = number - 1 WHERE lane = 1 AND day = '2026-03-01'", 4),
        ("UPDATE care_audit_head SET number = number + 1 WHERE lane = 1 AND day = '2026-03-02'", 6),
        (r"UPDATE care_audit_head SET hash = '\x00' WHERE day = '2026-03-03'", 9),
        ("TRUNCATE care_audit_head", 0),
    ],
)
def test_a_head_altered_or_removed_is_found(ids: list[int], deed: str, bad: int) -> None:
    """At the first row it does not fit."""
    told(deed)
    assert first_bad() == ids[bad]


def test_heads_noted_elsewhere_find_what_was_taken_off_the_end(ids: list[int]) -> None:
    """Rows and heads set back together leave a chain that fits, but not what was noted."""
    noted = list(reads.heads())
    assert [(str(head.day), head.lane, head.number, head.entry) for head in noted] == [
        ("2026-03-01", 0, 3, ids[3]),
        ("2026-03-01", 1, 2, ids[4]),
        ("2026-03-02", 0, 2, ids[7]),
        ("2026-03-02", 1, 1, ids[6]),
        ("2026-03-03", 0, 2, ids[9]),
    ]
    told(ADD, json.dumps(dict.fromkeys(TEXTS, "") | {"detail": {}, "id": 999, "at": "2026-03-04", "lane": 0}))
    assert first_bad(*noted) is None
    for table in (Entry, Head):
        table.objects.filter(day__gte=date(2026, 3, 3))._raw_delete("default")
    assert first_bad() is None
    assert first_bad(*noted) == ids[9]


TAMPERINGS: dict[str, Callable[[int, int], tuple[str, ...]]] = {
    "alter": lambda one, _: (f"UPDATE care_entry SET because = 'x' WHERE id = {one}",),
    "remove": lambda one, _: (f"DELETE FROM care_entry WHERE id = {one}",),
    "say another's words": lambda one, other: (
        f"UPDATE care_entry AS this SET detail = other.detail FROM care_entry AS other"
        f" WHERE this.id = {one} AND other.id = {other}",
    ),
    "take another's place": lambda one, other: (
        "UPDATE care_entry AS this SET (day, lane, number, hash)"
        " = (other.day, other.lane, other.number, other.hash)"
        f" FROM care_entry AS other WHERE this.id = {one} AND other.id = {other}",
    ),
    "take another's id": lambda one, other: (
        f"DELETE FROM care_entry WHERE id = {other}",
        f"UPDATE care_entry SET id = {other} WHERE id = {one}",
    ),
    "forget a head": lambda one, _: (
        f"DELETE FROM care_audit_head AS head USING care_entry AS row WHERE row.id = {one}"
        " AND (head.lane, head.day) = (row.lane, row.day)",
    ),
}
CHANGES = st.tuples(st.sampled_from(sorted(TAMPERINGS)), st.sampled_from(PLACES), st.sampled_from(PLACES))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(changes=st.lists(CHANGES.filter(lambda change: change[1] != change[2]), min_size=1, max_size=4))
def test_no_mix_of_tamperings_goes_unseen(ids: list[int], changes: list[tuple[str, int, int]]) -> None:
    """A chain that has changed at all is never said to be as it was written."""
    before = set(reads.steps())
    with transaction.atomic():
        for kind, one, other in changes:
            for deed in TAMPERINGS[kind](ids[one], ids[other]):
                told(deed)
        assert (first_bad() is None) == (set(reads.steps()) == before)
        transaction.set_rollback(True)
