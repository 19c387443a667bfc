"""Whether a load may take the place of another: a broken file is no correction, nor is somebody else's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import duckdb

from commonweal.blueprint import Source
from commonweal.incoming.extracts.batch import BREAKS_OFF
from commonweal.incoming.extracts.columns import quoted
from commonweal.incoming.extracts.settling import Settling
from commonweal.incoming.extracts.staging import staged
from commonweal.incoming.extracts.task import Task
from commonweal.incoming.take_in import CannotTakeIn

STAYS = "{files}: {reason}; what load {load} brought stays as it is"

TWICE = "two files are called {name}, and the second would take the place of the first; rename one of them"
OTHERS = (
    "{files} has no row in common with what load {load} brought under that name; if it is another,"
    " {remedy}; if it corrects that load all the same, say --replaces {load}"
)


def check_names(files: Sequence[Path], source: Source) -> None:
    """CannotTakeIn where two files of a source that is known by names have the same."""
    if source.resent == "files":
        for name, times in Counter(file.name for file in files).items():
            if times > 1:
                raise CannotTakeIn(TWICE.format(name=name))


def check_that_it_is_the_same_file(task: Task, settlings: Sequence[Settling]) -> None:
    """CannotTakeIn where a file has the name of an earlier one and tells of nothing that this one told of."""
    if not (task.replaces and task.by_name):
        return
    found = [settling.in_common() for settling in settlings]
    if any(both for both, _ in found) and not any(alike for _, alike in found):
        names = ", ".join(file.name for file in task.files)
        raise CannotTakeIn(OTHERS.format(files=names, load=task.replaces, remedy=task.rename))


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
