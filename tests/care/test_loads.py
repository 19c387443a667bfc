"""Reports of what came in, for those whose work that is."""

import pytest
from tests.care.conftest import ViewerOf

from commonweal.care.access import Refused
from commonweal.care.loads import reads

pytestmark = pytest.mark.requirement("P10")


def test_a_load_says_what_came_in_and_what_was_refused(viewer: ViewerOf) -> None:
    """Counts by table, and reasons with how many rows each."""
    (load,) = reads.loads(viewer("data"))
    assert (load.id, load.source) == ("first", "practice.ndjson")
    assert load.counts["person"] == {"taken": 13, "refused": 0, "duplicate": 0}
    assert load.reasons == [{"table": "event", "reason": "no date", "rows": 60}]
    assert reads.load(viewer("analyst"), "first") == load


def test_refused_records_are_leafed_through(viewer: ViewerOf) -> None:
    """Fifty, then the ten that are left, each with its file and line."""
    data = viewer("data")
    first = reads.refusals(data, "first")
    rest = reads.refusals(data, "first", after=first.after or 0)
    lines = [row.line for row in (*first.rows, *rest.rows)]
    assert (len(first.rows), len(rest.rows), rest.after) == (50, 10, None)
    assert lines == list(range(1, 61))


@pytest.mark.parametrize(
    ("table", "reason", "rows"),
    [(None, "", 50), ("event", "", 50), ("event", "no date", 50), ("person", "", 0), (None, "late", 0)],
)
def test_refused_records_of_one_reason(viewer: ViewerOf, table: str | None, reason: str, rows: int) -> None:
    """By the table they were meant for and by why."""
    assert len(reads.refusals(viewer("data"), "first", table=table, reason=reason).rows) == rows


@pytest.mark.parametrize("who", ["lead", "nurse", None], ids=str)
def test_loads_are_for_the_roles_that_have_the_page(viewer: ViewerOf, who: str | None) -> None:
    """Refused rows are of no use to those who care for people, and the start of an attack elsewhere."""
    by = viewer(who)
    for read in (
        lambda: reads.loads(by),
        lambda: reads.load(by, "first"),
        lambda: reads.refusals(by, "first"),
    ):
        with pytest.raises(Refused):
            read()
