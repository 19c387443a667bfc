"""Many rows into or out of a table at once, by PostgreSQL's COPY."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from io import RawIOBase
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.csv as csv
from django.db import connection
from django.db.models import Field, Model
from psycopg import Copy, sql
from psycopg.types.json import Jsonb

Batches = Iterable[pa.RecordBatch]
BLOCK = 8_000_000  # bytes of text that become one batch


def copy_in(table: type[Model], batches: Batches, *, into: str = "", without: str = "") -> int:
    """Adds the batches' rows, a batch in memory at a time; how many there were.

    The columns are those of `table` but `without`; they go `into` another table of the same columns where
    one is named. The format is binary: PostgreSQL takes long texts several times faster than as CSV.
    """
    written = (field for field in table._meta.concrete_fields if not field.generated)
    fields = [field for field in written if field.column != without]
    named = sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields)
    order = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(
        sql.Identifier(into or table._meta.db_table), named
    )
    with connection.cursor() as cursor, cursor.copy(order) as copy:
        copy.set_types([_type(field) for field in fields])
        return sum(_write(copy, fields, batch) for batch in batches)


def copy_out(query: str, schema: pa.Schema) -> pa.Table:
    """The rows of a query of ours, without parameters, as an Arrow table."""
    out = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv)").format(sql.SQL(query))
    with connection.cursor() as cursor, cursor.copy(out) as copy:
        content = b"".join(copy)
    if not content:
        return schema.empty_table()
    names = csv.ReadOptions(column_names=schema.names)
    types = csv.ConvertOptions(column_types=schema, strings_can_be_null=False)
    return csv.read_csv(pa.BufferReader(content), read_options=names, convert_options=types)


def batches_out(query: sql.Composable, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The rows of a query of ours, a batch in memory at a time; none where it has no rows."""
    out = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv)").format(query)
    types = csv.ConvertOptions(
        column_types=schema,
        true_values=["t"],
        false_values=["f"],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )
    names = csv.ReadOptions(column_names=schema.names, block_size=BLOCK)
    with connection.cursor() as cursor, cursor.copy(out) as copy:
        lines = _Lines(copy)
        if lines.any:
            yield from csv.open_csv(lines, read_options=names, convert_options=types)


class _Lines(RawIOBase):
    """What a COPY sends, as a file."""

    def __init__(self, copy: Copy) -> None:
        self._copy = copy
        self._left = bytearray(copy.read())

    @property
    def any(self) -> bool:
        return bool(self._left)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """As many bytes as are wanted, and fewer only at the end."""
        while size < 0 or len(self._left) < size:
            if not (more := self._copy.read()):
                break
            self._left += more
        whole = len(self._left) if size < 0 else size
        taken, self._left = bytes(self._left[:whole]), self._left[whole:]
        return taken


def compress_fast() -> None:
    """Has long texts compressed by lz4 until the transaction ends, where this PostgreSQL has it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(name, 'lz4', true) FROM pg_settings"
            " WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)"
        )


def _write(copy: Copy, fields: list[Field[Any, Any]], batch: pa.RecordBatch) -> int:
    columns = [map(_as_sent(field), batch[str(field.column)].to_pylist()) for field in fields]
    for row in zip(*columns, strict=True):
        copy.write_row(row)
    return int(batch.num_rows)


def _type(field: Field[Any, Any]) -> str:
    """The name of a column's type as PostgreSQL registers it: without its length."""
    kind = field.rel_db_type(connection) if field.is_relation else field.db_type(connection)
    return str(kind).partition("(")[0]


def _as_sent(field: Field[Any, Any]) -> Callable[[object], object]:
    """How a value of the column goes into a row: text that is JSON already is not made JSON again."""
    kind = _type(field)
    if kind == "uuid":
        return lambda value: None if value is None else UUID(str(value))
    if kind == "jsonb":
        return lambda value: Jsonb(value, dumps=str)
    return lambda value: value
