"""What came in with each load and what was refused, for the page of loads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import ibis

from commonweal.care.loads import actions
from commonweal.care.loads.models import REFUSALS_KEPT, LoadRefusal, LoadReport
from commonweal.store.folder import Load, Store

REASONS_KEPT = 100  # of each load, the commonest; the rest are counted together
ROWS_KEPT = 20_000  # of each load, whatever their reasons
OTHER = "other reasons"


def report(store: Store, connection: ibis.BaseBackend) -> None:
    """Every load of the store as its own report, with its refusals counted by reason and the first shown."""
    refused = store.table("refused", connection)
    refused = refused.mutate(table=refused.table.fill_null(""))
    actions.report(
        [_told(load, _reasons(refused, load.id, connection)) for load in store.loads()],
        _refusals(refused, connection),
    )


def _told(load: Load, reasons: list[dict[str, Any]]) -> LoadReport:
    return LoadReport(
        id=load.id,
        source=load.source,
        started=datetime.fromisoformat(load.started),
        finished=datetime.fromisoformat(load.finished),
        counts={table: dict(counted) for table, counted in load.counts.items()},
        notes=list(load.notes),
        reasons=reasons,
    )


def _reasons(refused: ibis.Table, load: str, connection: ibis.BaseBackend) -> list[dict[str, Any]]:
    """Rows refused by table and reason, most first; the counts add up to all that were refused."""
    mine = refused.filter(refused.load == load)
    counted = mine.group_by("table", "reason").agg(rows=mine.count())
    counted = counted.order_by(counted.rows.desc(), "table", "reason")
    first: list[dict[str, Any]] = connection.to_pyarrow(counted.limit(REASONS_KEPT)).to_pylist()
    left = int(connection.to_pyarrow(mine.count()).as_py()) - sum(row["rows"] for row in first)
    return first + ([{"table": "", "reason": OTHER, "rows": left}] if left else [])


def _refusals(refused: ibis.Table, connection: ibis.BaseBackend) -> Iterator[LoadRefusal]:
    order = [refused.source, refused.line, refused.record]
    numbered = refused.mutate(
        of_reason=ibis.row_number().over(group_by=["load", "table", "reason"], order_by=order),
        of_load=ibis.row_number().over(group_by="load", order_by=order),
    )
    first = numbered.filter((numbered.of_reason < REFUSALS_KEPT) & (numbered.of_load < ROWS_KEPT))
    for row in connection.to_pyarrow(first.order_by("load", *order).drop("content")).to_pylist():
        yield LoadRefusal(
            load_id=row["load"],
            table=row["table"],
            source=row["source"],
            line=row["line"],
            record=row["record"] or "",
            reason=row["reason"],
        )
