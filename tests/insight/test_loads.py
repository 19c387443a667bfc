"""What is told of each load."""

from pathlib import Path

import pytest
from tests.insight.small_store import Rows, store_of

from commonweal.care.loads.models import LoadRefusal, LoadReport
from commonweal.insight import loads
from commonweal.store.folder import connect

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("P10")]


def refused(count: int, reason: str, table: str | None = "event") -> Rows:
    return [
        {"table": table, "source": "a.ndjson", "line": line, "record": f"{reason}/{line}", "reason": reason}
        for line in range(1, count + 1)
    ]


def test_reasons_are_counted_exactly_and_the_first_thousand_rows_kept(tmp_path: Path) -> None:
    """A row meant for no table that could be told is counted too."""
    rows = refused(1_203, "no date") + refused(2, "is not JSON", table=None)
    loads.report(store_of(tmp_path, [], refused=rows), connect())
    assert LoadReport.objects.get().reasons == [
        {"table": "event", "reason": "no date", "rows": 1203},
        {"table": "", "reason": "is not JSON", "rows": 2},
    ]
    kept = LoadRefusal.objects.filter(reason="no date").order_by("id")
    assert [row.line for row in kept] == list(range(1, 1_001))
    assert LoadRefusal.objects.filter(table="", record="is not JSON/1").exists()


def test_reasons_beyond_the_commonest_hundred_are_counted_together(tmp_path: Path) -> None:
    """However many different things were wrong, the counts add up to all that was refused."""
    rows = [row for number in range(130) for row in refused(2, f"reason {number:03}")]
    loads.report(store_of(tmp_path, [], refused=rows), connect())
    reasons = LoadReport.objects.get().reasons
    assert len(reasons) == 101
    assert reasons[-1] == {"table": "", "reason": "other reasons", "rows": 60}
    assert sum(reason["rows"] for reason in reasons) == 260


def test_a_load_is_reported_once_and_forgotten_with_its_store(tmp_path: Path) -> None:
    """Reported again, nothing is doubled; another store has other loads."""
    store = store_of(tmp_path / "one", [], refused=refused(3, "no date"))
    for _ in range(2):
        loads.report(store, connect())
    assert (LoadReport.objects.count(), LoadRefusal.objects.count()) == (1, 3)
    loads.report(store_of(tmp_path / "other", [], load="another"), connect())
    assert [load.pk for load in LoadReport.objects.all()] == ["another"]
    assert not LoadRefusal.objects.exists()
