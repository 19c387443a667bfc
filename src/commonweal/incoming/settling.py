"""Staged rows → files of the store, and the counts of what was taken, refused and duplicate.

Everything is done in DuckDB and in parts, so that a load may be larger than memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from commonweal.analytics.tables import TABLES
from commonweal.incoming.fates import DECIDED_FOR_ALL, PLACED
from commonweal.incoming.replacing import GONE, OUTDATED, PERSONS, TOLD
from commonweal.incoming.rows import CARE, PEOPLE, REFUSED
from commonweal.incoming.staged import SCHEMAS
from commonweal.incoming.working import Tally
from commonweal.store.folder import Change, Store, settle

MEMORY = "400MB"
PART = 32  # blocks whose rows are written together
KNOWN = pa.schema({"record": pa.string(), "person": pa.string(), "content": pa.uint64()})
COLUMNS = {**{name: table.names for name, table in TABLES.items()}, "record": tuple(KNOWN.names)}


@dataclass
class Settled:
    """Files to add to and take out of each table, counts by table, and refused rows by table and reason."""

    changes: dict[str, Change] = field(default_factory=dict)
    taken: Counter[str] = field(default_factory=Counter)
    duplicate: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str | None, str]] = field(default_factory=Counter)


@dataclass(frozen=True)
class Staged:
    """A load as it waits in `folder`: the files it came from, and the tally of each block."""

    load: str
    source: str
    on: date
    folder: Path
    files: Sequence[Path]
    tallies: Sequence[Tally]


def settle_staged(staged: Staged, store: Store) -> Settled:
    """Writes what is to be taken into files of the store, which nothing names yet."""
    settled = Settled()
    with duckdb.connect() as connection:
        _prepare(connection, staged, store)
        for statement in DECIDED_FOR_ALL:
            connection.execute(statement)
        writing = _Writing(connection, store, staged.load, settled)
        _care(connection, staged, writing)
        _people(connection, store, writing)
        _refuse(connection, writing)
        _count_duplicates(connection, settled)
    return settled


def _prepare(connection: duckdb.DuckDBPyConnection, staged: Staged, store: Store) -> None:
    settle(connection, memory=MEMORY)
    connection.execute(f"SET temp_directory = {_quoted(staged.folder / 'spill')}")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute(f"""
        CREATE MACRO today() AS DATE '{staged.on}';
        CREATE MACRO source() AS {_quoted(staged.source)};
        CREATE MACRO load() AS {_quoted(staged.load)}
    """)
    blocks = [staged.folder / f"{tally.number:08}" for tally in staged.tallies]
    for table, schema in SCHEMAS.items():
        _view(connection, f"staged_{table}", _existing(blocks, table), schema)
    _view(connection, "known", store.files("record"), KNOWN)
    _view(connection, "known_person", store.files("person"), TABLES["person"].arrow())
    names = {"file": pa.array(range(len(staged.files)), pa.int32()), "source": list(map(str, staged.files))}
    connection.register("file_name", pa.table(names))
    connection.register("lines_before", _lines_before(staged.tallies))


def _care(connection: duckdb.DuckDBPyConnection, staged: Staged, writing: _Writing) -> None:
    """Rows of care, part by part, as each needs only the records of its own part."""
    for start in range(0, len(staged.tallies), PART):
        part = staged.tallies[start : start + PART]
        blocks = [staged.folder / f"{tally.number:08}" for tally in part]
        for table, schema in SCHEMAS.items():
            _view(connection, f"part_{table}", _existing(blocks, table), schema)
        connection.execute(PLACED)
        for table, rows in CARE.items():
            writing.add(table, rows)


def _people(connection: duckdb.DuckDBPyConnection, store: Store, writing: _Writing) -> None:
    """Persons and what goes with them; then what the whole load makes out of date."""
    connection.execute(OUTDATED)
    connection.execute(PERSONS)
    for table in ("death", "registration", "residence"):
        _view(connection, f"stored_{table}", store.files(table), TABLES[table].arrow())
        connection.execute(TOLD.format(table=table, stored=f"stored_{table}"))
    for table, rows in PEOPLE.items():
        writing.add(table, rows)
    for table in GONE:
        writing.rewrite(table, store.files(table))


def _refuse(connection: duckdb.DuckDBPyConnection, writing: _Writing) -> None:
    connection.execute(f"CREATE TEMP TABLE turned_away AS {REFUSED}")
    writing.add("refused", "FROM turned_away", order="source, line")
    counted = 'SELECT "table", reason, count(*) FROM turned_away GROUP BY ALL'
    for table, reason, rows in connection.execute(counted).fetchall():
        writing.settled.refused[table, reason] += rows


def _count_duplicates(connection: duckdb.DuckDBPyConnection, settled: Settled) -> None:
    """Rows that were in the load once more, or in the store."""
    connection.execute("CREATE TEMP TABLE again_ordinal AS SELECT ordinal FROM fate WHERE fate = 'duplicate'")
    for table in (*CARE, *PEOPLE):
        if table in TABLES:
            counted = f"SELECT count(*) FROM staged_{table} SEMI JOIN again_ordinal USING (ordinal)"
            [(settled.duplicate[table],)] = connection.execute(counted).fetchall()


class _Writing:
    """Writes files of the store under the name of the load, and keeps account of them."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, store: Store, load: str, settled: Settled
    ) -> None:
        self.connection, self.store, self.load, self.settled = connection, store, load, settled
        self.written: Counter[str] = Counter()

    def add(self, table: str, rows: str, order: str = "person") -> None:
        """Rows that are new, in one more file."""
        self.settled.taken[table] += self._write(table, rows, order)

    def rewrite(self, table: str, files: Iterable[Path]) -> None:
        """Files that hold rows which are out of date, anew without them, and with persons as now named."""
        for file in files:
            old = f"read_parquet({_quoted(file)})"
            touched = f"SELECT count(*) FROM {old} WHERE {GONE[table]} OR person IN (SELECT old FROM moved)"
            if self.connection.execute(touched).fetchall() == [(0,)]:
                continue
            kept = f"""
                SELECT * REPLACE (coalesce(new, person) AS person)
                FROM {old} LEFT JOIN moved ON person = moved.old WHERE NOT ({GONE[table]})
            """
            self._write(table, kept, "person")
            change = self.settled.changes.get(table, Change())
            name = str(file.relative_to(self.store.path))
            self.settled.changes[table] = Change(change.add, [*change.remove, name])

    def _write(self, table: str, rows: str, order: str) -> int:
        name = f"{table}/{self.load}-{self.written[table]:04}.parquet"
        path = self.store.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        columns = ", ".join(f'"{column}"' for column in COLUMNS[table])
        [(count,)] = self.connection.execute(
            f"COPY (SELECT {columns} FROM ({rows}) ORDER BY {order}) TO {_quoted(path)}"
            " (FORMAT parquet, COMPRESSION zstd)"
        ).fetchall()
        if not count:
            path.unlink()
            return 0
        self.written[table] += 1
        change = self.settled.changes.get(table, Change())
        self.settled.changes[table] = Change([*change.add, name], change.remove)
        return int(count)


def _view(connection: duckdb.DuckDBPyConnection, name: str, files: Sequence[Path], schema: pa.Schema) -> None:
    """`name` over these files, or an empty table of that schema."""
    if files:
        listed = ", ".join(map(_quoted, files))
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM read_parquet([{listed}])")
    else:
        connection.register(f"no_{name}", schema.empty_table())
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM no_{name}")


def _existing(blocks: Sequence[Path], table: str) -> list[Path]:
    return [file for block in blocks if (file := block / f"{table}.parquet").exists()]


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


def _quoted(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"
