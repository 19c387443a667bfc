"""Who is here on a day, where they are registered and where they live."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import ibis
import pyarrow as pa
import pytest
from tests.insight.small_store import read, store_of

from commonweal.analytics.tables import TABLES
from commonweal.insight import extract
from commonweal.store.folder import Store

ON = date(2025, 6, 30)


def table(name: str, rows: Sequence[dict[str, object]]) -> ibis.Table:
    """A table of the contract with these rows."""
    schema = TABLES[name].arrow()
    columns = {field.name: [row.get(field.name) for row in rows] for field in schema}
    return ibis.memtable(pa.table(columns, schema=schema))


def people(registrations: str, residences: str) -> dict[str, object]:
    """Ada on the day, with these registrations (practice start end) and residences (small area start end)."""
    ada = {
        "person": "ada",
        "source": "gp",
        "source_id": "1",
        "birth_date": date(1940, 5, 1),
        "sex": "female",
    }
    told = (("registration", "practice", registrations), ("residence", "lsoa", residences))
    spells = {
        kind: [
            {"person": "ada", name: place, "start": day(start), "end": day(end)}
            for place, start, end in (line.split() for line in lines.split(";") if line.strip())
        ]
        for kind, name, lines in told
    }
    for number, spell in enumerate(spells["residence"]):
        spell["address"] = f"{number} High Street"
    ids = ibis.memtable({"person": ["ada"], "id": ["an-id"]})
    found = extract.people(
        table("person", [ada]),
        table("death", []),
        table("registration", spells["registration"]),
        table("residence", spells["residence"]),
        ids,
        ON,
    )
    (row,) = found.to_pyarrow().to_pylist()
    return row


def day(text: str) -> date | None:
    return None if text == "-" else date.fromisoformat(text)


@pytest.mark.requirement("P10")
@pytest.mark.parametrize(
    ("registrations", "residences", "practice", "lsoa", "left"),
    [
        ("A 2010-01-01 -", "X 2010-01-01 -", "A", "X", False),
        ("A - -", "X - -", "A", "X", False),
        ("A 2010-01-01 2020-01-01; B 2020-01-01 -", "X - -", "B", "X", False),
        ("A 2010-01-01 -; B 2020-01-01 -", "X 2010-01-01 -; Y 2024-01-01 -", "B", "Y", False),
        ("A - -; B 2001-01-01 -", "", "B", "", False),
        ("B 2010-01-01 -; A 2010-01-01 -", "", "A", "", False),
        ("A 2025-06-30 -", "", "A", "", False),
        ("A 2025-07-01 -", "", "", "", True),
        ("A 2010-01-01 2025-07-01", "", "A", "", False),
        ("A 2010-01-01 2025-06-30", "", "", "", True),
        ("A 2010-01-01 2020-01-01", "X 2010-01-01 -", "", "X", False),
        ("A 2010-01-01 -", "X 2010-01-01 2020-01-01", "A", "", False),
        ("", "", "", "", False),
    ],
)
def test_where_someone_is_on_the_day(
    registrations: str, residences: str, practice: str, lsoa: str, left: bool
) -> None:
    """The registration and home that last, of several the one begun last; else they have left."""
    ada = people(registrations, residences)
    assert (ada["practice"], ada["lsoa"], ada["left"]) == (practice, lsoa, left)
    assert (ada["key"], ada["id"]) == ("ada", "an-id")


@pytest.mark.parametrize(
    ("today", "newest"),
    [(date(2026, 1, 1), date(2025, 5, 31)), (date(2020, 1, 15), date(2020, 1, 1)), (date(2015, 1, 1), None)],
)
def test_the_day_counted_on_is_the_newest_recorded(tmp_path: Path, today: date, newest: date | None) -> None:
    """Nothing after today counts, and with nothing recorded by then it is today."""
    one = "person|born|sex|practice|lives|deficits|year_ago|contacts\na|1940-05-01|female|Z99001|E1|3|2|1"
    store = store_of(tmp_path, read(one))
    assert extract.newest_day(store, today) == (newest or today)


def test_an_empty_store_is_counted_today(tmp_path: Path) -> None:
    """The refresh itself then says that nobody is there."""
    assert extract.newest_day(Store(tmp_path), ON) == ON
