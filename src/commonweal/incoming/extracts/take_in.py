"""The extracts of one data source become rows of the linked population, with an account of every one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from commonweal.analytics.tables import REFUSED, TABLES
from commonweal.blueprint import Source
from commonweal.incoming.account import Account
from commonweal.incoming.extracts.columns import quoted
from commonweal.incoming.extracts.settling import (
    count_early,
    count_fates,
    settle_rows,
    write_refused,
    write_rows,
)
from commonweal.incoming.extracts.staging import Watch, parts, stage
from commonweal.incoming.take_in import EARLY, undone_if_it_fails
from commonweal.store.folder import Load, Store, settle

ZONE = "Europe/London"  # where a time is that carries no zone
MEMORY = "600MB"
CORRECTED = "{:,} of the rows taken correct earlier ones"


def take_in_extracts(
    paths: list[Path],
    source: Source,
    store: Store,
    *,
    today: date | None = None,
    watch: Watch = lambda size: None,
) -> Account:
    """Takes every row of the extracts under `paths` into the store; a load that was cut short goes on.

    `watch` hears of bytes read, as they are.
    """
    started = datetime.now(UTC)
    today = today or started.date()
    files = list(extracts_under(paths, source))
    work = work_of(files, source, today)
    with store.writing(), undone_if_it_fails(store), duckdb.connect() as connection:
        store.tidy(keep_staging=work)
        folder = store.staging(work)
        prepare(connection, store, files, folder)
        for part in parts(files):
            stage(connection, part, source, folder, on=today, watch=watch)
        account = _settle(connection, source, store, folder, files, started)
        store.tidy()
    return account


def extracts_under(paths: list[Path], source: Source) -> Iterator[Path]:
    """Files as given; of a folder those that the source names, or the folder itself where there are none."""
    for path in paths:
        yield from (path.is_dir() and sorted(path.rglob(source.files))) or [path]


def work_of(files: list[Path], source: Source, today: date) -> str:
    """The same for the same files, read in the same way on the same day."""
    seen = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files if file.exists()]
    return hashlib.sha256(f"{source.model_dump_json()} {today} {seen}".encode()).hexdigest()[:16]


def prepare(connection: duckdb.DuckDBPyConnection, store: Store, files: list[Path], folder: Path) -> None:
    """Gives the connection `file_name`, and `people`: everyone known, by key or by a source's own identifier.

    An identifier that two people share names neither; one that is somebody's key names them.
    """
    settle(connection, memory=MEMORY)
    connection.execute(f"SET TimeZone = '{ZONE}'; SET temp_directory = {quoted(str(folder / 'spill'))}")
    names = {"file": pa.array(range(len(files)), pa.int32()), "source": [str(file) for file in files]}
    connection.register("file_name", pa.table(names))
    stored = TABLES["person"].arrow().empty_table()
    connection.register("person", stored)
    if known := ", ".join(quoted(str(file)) for file in store.files("person")):
        connection.execute(f"CREATE OR REPLACE TEMP VIEW person AS FROM read_parquet([{known}])")
    connection.execute("""
        CREATE TEMP TABLE people AS
        SELECT person AS alias, person, birth_date FROM person
        UNION ALL
        SELECT source_id, any_value(person), any_value(birth_date) FROM person
        WHERE source_id NOT IN (SELECT person FROM person)
        GROUP BY source_id HAVING count(DISTINCT person) = 1
    """)


def _settle(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    store: Store,
    folder: Path,
    files: list[Path],
    started: datetime,
) -> Account:
    """Everything staged becomes part of the store, all at once."""
    load = f"{started:%Y%m%dT%H%M%S%f}-{source.id}"
    table = TABLES[source.table]
    settle_rows(connection, table, store, folder)
    rows = write_rows(connection, table, store, load)
    refused, reasons = write_refused(connection, table, store, load, folder)
    early = count_early(connection, table)
    account = _account(load, source, count_fates(connection), reasons, early, len(files))
    finished = datetime.now(UTC).isoformat()
    done = Load(load, source.id, started.isoformat(), finished, account.tables, account.notes)
    store.commit(done, {table.name: rows, REFUSED.name: refused})
    return account


def _account(
    load: str, source: Source, fates: dict[str, int], reasons: dict[str, int], early: int, files: int
) -> Account:
    tables = {name: {"taken": 0, "refused": 0, "duplicate": 0} for name in TABLES if name != REFUSED.name}
    corrected, repeated = fates.get("corrected", 0), fates.get("repeated", 0)
    taken = fates.get("new", 0) + corrected
    tables[source.table] = {"taken": taken, "refused": sum(reasons.values()), "duplicate": repeated}
    notes = {CORRECTED: corrected, EARLY: early}
    told = tuple(note.format(rows) for note, rows in notes.items() if rows)
    return Account(load, tables, reasons, read=sum(fates.values()), files=files, notes=told)
