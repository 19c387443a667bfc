"""Each person's own results, as they are written down for their page."""

import json
from datetime import UTC, date, datetime

import ibis
import pyarrow as pa
import pytest

from commonweal.analytics.tables import TABLES
from commonweal.insight import results
from commonweal.insight.run import Part

pytestmark = pytest.mark.requirement("P1")


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(1940, 6, 30), date(2025, 6, 30), 85),
        (date(1940, 7, 1), date(2025, 6, 30), 84),
        (date(1940, 2, 29), date(2025, 2, 28), 84),
        (date(1940, 2, 29), date(2025, 3, 1), 85),
        (date(2025, 6, 30), date(2025, 6, 30), 0),
    ],
)
def test_age_in_whole_years(born: date, on: date, age: int) -> None:
    """Someone born on 29 February is a year older on 1 March."""
    births = ibis.memtable(pa.table({"born": pa.array([born], pa.date32())}))
    assert results.age(births.born, on).to_pyarrow().to_pylist() == [age]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_contacts_are_listed_oldest_first_on_the_day_it_was_here() -> None:
    """Half past eleven in the evening of Greenwich is the next day of a British summer."""
    activities = [
        ("b", "bed", moment("2024-01-02T10:00"), None, 25_000, 'Stay "on ward"', "r3"),
        ("b", "gp", moment("2019-06-01T23:30"), moment("2019-06-01T23:30"), None, None, "r1"),
        ("b", "gp", moment("2019-12-01T23:30"), moment("2019-12-01T23:30"), 3_000, "Visit", "r2"),
    ]
    names = ("person", "setting", "start", "end", "cost", "kind", "record")
    schema = pa.schema([TABLES["activity"].arrow().field(name) for name in names])
    columns = dict(zip(names, map(list, zip(*activities, strict=True)), strict=True))
    activity = ibis.memtable(pa.table(columns, schema=schema))
    people = ibis.memtable({"key": ["a", "b"], "id": ["id-a", "id-b"], "practice": ["", "Z99001"]})
    parts = [results.contacts(activity, people, Part(n, 3)).to_pyarrow().to_pylist() for n in range(3)]
    rows = {row.pop("category"): row for part in parts for row in part}
    told = {category: json.loads(str(row.pop("contacts"))) for category, row in rows.items()}
    assert set(rows) == {"gp_record", "hospital"}
    assert all(row == {"person_id": "id-b", "practice": "Z99001"} for row in rows.values())
    assert told == {
        "gp_record": [
            ["gp", "2019-06-02", "2019-06-02", None, None],
            ["gp", "2019-12-01", "2019-12-01", 3000, "Visit"],
        ],
        "hospital": [["bed", "2024-01-02", None, 25000, 'Stay "on ward"']],
    }


def test_evidence_has_the_words_for_its_code() -> None:
    """Those of the code list; those of the medicine where many medicines are the deficit."""
    found = ibis.memtable(
        pa.table(
            {
                "person": ["a", "a", "b"],
                "deficit": ["falls", "polypharmacy", "falls"],
                "first_date": pa.array([date(2020, 1, 1), date(2025, 1, 1), date(2021, 1, 1)], pa.date32()),
                "code": ["1", "9", "2"],
                "system": ["s", "d", "s"],
            }
        )
    )
    codes = pa.table({"deficit": ["falls"], "system": ["s"], "code": ["1"], "term": ["Fell"]})
    medicines = ibis.memtable({"system": ["d", "d"], "code": ["9", "9"], "term": ["Aspirin", "Aspirin 75"]})
    told = results.explained(found, codes, medicines).order_by("person", "deficit").to_pyarrow().to_pylist()
    assert [(row["person"], row["deficit"], row["term"]) for row in told] == [
        ("a", "falls", "Fell"),
        ("a", "polypharmacy", "Aspirin"),
        ("b", "falls", None),
    ]
