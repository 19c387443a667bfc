"""Small tables of referrals written as text; what a line leaves out is what most referrals have."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import ibis
import pyarrow as pa
from tests.spec.tables import CONNECTION, lines

from commonweal.analytics.tables import RECORDED

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
USUAL: dict[str, dict[str, Any]] = {
    "referral": {"pathway": "urgent", "source": "practice", "hub": "hub", "received": NOW}
    | {"opted_out": False},
    "step": {
        "move": "",
        "source": "",
        "to": "",
        "happened": NOW,
        "reason": "",
        "outcome": "",
        "goes_on": False,
    }
    | {"given_team": ""},
    "clock_run": {"clock": "two-hours", "number": 1, "rule": "one", "state": "stopped", "started": NOW}
    | {"used_seconds": 0, "limit_seconds": 7200},
}


def at(text: str) -> datetime:
    """09:30 on the usual day, or 31 09:30 in May, or 2026-03-29 00:30, in UTC."""
    day, _, time = text.rpartition(" ")
    date = day if "-" in day else f"2026-05-{day}" if day else "2026-06-01"
    return datetime.fromisoformat(f"{date}T{time}:00+00:00")


def told(name: str, text: str) -> ibis.Table:
    """A table of the record; a cell that is empty holds nothing."""
    return of(name, [{key: cell for key, cell in line.items() if cell} for line in lines(text)])


def of(name: str, rows: list[Mapping[str, Any]]) -> ibis.Table:
    """A table of the record with these rows, numbered where they have no number of their own."""
    schema = RECORDED[name].arrow()
    whole = [{"number": place + 1} | USUAL[name] | dict(row) for place, row in enumerate(rows)]
    columns = {field.name: [_value(row.get(field.name), field.type) for row in whole] for field in schema}
    as_a_file_is_read = {name: kind.copy(nullable=True) for name, kind in RECORDED[name].ibis().items()}
    return ibis.memtable(pa.table(columns, schema=schema), schema=as_a_file_is_read)


def answer(result: ibis.Table) -> list[dict[str, Any]]:
    """The rows of a result."""
    return list(CONNECTION.to_pyarrow(result).to_pylist())


def _value(value: Any, kind: pa.DataType) -> Any:
    if not isinstance(value, str) or kind == pa.string():
        return value
    if kind == pa.timestamp("us", tz="UTC"):
        return at(value)
    return value == "yes" if kind == pa.bool_() else int(value)
