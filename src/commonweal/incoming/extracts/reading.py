"""Extracts become rows of one table of the population, and rows refused with their reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from commonweal.analytics.tables import TABLES
from commonweal.blueprint import Source
from commonweal.incoming.extracts.batch import LINE, Stray
from commonweal.incoming.extracts.gathering import FILE, Gathered, Numbered, gather
from commonweal.incoming.extracts.statement import statement

LONGEST_CONTENT = 2_000
PLACE = [FILE, pa.field(LINE, pa.int64())]
REFUSED = pa.schema([*PLACE, ("reason", pa.string()), ("content", pa.string())])


@dataclass(frozen=True)
class Read:
    """Some rows: `taken` as the table of the source, with file and line; `refused` as REFUSED.

    `reached` is how many bytes of the files have been read by now.
    """

    taken: pa.Table
    refused: pa.Table
    reached: int


def read(
    connection: duckdb.DuckDBPyConnection, files: Sequence[Numbered], source: Source, *, on: date
) -> Iterator[Read]:
    """The rows of the files, many at a time; a file that cannot be used is refused whole, with its reason.

    `connection` has `people`: alias, person, birth_date. Nothing dated after `on` is taken.
    """
    for gathered in gather(files, source):
        taken, strays = taken_schema(source).empty_table(), gathered.strays
        if gathered.rows:
            taken, unfit = _typed(connection, gathered, source, on)
            strays = [*strays, *unfit]
        yield Read(taken, _refused(strays), gathered.reached)


def taken_schema(source: Source) -> pa.Schema:
    """What a taken row has: the columns of the table that the source fills, file and line."""
    return pa.schema([*TABLES[source.table].arrow(), *PLACE])


def _typed(
    connection: duckdb.DuckDBPyConnection, gathered: Gathered, source: Source, on: date
) -> tuple[pa.Table, list[tuple[int, Stray]]]:
    rows = pa.concat_tables(gathered.rows)
    connection.register("batch", rows)
    typed = connection.sql(statement(source, TABLES[source.table], gathered.names, on)).to_arrow_table()
    told = pc.coalesce(typed["reason"], typed["remark"])
    wrong = pc.is_valid(told)
    places = typed.filter(wrong).select([FILE.name, LINE]).to_pylist()
    contents = rows.filter(wrong).drop_columns([FILE.name, LINE]).to_pylist()
    strays = [
        (place[FILE.name], Stray(place[LINE], reason, source.delimiter.join(map(_shown, content.values()))))
        for place, reason, content in zip(places, told.filter(wrong).to_pylist(), contents, strict=True)
    ]
    taken = typed.filter(pc.is_null(typed["reason"])).drop_columns(["reason", "remark"])
    return taken.cast(taken_schema(source)), strays


def _shown(value: str | None) -> str:
    return value or ""


def _refused(strays: Sequence[tuple[int, Stray]]) -> pa.Table:
    rows = [
        {
            FILE.name: file,
            LINE: stray.line,
            "reason": stray.reason,
            "content": stray.content[:LONGEST_CONTENT],
        }
        for file, stray in strays
    ]
    return pa.Table.from_pylist(rows, REFUSED)
