"""Small records, written as a source would write them, and what became of them."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from commonweal.analytics.tables import TABLES
from commonweal.incoming.account import Account
from commonweal.incoming.spans import Limits
from commonweal.incoming.take_in import take_in
from commonweal.store import Store
from commonweal.terms.codes import NHS_NUMBER, SNOMED

TODAY = date(2024, 6, 1)
Resource = dict[str, Any]
VALID, ALSO_VALID, INVALID = "9434765919", "4505577104", "9434765918"


def patient(id: str = "ada", **more: Any) -> Resource:
    return {"resourceType": "Patient", "id": id, "gender": "female", "birthDate": "1950-02-03"} | more


def numbered(id: str, number: str, **more: Any) -> Resource:
    return patient(id, identifier=[{"system": NHS_NUMBER, "value": number}], **more)


def concept(*codes: str, system: str | None = SNOMED, **more: Any) -> Resource:
    codings = [
        {"code": code, "display": f"term {code}"} | ({"system": system} if system else {}) for code in codes
    ]
    return {"coding": codings} | more


def about(person: str = "Patient/ada") -> Resource:
    return {"subject": {"reference": person}}


def condition(id: str = "c1", on: str | None = "2020-05-06", **more: Any) -> Resource:
    onset = {"onsetDateTime": on} if on else {}
    return {"resourceType": "Condition", "id": id, "code": concept("1")} | about() | onset | more


def procedure(id: str = "p1", **more: Any) -> Resource:
    return (
        {"resourceType": "Procedure", "id": id, "status": "completed", "code": concept("2")} | about() | more
    )


def observation(id: str = "o1", on: str | None = "2021-03-04T10:00:00Z", **more: Any) -> Resource:
    told = {"status": "final", "code": concept("3")} | ({"effectiveDateTime": on} if on else {})
    return {"resourceType": "Observation", "id": id} | told | about() | more


def order(id: str = "m1", **more: Any) -> Resource:
    told = {"status": "active", "intent": "order", "authoredOn": "2022-01-02"}
    return {"resourceType": "MedicationRequest", "id": id} | told | about() | more


def encounter(id: str = "e1", **more: Any) -> Resource:
    told = {
        "status": "finished",
        "class": {"code": "IMP"},
        "period": {"start": "2023-01-01", "end": "2023-01-05"},
    }
    return {"resourceType": "Encounter", "id": id} | told | about() | more


def bundle(*entries: tuple[str | None, Resource], kind: str = "transaction") -> Resource:
    return {
        "resourceType": "Bundle",
        "type": kind,
        "entry": [{"resource": each} | ({"fullUrl": url} if url else {}) for url, each in entries],
    }


def write(file: Path, *resources: Resource | str | bytes) -> Path:
    """One line each; text and bytes as they are."""
    lines = b"".join(_line(each) + b"\n" for each in resources)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(lines) if file.suffix == ".gz" else lines)
    return file


def _line(resource: Resource | str | bytes) -> bytes:
    if isinstance(resource, bytes):
        return resource
    return resource.encode() if isinstance(resource, str) else json.dumps(resource).encode()


def take(store: Store, *paths: Path, limits: Limits | None = None) -> Account:
    return take_in(list(paths), store, today=TODAY, limits=limits, processes=1)


def taken(folder: Path, *resources: Resource | str | bytes) -> Store:
    """A store that has taken these in from one file."""
    store = Store(folder / "store")
    take(store, write(folder / "records.ndjson", *resources))
    return store


def rows(store: Store, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """The table's rows in order, of these columns or all."""
    names = list(columns or TABLES[table].names)
    found = [row for file in store.files(table) for row in pq.read_table(file, columns=names).to_pylist()]
    return sorted((tuple(row[name] for name in names) for row in found), key=repr)


def refused(store: Store) -> list[tuple[Any, ...]]:
    """table, line, record and reason, in the order of the lines."""
    return sorted(rows(store, "refused", "table", "line", "record", "reason"), key=lambda row: row[1] or 0)


def counts(account: Account, table: str) -> tuple[int, int, int]:
    return tuple(account.tables[table][what] for what in ("taken", "refused", "duplicate"))  # type: ignore[return-value]


def tables_of(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the store but what names the load."""
    return {name: rows(store, name) for name in TABLES if name != "refused"} | {
        "refused": rows(store, "refused", "table", "line", "record", "reason", "content")
    }


def day(text: str) -> date:
    return date.fromisoformat(text)
