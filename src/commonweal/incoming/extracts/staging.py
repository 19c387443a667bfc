"""Some extract files, read into two files of a load that is under way: the rows taken and those refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from commonweal.blueprint import Source
from commonweal.incoming.extracts.gathering import Numbered
from commonweal.incoming.extracts.reading import REFUSED, read, taken_schema

PART = 16_000_000  # bytes of small files that are read together

Watch = Callable[[int], None]


def parts(files: Sequence[Path]) -> Iterator[list[Numbered]]:
    """The files with their numbers, small ones together."""
    part: list[Numbered] = []
    size = 0
    for number, file in enumerate(files):
        part.append((number, file))
        size += size_of(file)
        if size >= PART:
            yield part
            part, size = [], 0
    if part:
        yield part


def stage(
    connection: duckdb.DuckDBPyConnection,
    part: Sequence[Numbered],
    source: Source,
    folder: Path,
    *,
    on: date,
    watch: Watch = lambda size: None,
) -> None:
    """Reads some files into `folder`, unless that was done before the load was cut short."""
    name = f"{part[0][0]:06}"
    taken, refused = staged(folder, "taken", name), staged(folder, "refused", name)
    if taken.exists():
        watch(sum(size_of(file) for _, file in part))
        return
    unfinished = taken.with_suffix(".unfinished")
    reached = 0
    with (
        pq.ParquetWriter(unfinished, taken_schema(source)) as good,
        pq.ParquetWriter(refused, REFUSED) as bad,
    ):
        for some in read(connection, part, source, on=on):
            good.write_table(some.taken)
            bad.write_table(some.refused)
            watch(some.reached - reached)
            reached = some.reached
    unfinished.rename(taken)


def staged(folder: Path, what: str, number: str = "*") -> Path:
    """Where rows of this sort (taken, refused) are put; with the star, a pattern for all of them."""
    return folder / f"{what}-{number}.parquet"


def size_of(file: Path) -> int:
    """Its bytes; none where there is no such file."""
    return file.stat().st_size if file.is_file() else 0
