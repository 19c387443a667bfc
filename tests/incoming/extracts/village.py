"""Four people of a village, the extracts that tell of them, and the sources that read these."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path
from typing import Any

from commonweal.blueprint import Source
from commonweal.incoming.account import Account
from commonweal.incoming.extracts.take_in import take_in_extracts
from commonweal.store import Store

TODAY = date(2024, 6, 1)

ANSWERED = {
    "title": "An extract",
    "why_it_matters": "Somebody has to.",
    "written_by": "A. Writer",
    "checked_by": "B. Reader",
    "review_by": "2027-03-31",
    "format": "csv",
    "files": "*.csv",
}
PERSON = {"column": "NHS", "otherwise": "ID"}
PEOPLE: dict[str, Any] = {
    "id": "people",
    "table": "person",
    "key": ["ID"],
    "columns": {
        "person": PERSON,
        "source_id": "ID",
        "family": "NAME",
        "birth_date": {"column": "BORN", "format": "%d/%m/%Y"},
        "sex": {"column": "SEX", "values": {"F": "female", "M": "male"}},
    },
}
EVENTS: dict[str, Any] = {
    "id": "events",
    "table": "event",
    "key": ["NO"],
    "columns": {
        "person": PERSON,
        "date": {"column": "DAY", "format": "%d/%m/%Y"},
        "system": {"column": "SCHEME", "values": {"C": "ctv3", "S": "snomed"}},
        "code": "CODE",
        "term": "TERM",
    },
}
VILLAGERS = """\
NHS,ID,NAME,BORN,SEX
943 476 5919,p1,Abel,01/02/1940,M
4505577104,p2,Bea,31/12/1951,F
,p3,Cy,05/05/1960,M
9434765918,p4,Di,06/06/1970,F
"""
NAMES = "NO,NHS,ID,DAY,SCHEME,CODE,TERM"


def source(told: dict[str, Any], **changed: Any) -> Source:
    """A data source, some of it said differently."""
    return Source.model_validate(ANSWERED | told | changed)


def village(folder: Path) -> Store:
    """A store that knows the four villagers."""
    store = Store(folder / "store")
    take_in(store, source(PEOPLE), write(folder / "villagers.csv", VILLAGERS))
    return store


def take_in(store: Store, source: Source, *files: Path) -> Account:
    return take_in_extracts(list(files), source, store, today=TODAY)


def write(file: Path, text: str, encoding: str = "utf-8") -> Path:
    content = text.encode(encoding)
    file.write_bytes(gzip.compress(content) if file.suffix == ".gz" else content)
    return file


def held(store: Store, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """The rows of a table, in order, some columns of each."""
    rows = store.table(table).select(*columns).to_pyarrow().to_pylist()
    return sorted((tuple(row[name] for name in columns) for row in rows), key=str)
