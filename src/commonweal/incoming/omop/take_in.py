"""OMOP tables are taken in as extracts of one source, in one load: checked and replaced as others are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from commonweal.blueprint import Source
from commonweal.incoming.account import Account
from commonweal.incoming.extracts.columns import quoted
from commonweal.incoming.extracts.take_in import take_in_together, under_way
from commonweal.incoming.extracts.task import Task
from commonweal.incoming.omop.folder import check_that_all_was_read, make_views
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


def take_in_omop(
    folder: Path, store: Store, *, name: str = "omop", today: date | None = None, replaces: str = ""
) -> Account:
    """Takes the tables of an OMOP folder into the store, all or none; one of the same `name` takes its place.

    `replaces`: the load whose place it takes, where that told of nobody that this one tells of.
    """
    started = datetime.now(UTC)
    with under_way(store, f"{name}-{started:%Y%m%dT%H%M%S%f}") as into:
        tasks = [
            Task(
                _source(file.stem, name),
                store,
                [file],
                today or started.date(),
                started,
                replaces,
                rename="say another --name",
                places=[str(folder / file.stem)],
            )
            for file in _extracts(folder, into, name)
        ]
        return take_in_together(tasks, into)


def _extracts(folder: Path, into: Path, name: str) -> list[Path]:
    """Each table in our own words, as a file of rows, people first; tables without rows have none."""
    made = []
    with duckdb.connect() as connection:
        settle(connection, memory="1GB")
        connection.execute(f"SET temp_directory = {quoted(str(into / 'spill'))}")
        make_views(connection, folder)
        connection.execute(prepare(name))
        for table, rows in statements().items():
            file = into / f"{table}.parquet"
            copy = f"COPY ({rows}) TO {quoted(str(file))} (FORMAT parquet)"
            if connection.execute(copy).fetchall() != [(0,)] or table == "person":
                made.append(file)
        check_that_all_was_read(connection)
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
