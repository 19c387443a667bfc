"""Small tables written as text, and results read back."""

from datetime import date
from typing import Any

import ibis
import pyarrow as pa

from commonweal.analytics.tables import TABLES
from commonweal.blueprint.codelists import SCHEMA
from commonweal.store.folder import connect
from commonweal.terms.codes import SNOMED
from commonweal.terms.deficits import CODED

ANYONE = {"source": "gp", "sex": "unknown", "birth_date": "1940-01-01"}
ANYWHERE = {"system": SNOMED}

CONNECTION = connect(threads=1)


def lines(text: str) -> list[dict[str, str]]:
    """The rows of a table drawn with a bar between columns; the first line names them."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def table(name: str, text: str = "", **otherwise: str) -> ibis.Table:
    """A table of the linked population; columns not drawn hold `otherwise`, or are empty."""
    schema = TABLES[name].arrow()
    rows = []
    for number, line in enumerate(lines(text) if text.strip() else []):
        row = {"record": f"{name}/{number}", "source_id": line.get("person", "")} | otherwise | line
        rows.append({field.name: _value(row.get(field.name), field.type) for field in schema})
    return ibis.memtable(pa.Table.from_pylist(rows, schema=schema))


def people(text: str) -> ibis.Table:
    return table("person", text, **ANYONE)


def deaths(text: str = "") -> ibis.Table:
    return table("death", text)


def events(text: str = "") -> ibis.Table:
    return table("event", text, **ANYWHERE)


def medicines(text: str = "") -> ibis.Table:
    return table("medication", text, **ANYWHERE)


def code_list(**more: str) -> pa.Table:
    """Every deficit coded in SNOMED CT by its own name, and whatever else is said, such as again="falls"."""
    pairs = [(name, name) for name in CODED] + [
        (d, code) for code, names in more.items() for d in names.split()
    ]
    rows = [{"deficit": deficit, "system": SNOMED, "code": code, "term": code} for deficit, code in pairs]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def rows(result: ibis.Table, *columns: str) -> list[tuple[Any, ...]]:
    """The result's rows in order, of these columns or all."""
    found = result.select(*columns) if columns else result
    return sorted(tuple(row.values()) for row in CONNECTION.to_pyarrow(found).to_pylist())


def _value(text: str | None, kind: pa.DataType) -> Any:
    if text in (None, ""):
        return "" if text == "" and kind == pa.string() else None
    return date.fromisoformat(text) if kind == pa.date32() else text
