"""Rows in the store's files, in DuckDB's words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from commonweal.incoming.extracts.columns import quoted
from commonweal.store import Store


def rows_of(files: Sequence[Path], like: str) -> str:
    """The rows of these files with their `filename`; of no file none, in the columns of the view `like`."""
    if files:
        paths = ", ".join(quoted(str(file)) for file in files)
        return f"FROM read_parquet([{paths}], filename = true)"
    return f"SELECT *, '' AS filename FROM {like} WHERE false"


def write(connection: duckdb.DuckDBPyConnection, rows: str, store: Store, name: str) -> bool:
    """Writes the file of this name, if there is anything to write."""
    path = store.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    copy = f"COPY ({rows}) TO {quoted(str(path))} (FORMAT parquet, COMPRESSION zstd)"
    if connection.execute(copy).fetchall() != [(0,)]:
        return True
    path.unlink()
    return False


def listed(names: Sequence[str]) -> str:
    """The columns, with commas between them."""
    return ", ".join(f'"{name}"' for name in names)


def same(names: Sequence[str], one: str, other: str) -> str:
    """The condition under which rows of two tables have the same in these columns."""
    return " AND ".join(f'{one}."{name}" IS NOT DISTINCT FROM {other}."{name}"' for name in names)
