"""Extracts become rows of tables of the population, and rows refused with their reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from commonweal.analytics.tables import PERSON, TABLES
from commonweal.blueprint import Source
from commonweal.incoming.extracts.batch import LINE, Stray
from commonweal.incoming.extracts.columns import quoted
from commonweal.incoming.extracts.gathering import FILE, Gathered, Numbered, gather
from commonweal.incoming.extracts.statement import left_out, statement

LONGEST_CONTENT = 2_000
PLACE = [FILE, pa.field(LINE, pa.int64())]
REFUSED = pa.schema([*PLACE, ("reason", pa.string()), ("content", pa.string())])
LEFT_OUT = pa.schema([*PLACE, ("label", pa.string())])

# A line is taken whole or not at all: what is wrong in one table keeps it out of all.
WRONG = """
    SELECT file, line, first(reason ORDER BY number) AS reason, any_value(remark) AS remark
    FROM ({each}) GROUP BY file, line
"""
TOLD = """
    SELECT file, line, coalesce(reason, remark) AS reason, left({content}, {longest}) AS content
    FROM batch JOIN wrong USING (file, line) ORDER BY file, line
"""


@dataclass(frozen=True)
class Read:
    """Some rows: `taken` for each table of the source, with file and line; `refused` as REFUSED.

    `left_out` as LEFT_OUT: lines meant for none of the tables. `reached` is how many bytes of the files have
    been read by now.
    """

    taken: Sequence[pa.Table]
    refused: pa.Table
    left_out: pa.Table
    reached: int


def read(
    connection: duckdb.DuckDBPyConnection, files: Sequence[Numbered], source: Source, *, on: date
) -> Iterator[Read]:
    """The rows of the files, many at a time; a file that cannot be used is refused whole, with its reason.

    `connection` has `people`: alias, person, birth_date. Nothing dated after `on` is taken.
    """
    for gathered in gather(files, source):
        strays = _refused(gathered.strays)
        if not gathered.rows:
            nothing = [schema.empty_table() for schema in taken_schemas(source)]
            yield Read(nothing, strays, LEFT_OUT.empty_table(), gathered.reached)
            continue
        connection.register("batch", pa.concat_tables(gathered.rows))
        taken, unfit = _typed(connection, gathered, source, on)
        yield Read(
            taken,
            pa.concat_tables([strays, unfit]),
            _left_out(connection, gathered, source),
            gathered.reached,
        )


def taken_schemas(source: Source) -> list[pa.Schema]:
    """What a taken row has, for each table that the source fills: its columns, file and line."""
    return [pa.schema([*TABLES[name].arrow(), *PLACE]) for name in source.tables]


def _typed(
    connection: duckdb.DuckDBPyConnection, gathered: Gathered, source: Source, on: date
) -> tuple[list[pa.Table], pa.Table]:
    """The rows taken, by table, and the lines refused or remarked on."""
    with_people = PERSON.name in source.tables
    typed = []
    for number, filling in enumerate(source.fillings):
        asked = statement(filling, gathered.names, on, with_people=with_people)
        typed.append(connection.sql(asked).to_arrow_table())
        connection.register(f"typed_{number}", typed[-1])
    _find_wrong(connection, len(typed))
    told = connection.sql(
        TOLD.format(content=_content(gathered.names, source.delimiter), longest=LONGEST_CONTENT)
    ).to_arrow_table()
    if told.num_rows:
        good = "ANTI JOIN (FROM wrong WHERE reason IS NOT NULL) USING (file, line) ORDER BY file, line"
        typed = [connection.sql(f"FROM typed_{each} {good}").to_arrow_table() for each in range(len(typed))]
    rows = [table.drop_columns(["reason", "remark"]) for table in typed]
    fitted = [table.cast(schema) for table, schema in zip(rows, taken_schemas(source), strict=True)]
    return fitted, told.cast(REFUSED)


def _find_wrong(connection: duckdb.DuckDBPyConnection, tables: int) -> None:
    """Makes `wrong`: file, line, reason and remark, of lines that have one of the two."""
    each = " UNION ALL ".join(
        f"SELECT file, line, reason, remark, {number} AS number FROM typed_{number}"
        " WHERE reason IS NOT NULL OR remark IS NOT NULL"
        for number in range(tables)
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE wrong AS {WRONG.format(each=each)}")


def _content(names: Sequence[str], delimiter: str) -> str:
    """The expression for a line as it came, about."""
    values = ", ".join(f"""coalesce("{place}", '')""" for place in range(len(names)))
    return f"concat_ws({quoted(delimiter)}, {values})"


def _left_out(connection: duckdb.DuckDBPyConnection, gathered: Gathered, source: Source) -> pa.Table:
    if not all(filling.only for filling in source.fillings):
        return LEFT_OUT.empty_table()
    return connection.sql(left_out(source.fillings, gathered.names)).to_arrow_table().cast(LEFT_OUT)


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
