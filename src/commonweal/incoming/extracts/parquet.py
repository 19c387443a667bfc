"""Rows of a Parquet extract, as text, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from commonweal.blueprint import Source
from commonweal.blueprint.sources import columns_of
from commonweal.incoming.extracts.batch import BREAKS_OFF, Batch, Extract, Stray, Unusable, table
from commonweal.incoming.extracts.contract import FILLED
from commonweal.incoming.extracts.rows import BATCH_ROWS

BROKEN = (OSError, pa.ArrowException)


def open_parquet(file: Path, source: Source) -> Extract:
    """A Parquet file, of which the columns that the source reads; Unusable where one cannot be text."""
    try:
        content = pq.ParquetFile(file)
    except BROKEN as problem:
        raise Unusable(f"the file is not Parquet, or breaks off ({_brief(problem)})") from problem
    fields = [field for field in content.schema_arrow if field.name in source.wants]
    for field in fields:
        _check(field, _words(source))
    rows = _Rows(content, [field.name for field in fields])
    return Extract(rows.names, rows.batches(), rows.reached)


class _Rows:
    """The rows of a file, counted from 1."""

    def __init__(self, content: pq.ParquetFile, names: list[str]) -> None:
        self.names = names
        self._content = content
        self._read = 0

    def batches(self) -> Iterator[Batch]:
        try:
            for batch in self._content.iter_batches(BATCH_ROWS, columns=self.names):
                numbers = range(self._read + 1, self._read + len(batch) + 1)
                self._read += len(batch)
                yield Batch(table(numbers, [pc.cast(column, pa.string()) for column in batch.columns]))
        except BROKEN as problem:
            stray = Stray(self._read + 1, f"{BREAKS_OFF} ({_brief(problem)})")
            yield Batch(table([], [()] * len(self.names)), [stray])

    def reached(self) -> int:
        """About so many bytes, as rows are of one size."""
        metadata = self._content.metadata
        size = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
        return int(size * self._read / max(metadata.num_rows, 1))


def _words(source: Source) -> set[str]:
    """The columns of the extract that hold words or codes."""
    return {name for filling in source.fillings for name in _words_for(filling)}


def _words_for(filling: Source) -> Iterator[str]:
    kinds = {column.name: column.kind for column in FILLED[filling.table].columns}
    for ours, origin in filling.columns.items():
        if kinds[ours] == "text":
            yield from (name for name in (*columns_of(origin.column), origin.otherwise) if name)


def _check(field: pa.Field, words: set[str]) -> None:
    if field.name in words and pa.types.is_floating(field.type):
        raise Unusable(
            f"column {field.name} holds decimal numbers, which lose digits of codes; write it as text"
        )
    if pa.types.is_nested(field.type):
        raise Unusable(f"column {field.name} holds {field.type} and not single values")


def _brief(problem: Exception) -> str:
    return str(problem).strip().splitlines()[0]
