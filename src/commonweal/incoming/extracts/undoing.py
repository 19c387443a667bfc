"""What a load brought is taken out again, and what it took the place of comes back.

A row whose place another takes is kept in a table called `displaced_` and the name of its own; the name of
its file tells the load that brought it and the one that took its place. So every key of a table has one row
that counts, and behind it, in order, those that would count if later loads had never been.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

import duckdb

from commonweal.analytics.tables import TABLES
from commonweal.incoming.extracts.columns import quoted
from commonweal.incoming.extracts.rows_in_files import listed, same, write
from commonweal.store import Change, Store
from commonweal.store.origins import DISPLACED, by_of, name_of, origin_of


@dataclass
class Standing:
    """The files of each table as a load changes them: `kept` stand now, `undone` are taken back."""

    before: dict[str, list[str]]
    kept: dict[str, list[str]] = field(init=False)
    undone: dict[str, list[str]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.kept = {table: list(names) for table, names in self.before.items()}

    def number(self) -> int:
        """One that no file of this load has yet."""
        return next(self.numbers)

    def add(self, table: str, name: str) -> None:
        """Another file of a table."""
        self.kept.setdefault(table, []).append(name)

    def take_out(self, table: str, name: str) -> None:
        """A file that counts no more."""
        self.kept[table].remove(name)

    def changes(self) -> dict[str, Change]:
        """What the load adds and takes out, by table."""
        changes = {}
        for table, now in self.kept.items():
            before = self.before.get(table, [])
            add = [name for name in now if name not in before]
            remove = [name for name in before if name not in now]
            if add or remove:
                changes[table] = Change(add, remove)
        return changes


def undo(
    connection: duckdb.DuckDBPyConnection, store: Store, standing: Standing, load: str, *, by: str
) -> None:
    """Takes out of `standing` what `load` brought; puts back what it had displaced, written by `by`."""
    for table in TABLES:
        _take_out(standing, table, load)
        _put_back(connection, store, standing, table, load, by)


def _take_out(standing: Standing, table: str, load: str) -> None:
    """The rows that `load` brought and that count."""
    for name in [name for name in standing.kept.get(table, ()) if origin_of(name) == load]:
        standing.take_out(table, name)
        standing.undone.setdefault(table, []).append(name)


def _put_back(
    connection: duckdb.DuckDBPyConnection, store: Store, standing: Standing, table: str, load: str, by: str
) -> None:
    """What `load` displaced counts again; or is displaced by what has since displaced the load's own row."""
    aside = DISPLACED + table
    names = standing.kept.get(aside, [])
    theirs = [name for name in names if by_of(name) == load]
    ours = [name for name in names if origin_of(name) == load]
    for old in theirs:
        rows, elsewhere = _rows(store, old), "false"
        for behind in ours:
            held = f"EXISTS ({_rows(store, behind)} AS held WHERE {same(TABLES[table].key, 'back', 'held')})"
            elsewhere += f" OR {held}"
            name = name_of(aside, origin_of(old), standing.number(), by=by_of(behind))
            _write(connection, store, standing, aside, name, f"{rows} AS back WHERE {held}", table)
        name = name_of(table, origin_of(old), standing.number(), by=by)
        _write(connection, store, standing, table, name, f"{rows} AS back WHERE NOT ({elsewhere})", table)
    for name in {*theirs, *ours}:
        standing.take_out(aside, name)


def _rows(store: Store, name: str) -> str:
    return f"FROM read_parquet({quoted(str(store.path / name))})"


def _write(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    standing: Standing,
    into: str,
    name: str,
    rows: str,
    table: str,
) -> None:
    if write(connection, f"SELECT {listed(TABLES[table].names)} {rows}", store, name):
        standing.add(into, name)
