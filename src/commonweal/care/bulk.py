"""Many rows into or out of a table at once, by PostgreSQL's COPY."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import pyarrow as pa
import pyarrow.csv as csv
from django.db import connection
from django.db.models import Model
from psycopg import sql


def copy_in(table: str, columns: Sequence[str], batches: Iterable[pa.RecordBatch]) -> int:
    """Adds the batches' rows to `table`, a batch in memory at a time; how many there were."""
    rows = 0
    into = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for batch in batches:
            copy.write(_lines(batch.select(list(columns))))
            rows += batch.num_rows
    return rows


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


def columns_of(table: type[Model], *, without: Collection[str] = ()) -> tuple[str, ...]:
    """The columns of a table in the database, in order."""
    names = (str(field.column) for field in table._meta.concrete_fields)
    return tuple(name for name in names if name not in without)


def _lines(batch: pa.RecordBatch) -> bytes:
    """CSV as PostgreSQL reads it: text in quotation marks, nothing at all for a missing value."""
    buffer = pa.BufferOutputStream()
    csv.write_csv(batch, buffer, csv.WriteOptions(include_header=False))
    return bytes(buffer.getvalue())
