"""Files of the store that a load writes, and the account of what is in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from commonweal.analytics.tables import TABLES
from commonweal.incoming.diagnosing import STATED
from commonweal.incoming.replacing import GONE
from commonweal.store.folder import Change, Store
from commonweal.store.origins import name_of, origin_of

# Beside the tables of the population: the records taken, with whom each is about and a sum of its content.
KNOWN = pa.schema({"record": pa.string(), "person": pa.string(), "content": pa.uint64()})
ORDER = {name: f"ORDER BY {table.order}" for name, table in TABLES.items()} | {
    "refused": "ORDER BY source, line"
}
COLUMNS = {**{name: table.names for name, table in TABLES.items()}, "record": tuple(KNOWN.names)}
COLUMNS["diagnosis_told"] = tuple(STATED.names)


@dataclass
class Settled:
    """Files to add to and take out of each table, counts by table, and refused rows by table and reason."""

    changes: dict[str, Change] = field(default_factory=dict)
    taken: Counter[str] = field(default_factory=Counter)
    duplicate: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str | None, str]] = field(default_factory=Counter)
    early: int = 0  # records dated before the birth of their person


class Writing:
    """Writes files of the store under the name of the load, and keeps account of them."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, store: Store, load: str, settled: Settled
    ) -> None:
        self.connection, self.store, self.load, self.settled = connection, store, load, settled
        self.written: Counter[str] = Counter()

    def add(self, table: str, rows: str) -> None:
        """Rows that are new, in one more file."""
        self.settled.taken[table] += self._write(table, rows, self.load)

    def added(self, table: str) -> list[Path]:
        """The files that hold its new rows."""
        change = self.settled.changes.get(table, Change())
        return [self.store.path / name for name in change.add]

    def rewrite(self, table: str, files: Iterable[Path]) -> None:
        """Files that hold rows which are out of date, anew without them, and with persons as now named."""
        for file in files:
            old = f"read_parquet({quoted(file)})"
            touched = f"SELECT count(*) FROM {old} WHERE {GONE[table]} OR person IN (SELECT old FROM moved)"
            if self.connection.execute(touched).fetchall() == [(0,)]:
                continue
            kept = f"""
                SELECT * REPLACE (coalesce(new, person) AS person)
                FROM {old} LEFT JOIN moved ON person = moved.old WHERE NOT ({GONE[table]})
            """
            self._write(table, kept, origin_of(file.name))
            change = self.settled.changes.get(table, Change())
            name = str(file.relative_to(self.store.path))
            self.settled.changes[table] = Change(change.add, [*change.remove, name])

    def _write(self, table: str, rows: str, origin: str) -> int:
        name = name_of(table, origin, self.written[table], by=self.load)
        path = self.store.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        columns = ", ".join(f'"{column}"' for column in COLUMNS[table])
        [(count,)] = self.connection.execute(
            f"COPY (SELECT {columns} FROM ({rows}) {ORDER.get(table, '')})"
            f" TO {quoted(path)} (FORMAT parquet, COMPRESSION zstd)"
        ).fetchall()
        if not count:
            path.unlink()
            return 0
        self.written[table] += 1
        change = self.settled.changes.get(table, Change())
        self.settled.changes[table] = Change([*change.add, name], change.remove)
        return int(count)


def quoted(text: object) -> str:
    """The text as SQL writes it."""
    return "'" + str(text).replace("'", "''") + "'"
