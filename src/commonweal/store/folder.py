"""A folder of Parquet files whose contents change all at once or not at all.

`current.json` names every file that counts. A load writes new files beside the old ones and then
replaces `current.json` by a rename, so a reader sees the store before the load or after it, and a
machine that stops in the middle leaves only files that nothing names; `tidy` removes them.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

import duckdb
import ibis
import pyarrow.parquet as pq

from commonweal.analytics.tables import TABLES
from commonweal.store.wording import Wording

MANIFEST = "current.json"
STAGING = "staging"
RESULTS = "results"  # what is computed from the tables is no part of them, and no load touches it
LOCKS: set[IO[str]] = set()


class StoreFault(Exception):
    """The store cannot be read or written; the message says what to do."""


class StoreBusy(StoreFault):
    """Another load is being written to this store."""


@dataclass(frozen=True)
class Load:
    """One load and what came of it. `counts`: table → taken, refused, duplicate. Times in UTC, ISO 8601.

    `files`: the names of those it read; `replaces`: the load whose rows it took out, if it did.
    """

    id: str
    source: str
    started: str
    finished: str
    counts: Mapping[str, Mapping[str, int]]
    notes: Sequence[str] = ()
    files: Sequence[str] = ()
    replaces: str = ""


@dataclass(frozen=True)
class Change:
    """Files a load adds to a table, and files it takes out; paths inside the store."""

    add: Sequence[str] = ()
    remove: Sequence[str] = ()


@dataclass
class Manifest:
    """What counts, and `outgoing`: files that the latest load took out, for those who read them still."""

    version: int = 0
    loads: list[dict[str, Any]] = field(default_factory=list)
    tables: dict[str, list[str]] = field(default_factory=dict)
    outgoing: list[str] = field(default_factory=list)


class Store:
    """A linked population at `path`; an absent folder is an empty store."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path).resolve()

    def named(self) -> dict[str, list[str]]:
        """By table, the Parquet files that hold it now, as paths inside the store: all of one moment."""
        return self._manifest().tables

    def files(self, table: str) -> list[Path]:
        """The Parquet files that hold `table` now."""
        return [self.path / name for name in self.named().get(table, [])]

    def loads(self) -> list[Load]:
        """Every load so far, oldest first."""
        listed = ("notes", "files")
        return [
            Load(**load | {name: tuple(load.get(name, ())) for name in listed})
            for load in self._manifest().loads
        ]

    def tables(self) -> dict[str, list[str]]:
        """Table → the names of its files, also of tables that loads keep for themselves."""
        return {table: list(names) for table, names in self._manifest().tables.items()}

    def table(self, name: str, connection: ibis.BaseBackend | None = None) -> ibis.Table:
        """`name` as an Ibis table with the contract's columns; empty where nothing was loaded."""
        connection = connection or connect()
        files = self.files(name)
        if not files:
            schema = {column: kind.copy(nullable=True) for column, kind in TABLES[name].ibis().items()}
            return ibis.memtable(TABLES[name].arrow().empty_table(), schema=schema)  # as a file is read
        return connection.read_parquet([str(file) for file in files])

    def count(self, table: str) -> int:
        """Rows in `table`, from the files' own footers."""
        return sum(pq.read_metadata(file).num_rows for file in self.files(table))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the store for one writer; StoreBusy where there is one already."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = open(self.path / ".writing", "w", encoding="utf-8")  # noqa: SIM115  # held below
        except OSError as fault:
            raise StoreFault(
                f"{self.path} cannot be written ({fault.strerror}); choose another folder"
            ) from fault
        with _held(lock):
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StoreBusy(
                    f"{self.path} is being written by another load; wait for it, or choose another folder"
                ) from None
            yield

    def staging(self, name: str) -> Path:
        """A folder for work in progress under this name; it survives a kill, so work can go on from it."""
        folder = self.path / STAGING / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def commit(self, load: Load, changes: Mapping[str, Change]) -> None:
        """Makes `changes` (by table) and `load` part of the store, all at once. Call inside `writing`."""
        manifest = self._manifest()
        added = [self.path / name for change in changes.values() for name in change.add]
        for path in (*added, *{file.parent for file in added}):
            _sync(path)
        for table, change in changes.items():
            gone = set(change.remove)
            kept = [name for name in manifest.tables.get(table, []) if name not in gone]
            manifest.tables[table] = kept + list(change.add)
        manifest.outgoing = [name for change in changes.values() for name in change.remove]
        manifest.version += 1
        manifest.loads.append(asdict(load))
        self._replace(manifest)

    def tidy(self, *, keep_staging: str | None = None) -> None:
        """Removes files that the manifest does not name, and all staging but `keep_staging`.

        Call inside `writing`. Files that the latest load took out stay, as somebody may be reading them.
        """
        manifest = self._manifest()
        named = {name for names in manifest.tables.values() for name in names} | {*manifest.outgoing}
        for file in self.path.glob("*/*.parquet"):
            if file.parent.name != RESULTS and str(file.relative_to(self.path)) not in named:
                file.unlink()
        (self.path / f"{MANIFEST}.new").unlink(missing_ok=True)
        staging = self.path / STAGING
        for folder in staging.iterdir() if staging.is_dir() else ():
            if folder.name != keep_staging:
                shutil.rmtree(folder)

    def _manifest(self) -> Manifest:
        try:
            return Manifest(**json.loads((self.path / MANIFEST).read_text(encoding="utf-8")))
        except FileNotFoundError:
            return Manifest()
        except (ValueError, TypeError) as fault:
            file = self.path / MANIFEST
            raise StoreFault(f"{file} cannot be read ({fault}); restore it from a copy") from fault

    def _replace(self, manifest: Manifest) -> None:
        new = self.path / f"{MANIFEST}.new"
        new.write_text(json.dumps(vars(manifest)), encoding="utf-8")
        _sync(new)
        os.replace(new, self.path / MANIFEST)
        _sync(self.path)


@contextmanager
def _held(lock: IO[str]) -> Iterator[None]:
    """A process that this one forks meanwhile closes it, so that it ends with this one."""
    LOCKS.add(lock)
    try:
        yield
    finally:
        LOCKS.discard(lock)
        lock.close()


def _close_locks() -> None:
    for lock in LOCKS:
        lock.close()


os.register_at_fork(after_in_child=_close_locks)


def connect(*, memory: str | None = None, threads: int | None = None) -> ibis.BaseBackend:
    """An in-memory DuckDB that never reaches for the network; `memory` such as '2GB'."""
    connection = ibis.duckdb.connect()
    connection.compiler = Wording()
    settle(connection.con, memory=memory, threads=threads)
    return connection


def settle(
    connection: duckdb.DuckDBPyConnection, *, memory: str | None = None, threads: int | None = None
) -> None:
    """The settings every DuckDB of ours has."""
    connection.execute("SET autoinstall_known_extensions = false; SET TimeZone = 'UTC'")
    if memory:
        connection.execute(f"SET memory_limit = '{memory}'")
    if threads:
        connection.execute(f"SET threads = {threads}")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
