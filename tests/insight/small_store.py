"""A store written from a small table: one line a person, with how many deficits they had when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from commonweal.analytics.tables import TABLES
from commonweal.blueprint.codelists import read_codelists
from commonweal.store.folder import Change, Load, Store
from commonweal.terms.codes import ICD10, SNOMED

ON = date(2025, 6, 30)
LONG_AGO = date(2016, 1, 1)
LATELY = ON - timedelta(days=30)
Rows = list[dict[str, object]]


def one_code_each() -> list[tuple[str, str, str]]:
    """A code for each of the coded deficits: deficit, system, code."""
    codes = {
        row["deficit"]: (row["system"], row["code"]) for row in reversed(read_codelists(None).to_pylist())
    }
    return [(deficit, *code) for deficit, code in sorted(codes.items())]


def read(table: str) -> Rows:
    """`a | b` lines under a line of names; an empty place is None."""
    lines = [line.split("|") for line in table.strip().splitlines()]
    names, *rows = [[word.strip() or None for word in line] for line in lines]
    return [dict(zip(names, row, strict=True)) for row in rows]


def tables_of(people: Rows) -> dict[str, Rows]:
    """The linked population of these people: each with a practice, a home, deficits and what else is said."""
    coded = one_code_each()
    tables: dict[str, Rows] = {name: [] for name in TABLES}
    for said in people:
        person = str(said["person"])
        tables["person"].append(
            {
                "person": person,
                "nhs_number": person if person.isdigit() else None,
                "source": "practice",
                "source_id": f"id-{person}",
                "family": said.get("family") or person.title(),
                "given": said.get("given") or "Given",
                "birth_date": date.fromisoformat(str(said["born"])),
                "sex": said["sex"],
            }
        )
        if said.get("practice"):
            tables["registration"].append(
                {"person": person, "practice": said["practice"], "start": LONG_AGO, "end": _day(said, "left")}
            )
        if said.get("lives"):
            tables["residence"].append(
                {
                    "person": person,
                    "address": f"1 {person} Street",
                    "lsoa": said["lives"],
                    "start": LONG_AGO,
                    "end": _day(said, "left"),
                }
            )
        if said.get("died"):
            tables["death"].append({"person": person, "date": _day(said, "died")})
        now, before = int(said.get("deficits") or 0), int(said.get("year_ago") or said.get("deficits") or 0)
        for place, (deficit, system, code) in enumerate(coded[:now]):
            tables["event"].append(
                {
                    "person": person,
                    "date": LONG_AGO if place < before else LATELY,
                    "system": system,
                    "code": code,
                    "term": deficit,
                    "record": f"{person}-{place}",
                }
            )
        for place in range(int(said.get("contacts") or 0)):
            start = datetime(2020, 1, 1, 23, 30, tzinfo=UTC) + timedelta(days=100 * place)
            tables["activity"].append(
                {
                    "person": person,
                    "setting": "gp",
                    "start": start,
                    "end": start,
                    "kind": "visit",
                    "cost": 3000 + place,
                    "record": f"{person}-contact-{place}",
                }
            )
        for place, day in enumerate(str(said.get("admitted") or "").split()):
            start = datetime.fromisoformat(f"{day}T10:00+00:00")
            tables["activity"].append(
                {
                    "person": person,
                    "setting": "bed",
                    "method": "emergency",
                    "start": start,
                    "end": start + timedelta(days=3),
                    "record": f"{person}-stay-{place}",
                }
            )
            for position, code in enumerate(str(said.get("coded") or "").split(), 1):
                tables["diagnosis"].append(
                    {
                        "person": person,
                        "spell": f"{person}-stay-{place}",
                        "date": start.date(),
                        "position": position,
                        "system": ICD10,
                        "code": code,
                        "record": f"{person}-stay-{place}-{position}",
                    }
                )
        for place in range(1, int(said.get("medicines") or 0) + 1):
            tables["medication"].append(
                {
                    "person": person,
                    "date": LATELY,
                    "system": SNOMED,
                    "code": f"code-{place}",
                    "term": f"Medicine {place}",
                    "record": f"{person}-medicine-{place}",
                }
            )
    return tables


def store_of(folder: Path, people: Rows, *, load: str = "first", refused: Rows = ()) -> Store:
    """A store that holds these people and nobody else, as its newest load."""
    store, tables = Store(folder), tables_of(people)
    tables["refused"] = [{"load": load, **row} for row in refused]
    with store.writing():
        changes = {}
        for name, rows in tables.items():
            kept = [] if name != "refused" else [str(f.relative_to(store.path)) for f in store.files(name)]
            gone = [str(f.relative_to(store.path)) for f in store.files(name)]
            file = f"{name}/{load}-0001.parquet"
            (store.path / name).mkdir(exist_ok=True)
            columns = {field.name: [row.get(field.name) for row in rows] for field in TABLES[name].arrow()}
            pq.write_table(pa.table(columns, schema=TABLES[name].arrow()), store.path / file)
            changes[name] = Change(add=[file], remove=[one for one in gone if one not in kept])
        counts = {name: {"taken": len(rows), "refused": 0, "duplicate": 0} for name, rows in tables.items()}
        counts["event"]["refused"] = len(tables["refused"])
        store.commit(
            Load(load, "practice.ndjson", "2025-07-01T01:00:00+00:00", "2025-07-01T01:05:00+00:00", counts),
            changes,
        )
    return store


def _day(said: dict[str, object], name: str) -> date | None:
    return date.fromisoformat(str(said[name])) if said.get(name) else None
