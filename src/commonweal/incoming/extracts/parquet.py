"""Rows of a Parquet extract, as text, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from commonweal.blueprint import Source
from commonweal.incoming.extracts.batch import BREAKS_OFF, LINE, Batch, Stray, Unusable
from commonweal.incoming.extracts.contract import FILLED
from commonweal.incoming.extracts.rows import BATCH_ROWS

BROKEN = (OSError, pa.ArrowException)


def parquet_batches(file: Path, source: Source) -> tuple[list[str], Iterator[Batch]]:
    """The columns that the source reads, and the rows, counted from 1; Unusable where one cannot be text."""
    try:
        content = pq.ParquetFile(file)
    except BROKEN as problem:
        raise Unusable(f"the file is not Parquet, or breaks off ({_brief(problem)})") from problem
    fields = [field for field in content.schema_arrow if field.name in source.reads]
    for field in fields:
        _check(field, _words(source))
    names = [field.name for field in fields]
    return names, _batches(content, names)


def _words(source: Source) -> set[str]:
    """The columns of the extract that hold words or codes."""
    kinds = {column.name: column.kind for column in FILLED[source.table].columns}
    mapped = (origin for name, origin in source.columns.items() if kinds[name] == "text")
    return {name for origin in mapped for name in (origin.column, origin.otherwise) if name}


def _check(field: pa.Field, words: set[str]) -> None:
    if field.name in words and pa.types.is_floating(field.type):
        raise Unusable(
            f"column {field.name} holds decimal numbers, which lose digits of codes; write it as text"
        )
    if pa.types.is_nested(field.type):
        raise Unusable(f"column {field.name} holds {field.type} and not single values")


def _batches(content: pq.ParquetFile, names: list[str]) -> Iterator[Batch]:
    read = 0
    try:
        for batch in content.iter_batches(BATCH_ROWS, columns=names):
            numbers = pa.array(range(read + 1, read + len(batch) + 1), pa.int64())
            arrays = [pc.cast(column, pa.string()) for column in batch.columns]
            yield Batch(pa.Table.from_arrays([numbers, *arrays], [LINE, *map(str, range(len(arrays)))]))
            read += len(batch)
    except BROKEN as problem:
        yield Batch(None, (Stray(read + 1, f"{BREAKS_OFF} ({_brief(problem)})"),))


def _brief(problem: Exception) -> str:
    return str(problem).strip().splitlines()[0]
