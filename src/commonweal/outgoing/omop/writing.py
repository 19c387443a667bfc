"""A linked population becomes a folder of OMOP tables: all of them, or none."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa

from commonweal.outgoing.omop.concepts import make_concepts
from commonweal.outgoing.omop.numbers import make_numbers, make_views
from commonweal.outgoing.omop.rows import statements
from commonweal.outgoing.omop.sql import quoted
from commonweal.store import Store, StoreFault
from commonweal.store.folder import settle

FORMS = {"parquet": "FORMAT parquet, COMPRESSION zstd", "csv": "FORMAT csv, HEADER"}
MEMORY = "2GB"
LOST = {
    "death": ("FROM death JOIN known USING (person) WHERE date IS NULL", "died on a day that is not known"),
    "diagnosis": (
        "FROM diagnosis JOIN known USING (person) WHERE spell NOT IN (SELECT record FROM visit)",
        "diagnoses of a spell that is not here",
    ),
    "care_package": ("FROM care_package JOIN known USING (person)", "packages of social care"),
}

Form = Literal["parquet", "csv"]


class CannotWrite(Exception):
    """Nothing was written; the message says why, and what to do."""


@dataclass(frozen=True)
class Written:
    """Rows by table; `lost` are rows of the population that the model has no place for, by what they are."""

    rows: dict[str, int]
    lost: dict[str, int]


def write_omop(
    store: Store,
    out: Path,
    *,
    on: date,
    vocabulary: Path | None = None,
    form: Form = "parquet",
    identified: bool = False,
    leave_out: Collection[str] = (),
) -> Written:
    """Writes the population as it is on a day into the new folder `out`, without those to `leave_out`.

    Without `identified` nobody is named: no NHS number, address, postcode or day of birth.
    """
    if out.exists() and any(out.iterdir()):
        raise CannotWrite(f"{out} is there already and not empty; choose a new folder")
    if not store.count("person"):
        raise StoreFault(f"{store.path} holds no people; bring some in with `commonweal population take-in`")
    part = out.with_name(f".{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True, mode=0o700)
    try:
        with duckdb.connect() as connection:
            _prepare(connection, store, part, vocabulary, leave_out, on, identified=identified)
            written = _write(connection, part, on, form, identified=identified)
        if out.exists():
            out.rmdir()
        part.rename(out)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return written


def _prepare(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    folder: Path,
    vocabulary: Path | None,
    leave_out: Collection[str],
    on: date,
    *,
    identified: bool,
) -> None:
    settle(connection, memory=MEMORY)
    connection.execute(f"SET temp_directory = {quoted(str(folder / 'spill'))}")
    connection.register("left_out", pa.table({"person": pa.array(sorted(leave_out), pa.string())}))
    make_views(connection, store)
    make_concepts(connection, vocabulary)
    make_numbers(connection, _day(on), identified=identified)


def _write(
    connection: duckdb.DuckDBPyConnection, folder: Path, on: date, form: Form, *, identified: bool
) -> Written:
    rows = {}
    for table, statement in statements(_day(on), identified=identified):
        path = quoted(str(folder / f"{table}.{form}"))
        [(rows[table],)] = connection.execute(f"COPY ({statement}) TO {path} ({FORMS[form]})").fetchall()
    lost = {}
    for found, words in LOST.values():
        [(count,)] = connection.execute(f"SELECT count(*) {found}").fetchall()
        if count:
            lost[words] = count
    shutil.rmtree(folder / "spill", ignore_errors=True)
    return Written(rows, lost)


def _day(on: date) -> str:
    return f"DATE '{on}'"
