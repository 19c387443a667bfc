"""Staged rows → files of the store, and the counts of what was taken, refused and duplicate.

Everything is done in DuckDB and in parts, so that a load may be larger than memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from commonweal.analytics.tables import TABLES
from commonweal.incoming.diagnosing import DIAGNOSES, NOTHING, SAID, SAID_BEFORE, STATED, UNLINKED
from commonweal.incoming.fates import DECIDED_FOR_ALL, PLACED
from commonweal.incoming.replacing import GONE, OUTDATED, PERSONS, TOLD
from commonweal.incoming.rows import CARE, PEOPLE, REFUSED
from commonweal.incoming.staged import SCHEMAS
from commonweal.incoming.working import Tally
from commonweal.incoming.writing import KNOWN, Settled, Writing, quoted
from commonweal.store.folder import Store, settle

MEMORY = "400MB"
PART_OF = ("record", "event", "measurement", "medication", "medicine_named", "activity")
MADE_FROM = {"medication": ("medication", "medicine_named")}  # staged tables, where not of the same name
SQL_TYPES = {
    pa.string(): "VARCHAR",
    pa.date32(): "DATE",
    pa.timestamp("us", tz="UTC"): "TIMESTAMPTZ",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.uint64(): "UBIGINT",
    pa.float64(): "DOUBLE",
}
SAID_OF = "diagnosis_told"
PART = 32  # blocks whose rows are written together
LINES_BEFORE = pa.schema({"block": pa.int64(), "file": pa.int32(), "before": pa.int64()})


@dataclass(frozen=True)
class Staged:
    """A load as it waits in `folder`: the files it came from, and the tally of each block."""

    load: str
    source: str
    on: date
    folder: Path
    files: Sequence[Path]
    tallies: Sequence[Tally]

    def parts(self) -> Iterator[Staged]:
        """The same, some blocks at a time."""
        for start in range(0, len(self.tallies), PART):
            yield replace(self, tallies=self.tallies[start : start + PART])

    def of(self, table: str) -> list[Path]:
        """The files that hold its rows."""
        blocks = (self.folder / f"{tally.number:08}" for tally in self.tallies)
        return [file for block in blocks if (file := block / f"{table}.parquet").exists()]


def settle_staged(staged: Staged, store: Store) -> Settled:
    """Writes what is to be taken into files of the store, which nothing names yet."""
    settled = Settled()
    with duckdb.connect() as connection:
        _prepare(connection, staged, store)
        for statement in DECIDED_FOR_ALL:
            connection.execute(statement)
        writing = Writing(connection, store, staged.load, settled)
        _care(connection, staged, writing)
        _people(connection, staged, store, writing)
        _diagnoses(connection, staged, store, writing)
        for table in GONE:
            writing.rewrite(table, store.files(table))
        _refuse(connection, writing)
        _count_duplicates(connection, settled)
        [(early,)] = connection.execute("SELECT coalesce(sum(records), 0)::BIGINT FROM early").fetchall()
        settled.early = early
    return settled


def _prepare(connection: duckdb.DuckDBPyConnection, staged: Staged, store: Store) -> None:
    settle(connection, memory=MEMORY)
    connection.execute(f"SET temp_directory = {quoted(staged.folder / 'spill')}")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute(f"""
        CREATE MACRO today() AS DATE '{staged.on}';
        CREATE MACRO source() AS {quoted(staged.source)};
        CREATE MACRO load() AS {quoted(staged.load)}
    """)
    for table, schema in SCHEMAS.items():
        _view(connection, f"staged_{table}", staged.of(table), schema)
    _view(connection, "known", store.files("record"), KNOWN)
    _view(connection, "known_person", store.files("person"), TABLES["person"].arrow())
    names = {"file": pa.array(range(len(staged.files)), pa.int32()), "source": list(map(str, staged.files))}
    connection.register("file_name", pa.table(names))
    connection.register("lines_before", _lines_before(staged.tallies))


def _care(connection: duckdb.DuckDBPyConnection, staged: Staged, writing: Writing) -> None:
    """Rows of care, part by part, as each needs only the records of its own part."""
    for part in staged.parts():
        for table in PART_OF:
            _view(connection, f"part_{table}", part.of(table), SCHEMAS[table])
        connection.execute(PLACED)
        for table, rows in CARE.items():
            if any(part.of(each) for each in MADE_FROM.get(table, (table,))):
                writing.add(table, rows)


def _people(connection: duckdb.DuckDBPyConnection, staged: Staged, store: Store, writing: Writing) -> None:
    """Persons and what goes with them; then what the whole load makes out of date."""
    connection.execute(OUTDATED)
    connection.execute(PERSONS)
    for table in ("death", "registration", "residence"):
        _view(connection, f"stored_{table}", store.files(table), TABLES[table].arrow())
        connection.execute(TOLD.format(table=table, stored=f"stored_{table}"))
    for table, rows in PEOPLE.items() if staged.of("person") else ():
        writing.add(table, rows)


def _diagnoses(connection: duckdb.DuckDBPyConnection, staged: Staged, store: Store, writing: Writing) -> None:
    """Those of the stays that this load says anything of, or makes out of date."""
    connection.execute(NOTHING)
    told_before = store.files(SAID_OF)
    if not staged.of(SAID_OF) and not told_before:
        return
    _view(connection, f"stored_{SAID_OF}", told_before, STATED)
    _view(connection, "new_record", writing.added("record"), KNOWN)
    for table in ("activity", "event"):
        _view(connection, f"stored_{table}", store.files(table), TABLES[table].arrow())
        _view(connection, f"new_{table}", writing.added(table), TABLES[table].arrow())
    for statement in (SAID, SAID_BEFORE, UNLINKED) if told_before else (SAID, UNLINKED):
        connection.execute(statement)
    writing.add(SAID_OF, "FROM newly_said")
    writing.add("diagnosis", DIAGNOSES)


def _refuse(connection: duckdb.DuckDBPyConnection, writing: Writing) -> None:
    connection.execute(f"CREATE TEMP TABLE turned_away AS {REFUSED}")
    counted = 'SELECT "table", reason, count(*) FROM turned_away GROUP BY ALL'
    for table, reason, rows in connection.execute(counted).fetchall():
        writing.settled.refused[table, reason] += rows
    if writing.settled.refused:
        writing.add("refused", "FROM turned_away")


def _count_duplicates(connection: duckdb.DuckDBPyConnection, settled: Settled) -> None:
    """Rows that were in the load once more, or in the store."""
    connection.execute("CREATE TEMP TABLE again_ordinal AS SELECT ordinal FROM fate WHERE fate = 'duplicate'")
    for table in (*CARE, *PEOPLE):
        if table in TABLES:
            counted = f"SELECT count(*) FROM staged_{table} SEMI JOIN again_ordinal USING (ordinal)"
            [(settled.duplicate[table],)] = connection.execute(counted).fetchall()


def _view(connection: duckdb.DuckDBPyConnection, name: str, files: Sequence[Path], schema: pa.Schema) -> None:
    """`name` over these files, or an empty table of that schema."""
    if files:
        rows = f"FROM read_parquet([{', '.join(map(quoted, files))}])"
    else:
        columns = (f'NULL::{SQL_TYPES[field.type]} AS "{field.name}"' for field in schema)
        rows = f"SELECT {', '.join(columns)} WHERE false"
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {rows}")


def _lines_before(tallies: Sequence[Tally]) -> pa.Table:
    """How many lines of each file stood in the blocks before each block."""
    seen: Counter[int] = Counter()
    rows = []
    for tally in tallies:
        for file, lines in tally.lines.items():
            rows.append({"block": tally.number, "file": int(file), "before": seen[int(file)]})
            seen[int(file)] += lines
    return pa.Table.from_pylist(
        rows, pa.schema({"block": pa.int64(), "file": pa.int32(), "before": pa.int64()})
    )
