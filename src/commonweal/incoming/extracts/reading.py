"""One extract file becomes rows of one table of the population, and rows refused with their reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from commonweal.analytics.tables import TABLES
from commonweal.blueprint import Source
from commonweal.blueprint.wording import did_you_mean
from commonweal.incoming.extracts.batch import LINE, Batch, Stray, Unusable
from commonweal.incoming.extracts.parquet import open_parquet
from commonweal.incoming.extracts.rows import open_csv
from commonweal.incoming.extracts.statement import statement

LONGEST_CONTENT = 2_000
OPEN = {"csv": open_csv, "parquet": open_parquet}
REFUSED = pa.schema([(LINE, pa.int64()), ("reason", pa.string()), ("content", pa.string())])


@dataclass(frozen=True)
class Read:
    """Some rows of one file: `taken` as the table of the source and LINE; `refused` as REFUSED.

    `reached` is how many bytes of the file have been read by now.
    """

    taken: pa.Table
    refused: pa.Table
    reached: int = 0


def read(connection: duckdb.DuckDBPyConnection, file: Path, source: Source, *, on: date) -> Iterator[Read]:
    """The rows of `file`, a batch at a time; a file that cannot be used is refused whole, with its reason.

    `connection` has `people`: alias, person, birth_date. Nothing dated after `on` is taken.
    """
    try:
        if file.is_dir():
            raise Unusable(f"no file in this folder is called {source.files}")
        extract = OPEN[source.format](file, source)
        _check_names(extract.names, source)
    except (Unusable, OSError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else None
        nothing = taken_schema(source).empty_table()
        yield Read(nothing, _refused([Stray(None, reason or str(problem))]))
        return
    sql = statement(source, TABLES[source.table], extract.names, on)
    for batch in extract.batches:
        taken, strays = _typed(connection, sql, batch, source)
        yield Read(taken, _refused([*batch.strays, *strays]), extract.reached())


def taken_schema(source: Source) -> pa.Schema:
    """What a taken row has: the columns of the table that the source fills, and LINE."""
    return TABLES[source.table].arrow().append(pa.field(LINE, pa.int64()))


def _typed(
    connection: duckdb.DuckDBPyConnection, sql: str, batch: Batch, source: Source
) -> tuple[pa.Table, list[Stray]]:
    connection.register("batch", batch.rows)
    typed = connection.sql(sql).to_arrow_table()
    told = pc.coalesce(typed["reason"], typed["remark"])
    lines, reasons = (column.filter(pc.is_valid(told)).to_pylist() for column in (typed[LINE], told))
    contents = batch.rows.filter(pc.is_valid(told)).drop_columns(LINE).to_pylist()
    strays = [
        Stray(line, reason, source.delimiter.join(text or "" for text in content.values()))
        for line, reason, content in zip(lines, reasons, contents, strict=True)
    ]
    taken = typed.filter(pc.is_null(typed["reason"])).drop_columns(["reason", "remark"])
    return taken.cast(taken_schema(source)), strays


def _refused(strays: list[Stray]) -> pa.Table:
    rows = [
        {LINE: stray.line, "reason": stray.reason, "content": stray.content[:LONGEST_CONTENT]}
        for stray in strays
    ]
    return pa.Table.from_pylist(rows, REFUSED)


def _check_names(names: list[str], source: Source) -> None:
    """Unusable where a column that the source reads is not in the file, or is there twice."""
    for name in sorted(source.reads):
        if name not in names:
            remedy = did_you_mean(name, names, f"its columns are {', '.join(names)}")
            raise Unusable(f"there is no column {name}; {remedy}")
        if names.count(name) > 1:
            raise Unusable(f"there are two columns {name}")
