"""A store for the population benchmark: invented people, many times over, and a load that changes a few.

The people are those of `population invent`, with all their records, copied under other names until there are
enough. Coded events that no list names are added until there are as many as general practices hold.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from commonweal.analytics.tables import TABLES
from commonweal.blueprint import load
from commonweal.incoming.invented.calibration import read_calibration
from commonweal.incoming.invented.write import invent
from commonweal.store import Change, Load, Store
from commonweal.store.folder import settle
from commonweal.terms.codes import SNOMED

BASE = 20_000  # people invented; more are copies of these
EXETER = Path(__file__).parents[1] / "blueprints" / "exeter"
ON = read_calibration().history_ends
OTHER_CODES = 6_000
RECORDS = {"event", "medication", "measurement", "activity", "diagnosis", "care_package"}


def make(folder: str, people: str, events: str) -> dict[str, int]:
    """Writes a store of so many people and coded events; gives the rows of each table."""
    store, copies = Store(folder), max(1, int(people) // BASE)
    base = Store(f"{folder}-base")
    invent(load(EXETER), read_calibration(), base, people=int(people) // copies, seed=36, on=ON)
    connection = duckdb.connect()
    settle(connection, memory="3GB", threads=2)
    more = max(0, int(events) // copies - base.count("event")) // base.count("person")
    with store.writing():
        changes = {}
        for table in (name for name in TABLES if base.count(name)):
            (store.path / table).mkdir(parents=True, exist_ok=True)
            files = [str(file) for file in base.files(table)]
            names = [f"{table}/copy-{number:03}.parquet" for number in range(copies)]
            for number, name in enumerate(names):
                rows = _copied(table, number, more if table == "event" else 0)
                _write(connection, rows, store.path / name, files)
            changes[table] = Change(names)
        store.commit(_load("copies"), changes)
    shutil.rmtree(base.path)
    return counted(folder)


def counted(folder: str) -> dict[str, int]:
    """The rows of each table."""
    return {table: Store(folder).count(table) for table in TABLES}


def change(folder: str) -> dict[str, int]:
    """One in a hundred people gets new events, medicines and a contact; an older file is written anew."""
    store, connection = Store(folder), duckdb.connect()
    settle(connection, memory="3GB", threads=2)
    with store.writing():
        changes = {}
        for table, rows in (("event", 5), ("medication", 3), ("activity", 1)):
            name = f"{table}/changed.parquet"
            _write(connection, _more(table, rows), store.path / name, [str(f) for f in store.files(table)])
            changes[table] = Change([name])
        old = store.named()["event"][0]
        _write(connection, CORRECTED, store.path / "event/anew.parquet", [str(store.path / old)])
        changes["event"] = Change([*changes["event"].add, "event/anew.parquet"], [old])
        store.commit(_load("changed"), changes)
    return {"people": int(connection.execute(CHANGED, {"files": _all(store, "event")}).fetchall()[0][0])}


FEW = "hash(person) % 100 = 0"
CORRECTED = f"SELECT * REPLACE (if({FEW}, date - 1, date) AS date) FROM read_parquet($files)"
CHANGED = f"SELECT count(DISTINCT person) FROM read_parquet($files) WHERE {FEW}"


def _copied(table: str, number: int, more: int) -> str:
    """The rows of one copy, in order as a load writes them."""
    named = f"person || '-{number}' AS person" + (
        f", record || '-{number}' AS record" if table in RECORDS else ""
    )
    named += f", spell || '-{number}' AS spell" if table == "diagnosis" else ""
    rows = f"SELECT * REPLACE ({named}) FROM read_parquet($files)"
    if more:
        rows += f" UNION ALL BY NAME {_unlisted(number, more)}"
    return f"FROM ({rows}) ORDER BY {TABLES[table].order}"


def _unlisted(number: int, more: int) -> str:
    return f"""
        SELECT person || '-{number}' AS person,
            DATE '{ON}' - (hash(person, n) % 3650)::INTEGER AS date, '{SNOMED}' AS system,
            (100000000 + hash(n, person) % {OTHER_CODES} * 7919)::VARCHAR AS code,
            'Observation/' || person || '-{number}-' || n AS record
        FROM (SELECT DISTINCT person FROM read_parquet($files)), range({more}) AS numbers(n)
    """


def _more(table: str, rows: int) -> str:
    """Of one in a hundred people some rows again, as new records of the last weeks."""
    later = 'start + INTERVAL 1 DAY AS start, "end" + INTERVAL 1 DAY AS "end"'
    late = later if table == "activity" else f"DATE '{ON}' - n::INTEGER AS date"
    return f"""
        SELECT * EXCLUDE (n) REPLACE ('new-' || record || n AS record, {late})
        FROM (SELECT * FROM read_parquet($files) WHERE {FEW}
              QUALIFY row_number() OVER (PARTITION BY person ORDER BY record) = 1),
             range({rows}) AS numbers(n)
        ORDER BY {TABLES[table].order}
    """


def _write(connection: duckdb.DuckDBPyConnection, rows: str, path: Path, files: list[str]) -> None:
    connection.execute(f"COPY ({rows}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)", {"files": files})


def _all(store: Store, table: str) -> list[str]:
    return [str(file) for file in store.files(table)]


def _load(name: str) -> Load:
    return Load(name, "invented", f"{ON}T01:00:00", f"{ON}T01:05:00", {})
