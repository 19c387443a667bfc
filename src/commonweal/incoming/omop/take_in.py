"""OMOP tables are taken in as extracts of one source, a load for each: checked and replaced as others are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from commonweal.blueprint import Source
from commonweal.incoming.account import Account
from commonweal.incoming.extracts.accounting import together
from commonweal.incoming.extracts.columns import quoted
from commonweal.incoming.extracts.take_in import take_in_extracts
from commonweal.incoming.omop.folder import make_views
from commonweal.incoming.omop.rows import prepare, statements
from commonweal.store import Store
from commonweal.store.folder import settle

PERSON = {"column": "person", "otherwise": "person"}  # an NHS number, or any other name
CODED = ("date", "system", "code", "term")
TOLD: Mapping[str, Mapping[str, Any]] = {
    "person": {
        "table": "person",
        "columns": ("sex", "ethnicity", "birth_date"),
        "more": {"source_id": "person"},
    },
    "death": {"table": "death", "columns": ("date",)},
    "registration": {"table": "registration", "columns": ("practice", "start", "end")},
    "residence": {"table": "residence", "columns": ("address", "postcode", "lsoa")},
    "visit_occurrence": {
        "table": "activity",
        "columns": ("setting", "start", "end", "method", "kind", "provider"),
        "more": {"cost": {"column": "cost", "unit": "pence"}},
    },
    "procedure_occurrence": {"table": "event", "columns": CODED},
    "observation": {"table": "event", "columns": CODED},
    "drug_exposure": {"table": "medication", "columns": CODED},
    "measurement": {"table": "measurement", "columns": (*CODED, "value", "unit", "value_text")},
    "condition_occurrence": {
        "table": "event",
        "columns": CODED,
        "only": {"position": "nothing"},
        "also": {
            "table": "diagnosis",
            "columns": {name: name for name in ("date", "system", "code", "position")},
            "only": {"position": "anything"},
            "key": ["spell"],
        },
    },
}
KEYLESS = ("person", "death", "registration", "residence")


def take_in_omop(folder: Path, store: Store, *, name: str = "omop", today: date | None = None) -> Account:
    """Takes the tables of an OMOP folder into the store; a folder of the same `name` takes its place."""
    before = {file for load in store.loads() if load.source == name for file in load.files}
    with TemporaryDirectory(prefix="omop-") as made:
        files = _extracts(folder, Path(made), name, before)
        return together(
            [take_in_extracts([file], _source(file.stem, name), store, today=today) for file in files]
        )


def _extracts(folder: Path, into: Path, name: str, before: set[str]) -> list[Path]:
    """Each table in our own words, as a file of rows; without rows where there were some `before`."""
    made = []
    with duckdb.connect() as connection:
        settle(connection, memory="1GB")
        connection.execute(f"SET temp_directory = {quoted(str(into / 'spill'))}")
        make_views(connection, folder)
        connection.execute(prepare(name))
        for table, rows in statements().items():
            file = into / f"{table}.parquet"
            copy = f"COPY ({rows}) TO {quoted(str(file))} (FORMAT parquet)"
            if connection.execute(copy).fetchall() != [(0,)] or file.name in {"person.parquet", *before}:
                made.append(file)
    return made


def _source(table: str, name: str) -> Source:
    """How the rows made of this table are read."""
    told = TOLD[table]
    also = told.get("also")
    return Source.model_validate(
        {
            "id": name,
            "title": f"OMOP {table}",
            "why_it_matters": "What others hold in OMOP is counted here too.",
            "written_by": "the project",
            "checked_by": "nobody yet",
            "review_by": "2027-11-30",
            "format": "parquet",
            "files": f"{table}.parquet",
            "resent": "files",
            "table": told["table"],
            "key": ["person"] if table in KEYLESS else ["key"],
            "columns": {"person": PERSON, **{each: each for each in told["columns"]}, **told.get("more", {})},
            "only": told.get("only", {}),
            "also": [also] if also else [],
        }
    )


def describe(account: Account) -> Iterator[str]:
    """What became of the rows, a line for each table that had any, then for each reason."""
    for table, counts in account.tables.items():
        if any(counts.values()):
            yield f"{table:<24}" + "".join(f"{counts[what]:>14,} {what}" for what in counts)
    for reason, rows in account.reasons.items():
        yield f"refused {rows:,}: {reason}"
    yield from account.notes
