"""Which published cells add up to which, and that none is told by the others."""

import random
from collections import defaultdict
from pathlib import Path

import ibis
import pyarrow as pa
import pytest

from commonweal.blueprint import load
from commonweal.care.extents import Extent, extents_of
from commonweal.insight.cell_sums import sums_of
from commonweal.insight.cells import count_cells
from commonweal.insight.groups import CELL
from commonweal.insight.suppress import suppressed

pytestmark = pytest.mark.requirement("P2")
EXAMPLESHIRE = Path(__file__).parents[1] / "exampleshire"
NOWHERE: frozenset[str] = frozenset()
TOWN = (
    Extent("town", "Town", "network", frozenset(["a", "b"]), NOWHERE),
    Extent("a", "A", "practice", frozenset(["a"]), NOWHERE),
    Extent("b", "B", "practice", frozenset(["b"]), NOWHERE),
)


def people_of(extents: list[Extent], many: int) -> ibis.Table:
    """As each person's frailty says: of every age, sex and band, registered and living anywhere."""
    chance = random.Random(1)
    practices = [one.id for one in extents if one.kind == "practice"]
    places = [one.id for one in extents if one.kind == "small_area"]
    rows = [
        {
            "practice": chance.choice([*practices, ""]),
            "lsoa": chance.choice([*places, ""]),
            "sex": chance.choice(["female", "male", "other"]),
            "band": chance.choice(["fit", "mild", "moderate", "severe"]),
            "age": chance.randrange(0, 100),
            "riser": chance.random() < 0.2,
        }
        for _ in range(many)
    ]
    return ibis.memtable(pa.Table.from_pylist(rows))


def test_every_sum_is_true_of_the_exact_counts() -> None:
    """Whole against parts, of all of it or at most, for every way that cells of a partnership add up."""
    extents = list(extents_of(load(EXAMPLESHIRE)).values())
    counted = ibis.memtable(count_cells(people_of(extents, 600), extents).to_pyarrow())
    placed = counted.mutate(place=ibis.row_number().over(ibis.window(order_by=list(CELL))).cast("int64"))
    people = {row["place"]: row["people"] for row in placed.to_pyarrow().to_pylist()}
    parts: dict[tuple[int, int, bool], list[int]] = defaultdict(list)
    for row in sums_of(placed, extents).to_pyarrow().to_pylist():
        parts[row["whole"], row["kind"], row["exact"]].append(people[row["part"]])
    assert len({kind for _, kind, _ in parts}) > 20
    for (whole, kind, exact), found in parts.items():
        assert sum(found) == people[whole] if exact else sum(found) <= people[whole], kind


def registered(counts: dict[str, int], extents: tuple[Extent, ...]) -> dict[str, int | None]:
    """People of each area, all ages, sexes and bands, as those who plan see them."""
    rows = [
        {
            "population": "registered",
            "area": area,
            "small_area": "",
            **dict.fromkeys(("ages", "sex", "band"), "all"),
            "people": count,
            "risers": 0,
        }
        for area, count in counts.items()
    ]
    found = suppressed(ibis.memtable(pa.Table.from_pylist(rows)), extents).to_pyarrow().to_pylist()
    groups = [row for row in found if (row["ages"], row["sex"], row["band"]) == ("all", "all", "all")]
    return {row["area"]: row["people"] for row in groups}


def test_a_practice_is_not_what_is_left_of_its_network() -> None:
    """Of 19 people 12 are elsewhere: that 6 or 7 are here would be told, so the others are withheld too."""
    assert registered({"town": 19, "a": 7, "b": 12}, TOWN) == {"town": 20, "a": None, "b": None}
    assert registered({"town": 19, "a": 7, "b": 12}, ()) == {"town": 20, "a": None, "b": 10}


def test_where_enough_is_left_open_nothing_more_is_withheld() -> None:
    """Of 20 people 17 are elsewhere: from 1 to 7 may be here."""
    assert registered({"town": 20, "a": 3, "b": 17}, TOWN) == {"town": 20, "a": None, "b": 15}
