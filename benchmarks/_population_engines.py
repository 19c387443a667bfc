"""All methods over a store, and a scan that only reads the columns they read."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
from benchmarks._population_data import EXETER, ON

from commonweal.analytics.frailty import assess
from commonweal.analytics.methods import METHODS
from commonweal.analytics.results import kept
from commonweal.blueprint import load
from commonweal.blueprint.codelists import read_codelists
from commonweal.blueprint.definitions import definitions_of
from commonweal.insight.kept.asked import everything
from commonweal.insight.kept.refresh import refresh
from commonweal.store import Store
from commonweal.store.engines import MEMORY, DuckDB
from commonweal.store.folder import connect, settle

THREADS = 2
READ = {  # the columns that DuckDB says it reads for them
    "person": ("person", "birth_date", "sex", "ethnicity"),
    "death": ("person", "date"),
    "registration": ("person", "practice", "start", "end"),
    "residence": (
        *("person", "address", "lsoa", "housing_type", "tenure"),
        *("geodemographic", "care_home", "start", "end"),
    ),
    "event": ("person", "date", "system", "code"),
    "medication": ("person", "date", "system", "code", "record"),
    "measurement": ("person", "date", "system", "code", "value", "unit", "record"),
    "activity": ("person", "setting", "start", "end", "method", "provider", "cost", "record"),
    "diagnosis": ("person", "spell", "date", "system", "code"),
    "care_package": ("person", "kind", "start", "end", "weekly_cost"),
}


def scan(folder: str) -> list[list[Any]]:
    """For each table a sum over every value of each column, so that all are read."""
    return _scanned(folder, READ)


def scan_of_frailty(folder: str) -> list[list[Any]]:
    """The same of what the frailty index alone reads."""
    return _scanned(folder, {table: READ[table] for table in ("person", "death", "event", "medication")})


def _scanned(folder: str, read: Mapping[str, Sequence[str]]) -> list[list[Any]]:
    connection, store, answer = duckdb.connect(), Store(folder), []
    settle(connection, memory=MEMORY, threads=THREADS)
    for table, columns in read.items():
        kinds = {row[0]: row[1] for row in connection.execute(_described(store, table)).fetchall()}
        sums = ", ".join(_summed(name, kinds[name]) for name in columns)
        answer += connection.execute(f"SELECT {sums} FROM {_files(store, table)}").fetchall()
    return [[int(value or 0) for value in row] for row in answer]


def all_methods(folder: str, sign: str) -> dict[str, Any]:
    """Every answer computed into the store; of those who changed only, where the last run had this sign."""
    steps: dict[str, float] = {}

    @contextmanager
    def timed(name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        steps[name] = round(time.perf_counter() - began, 2)

    definitions = definitions_of(load(EXETER), warn=lambda note: None)
    asked, store = replace(everything(definitions, ON), sign=sign), Store(folder)
    computing = DuckDB(Path(f"{folder}-spilt"), threads=THREADS)
    done = refresh(store, asked, engine=computing, progress=timed)
    return {"people": done.people, "steps": steps}


def frailty(folder: str) -> int:
    """The frailty index alone of everybody, into a file; as the command `frailty`, it reads no blueprint."""
    codes, store = read_codelists(None), Store(folder)
    computing = DuckDB(Path(f"{folder}-spilt"), threads=THREADS)
    tables = {name: computing.read(store.files(name)) for name in ("person", "death", "event", "medication")}
    index = assess(tables["person"], tables["death"], codes, tables["event"], tables["medication"], ON)
    computing.write(index, Path(f"{folder}-frailty.parquet"))
    return store.count("person")


def fingerprints(folder: str) -> dict[str, list[str]]:
    """Of each method's answer how many rows, and a fingerprint of them whatever their order."""
    connection, found = connect(), {}
    for name in METHODS:
        answer = connection.compile(kept(folder, name, connection))
        told = f"SELECT count(*), bit_xor(hash(t)), sum(hash(t) % 1000003) FROM ({answer}) t"
        found[name] = [str(value) for value in connection.con.execute(told).fetchall()[0]]
    return found


def _summed(name: str, kind: str) -> str:
    if kind == "VARCHAR":
        return f'sum(strlen("{name}"))'
    if kind == "DATE":
        return f"sum(\"{name}\" - DATE '1970-01-01')"
    return f'sum(epoch("{name}"))' if kind.startswith("TIMESTAMP") else f'sum("{name}")'


def _files(store: Store, table: str) -> str:
    return f"read_parquet({[str(file) for file in store.files(table)]})"


def _described(store: Store, table: str) -> str:
    return f"DESCRIBE SELECT * FROM {_files(store, table)}"
