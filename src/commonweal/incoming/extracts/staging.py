"""One extract file, read into two files of a load that is under way: the rows taken and those refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from commonweal.blueprint import Source
from commonweal.incoming.extracts.reading import REFUSED, read, taken_schema

FILE = pa.field("file", pa.int32())


def stage(
    connection: duckdb.DuckDBPyConnection,
    file: Path,
    number: int,
    source: Source,
    folder: Path,
    *,
    on: date,
    watch: Callable[[int], None] = lambda size: None,
) -> None:
    """Reads `file` into `folder`, unless that was done before the load was cut short."""
    taken, refused = staged(folder, "taken", f"{number:06}"), staged(folder, "refused", f"{number:06}")
    if taken.exists():
        watch(file.stat().st_size)
        return
    unfinished = taken.with_suffix(".unfinished")
    reached = 0
    with (
        pq.ParquetWriter(unfinished, taken_schema(source).append(FILE)) as good,
        pq.ParquetWriter(refused, REFUSED.append(FILE)) as bad,
    ):
        for part in read(connection, file, source, on=on):
            good.write_table(_numbered(part.taken, number))
            bad.write_table(_numbered(part.refused, number))
            watch(part.reached - reached)
            reached = part.reached
    unfinished.rename(taken)


def staged(folder: Path, what: str, number: str = "*") -> Path:
    """Where rows of this sort (taken, refused) are put; with the star, a pattern for all of them."""
    return folder / f"{what}-{number}.parquet"


def _numbered(rows: pa.Table, number: int) -> pa.Table:
    return rows.append_column(FILE, pa.repeat(pa.scalar(number, FILE.type), len(rows)))
