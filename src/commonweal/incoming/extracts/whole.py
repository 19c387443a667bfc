"""Whether a load is whole enough to take the place of another: a broken file is no correction."""

from __future__ import annotations

from pathlib import Path

import duckdb

from commonweal.incoming.extracts.batch import BREAKS_OFF
from commonweal.incoming.extracts.columns import quoted
from commonweal.incoming.extracts.staging import staged
from commonweal.incoming.extracts.task import Task
from commonweal.incoming.take_in import CannotTakeIn

STAYS = "{files}: {reason}; what load {load} brought stays as it is"


def check_that_it_can_replace(connection: duckdb.DuckDBPyConnection, task: Task, folder: Path) -> None:
    """CannotTakeIn where a file cannot be read to its end, or not one of its rows can be taken."""
    refused, taken = (quoted(str(staged(folder, what))) for what in ("refused", "taken-*"))
    broken = connection.execute(f"""
        SELECT reason FROM read_parquet({refused})
        WHERE line IS NULL OR starts_with(reason, {quoted(BREAKS_OFF)}) ORDER BY file LIMIT 1
    """).fetchone()
    [(lines,)] = connection.execute(f"SELECT count(*) FROM read_parquet({refused})").fetchall()
    [(rows,)] = connection.execute(
        f"SELECT count(*) FROM read_parquet({taken}, union_by_name = true)"
    ).fetchall()
    reason = broken[0] if broken else f"all of its {lines:,} rows are refused" if lines and not rows else None
    if reason:
        names = ", ".join(file.name for file in task.files)
        raise CannotTakeIn(STAYS.format(files=names, reason=reason, load=task.replaces))
