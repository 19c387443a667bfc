"""Small tables written as text, and results read back."""

from datetime import UTC, date, datetime
from typing import Any

import ibis
import pyarrow as pa

from commonweal.analytics.tables import TABLES
from commonweal.blueprint.codelists import SCHEMA
from commonweal.store.folder import connect
from commonweal.terms.codes import ICD10, SNOMED
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
    rows = []
    for number, line in enumerate(lines(text) if text.strip() else []):
        rows.append({"record": f"{name}/{number}", "source_id": line.get("person", "")} | otherwise | line)
    return _made(name, rows)


def people(text: str) -> ibis.Table:
    return table("person", text, **ANYONE)


def deaths(text: str = "") -> ibis.Table:
    return table("death", text)


def events(text: str = "") -> ibis.Table:
    return table("event", text, **ANYWHERE)


def medicines(text: str = "") -> ibis.Table:
    return table("medication", text, **ANYWHERE)


def spells(text: str = "") -> ibis.Table:
    """Spells in a bed as emergencies, over by the next day, where nothing else is drawn."""
    return table("activity", text, setting="bed", method="emergency")


def contacts(text: str = "") -> ibis.Table:
    return table("activity", text)


def packages(text: str = "") -> ibis.Table:
    return table("care_package", text)


def diagnoses(text: str = "") -> ibis.Table:
    """Several codes may be drawn in one cell, with spaces between: each is a row."""
    drawn = lines(text) if text.strip() else []
    each = [row | {"code": code} for row in drawn for code in row["code"].split()]
    rows = [row | {"position": str(place), "record": f"d/{place}"} for place, row in enumerate(each, 1)]
    return _made("diagnosis", [{"system": ICD10} | row for row in rows])


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


def _made(name: str, rows: list[dict[str, str]]) -> ibis.Table:
    schema = TABLES[name].arrow()
    made = [{field.name: _value(row.get(field.name), field.type) for field in schema} for row in rows]
    return ibis.memtable(pa.Table.from_pylist(made, schema=schema))


def _value(text: str | None, kind: pa.DataType) -> Any:
    if text in (None, ""):
        return "" if text == "" and kind == pa.string() else None
    read = READ.get(kind)
    return read(text) if read else text


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


READ = {
    pa.date32(): date.fromisoformat,
    pa.timestamp("us", tz="UTC"): _moment,
    pa.int64(): int,
    pa.float64(): float,
}
