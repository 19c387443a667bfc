"""Some extract files, read into files of a load under way: rows taken by table, lines refused or left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from commonweal.blueprint import Source
from commonweal.incoming.extracts.gathering import Numbered
from commonweal.incoming.extracts.reading import LEFT_OUT, REFUSED, read, taken_schemas

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
    done = staged(folder, "refused", name)
    if done.exists():
        watch(sum(size_of(file) for _, file in part))
        return
    unfinished = done.with_suffix(".unfinished")
    schemas = {staged(folder, taken(n), name): schema for n, schema in enumerate(taken_schemas(source))}
    reached = 0
    with ExitStack() as stack:
        good = [stack.enter_context(pq.ParquetWriter(*each)) for each in schemas.items()]
        bad = stack.enter_context(pq.ParquetWriter(unfinished, REFUSED))
        out = stack.enter_context(pq.ParquetWriter(staged(folder, "left-out", name), LEFT_OUT))
        for some in read(connection, part, source, on=on):
            for writer, rows in zip(good, some.taken, strict=True):
                writer.write_table(rows)
            bad.write_table(some.refused)
            out.write_table(some.left_out)
            watch(some.reached - reached)
            reached = some.reached
    unfinished.rename(done)


def taken(number: int) -> str:
    """What rows are called that are taken into the table of this number, in the order of the source."""
    return f"taken-{number}"


def staged(folder: Path, what: str, number: str = "*") -> Path:
    """Where rows of this sort (taken, refused, left-out) are put; with the star, a pattern for all."""
    return folder / f"{what}-{number}.parquet"


def size_of(file: Path) -> int:
    """Its bytes; none where there is no such file."""
    return file.stat().st_size if file.is_file() else 0
