"""Whether those who were listed fared worse: whom they are set beside, for how long, and how it is said."""

from datetime import UTC, date, datetime

import ibis
import numpy as np
import pytest
from tests.analytics.population import Population

from commonweal.analytics.risk.harm import Followed, Scored, cohort, followed, harm, nearest

pytestmark = pytest.mark.requirement("P6")
ON = date(2025, 6, 30)
NAMES = [f"p{place}" for place in range(10)]
SCORED = [
    Scored(ON, NAMES, np.linspace(0.9, 0, 10)),
    Scored(date(2024, 6, 30), NAMES[:9], np.linspace(0, 0.8, 9)),
]


def test_each_is_set_beside_those_of_nearest_chance_on_the_last_day_before() -> None:
    """Not those who were listed themselves, nor for anybody listed of late or before chances are known."""
    listed = [
        ("p4", date(2024, 7, 1)),
        ("p5", date(2024, 6, 30)),
        ("p0", date(2025, 5, 1)),
        ("p1", date(2024, 6, 29)),
        ("p9", date(2024, 8, 1)),
        ("nobody", date(2024, 8, 1)),
    ]
    rows = cohort(listed, SCORED, ON).to_pylist()
    told = [(row["listed"], row["person"], row["start"].isoformat()) for row in rows]
    beside = ("p2", "p3", "p6", "p7", "p8")
    assert told == [
        (True, "p4", "2024-07-01"),
        *((False, name, "2024-07-01") for name in beside),
        (True, "p5", "2024-06-30"),
        *((False, name, "2024-06-30") for name in beside),
    ]
    assert cohort([], SCORED, ON).num_rows == 0


def test_of_two_as_near_the_lower_counts() -> None:
    assert nearest(np.array([0.1, 0.2, 0.3, 0.4]), 0.25, 1).tolist() == [1]
    assert nearest(np.array([0.1, 0.2, 0.3, 0.4]), 0.9, 2).tolist() == [2, 3]
    assert nearest(np.array([]), 0.9, 2).tolist() == []


def test_they_are_followed_from_the_day_after_for_a_year_or_until_they_die() -> None:
    """An admission on the day of listing is not after it; one on the last day is."""
    population = Population("activity", "death")
    stays = [
        ("a", "2024-07-01", "emergency"),
        ("a", "2024-07-02", "emergency"),
        ("a", "2024-08-01", "elective"),
        ("b", "2024-12-31", "emergency"),
        ("b", "2025-01-02", "emergency"),
        ("c", "2025-06-30", "emergency"),
    ]
    population.put(
        activity=[
            {
                "person": person,
                "setting": "bed",
                "method": method,
                "start": datetime.fromisoformat(day).replace(tzinfo=UTC),
                "record": f"{person}{day}",
            }
            for person, day, method in stays
        ],
        death=[{"person": "b", "date": date(2025, 1, 1)}, {"person": "d", "date": date(2024, 6, 1)}],
    )
    start = date(2024, 7, 1)
    people = ibis.memtable(
        [(0, True, "a", start), (1, False, "b", start), (2, False, "c", start), (3, False, "d", start)],
        schema={"row": "int64", "listed": "boolean", "person": "string", "start": "date"},
    )
    asked = followed(people, population.tables["activity"], population.tables["death"], ON)
    found = {row["listed"]: row for row in population.connection.to_pyarrow(asked).to_pylist()}
    assert found == {
        True: {"listed": True, "people": 1, "days": 364, "admissions": 1},
        False: {"listed": False, "people": 3, "days": 184 + 364, "admissions": 2},
    }


def test_the_ratio_is_of_rates_and_none_where_one_is_nought() -> None:
    """20 in 10,000 days beside 40 in 40,000: twice as often, by exp(1.96 sqrt(1/20 + 1/40)) either way."""
    rows = [
        {"listed": True, "people": 40, "days": 10_000, "admissions": 20},
        {"listed": False, "people": 200, "days": 40_000, "admissions": 40},
    ]
    found = harm(rows)
    assert found
    assert found.ratio
    assert (found.ratio.value, found.ratio.low, found.ratio.high) == pytest.approx(
        (2, 1.169, 3.421), abs=1e-3
    )
    assert found.listed.rate == pytest.approx(100 * 20 / (10_000 / 365.25))
    assert Followed(1, 0, 0).rate is None
    none = harm([rows[0], {**rows[1], "admissions": 0}])
    assert none
    assert none.ratio is None
    assert harm([rows[1]]) is None
