"""Small numbers never leave: the rule, number by number, and what holds for every number."""

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.insight.suppress import shown, suppressed

pytestmark = pytest.mark.requirement("P2")
Group = tuple[str, str, str]


def published(counts: list[int]) -> list[int | None]:
    table = ibis.memtable({"place": range(len(counts)), "count": counts})
    found = table.mutate(shown=shown(table["count"])).order_by("place").to_pyarrow()
    return list(found["shown"].to_pylist())


def test_the_rule() -> None:
    """1 to 7 are not shown, 0 is, and the rest to the nearest five: 8 and 9 both show as 10."""
    said = dict(zip(range(14), published(list(range(14))), strict=True))
    assert said == {
        0: 0,
        **dict.fromkeys(range(1, 8)),
        8: 10,
        9: 10,
        10: 10,
        11: 10,
        12: 10,
        13: 15,
    }


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(min_value=0, max_value=2_000_000), min_size=1, max_size=50))
def test_what_is_shown_is_near_the_truth_and_never_small(counts: list[int]) -> None:
    """Within two of the count, a multiple of five, 0 only for 0, and nothing exactly for 1 to 7."""
    for count, seen in zip(counts, published(counts), strict=True):
        assert (seen is None) == (1 <= count <= 7)
        if seen is not None:
            assert abs(seen - count) <= 2
            assert seen % 5 == 0
            assert (seen == 0) == (count == 0)


@pytest.mark.parametrize(
    ("people", "risers", "seen"),
    [
        (7, 0, (None, None)),
        (7, 7, (None, None)),
        (8, 0, (10, 0)),
        (8, 3, (10, None)),
        (8, 8, (10, 10)),
        (100, 12, (100, 10)),
    ],
)
def test_risers_among_few_people(people: int, risers: int, seen: tuple[int | None, int | None]) -> None:
    """Where the people are suppressed so are the risers among them, also where there are none."""
    cell = ("85+", "female", "severe")
    assert planned({cell: (people, risers)})[cell] == seen


def test_within_a_suppressed_group_a_nought_is_suppressed_too() -> None:
    """Three people, all women and all severe: that no man is among them is not told."""
    three = {("85+", sex, band): (3, 0) for sex in ("all", "female") for band in ("all", "severe")}
    seen = planned(three)
    assert set(seen.values()) == {(None, None)}
    assert ("85+", "male", "fit") in seen
    assert len(seen) == 3 * 5 * len(("85+", "85-89", "90+"))


def test_within_a_group_that_is_shown_a_nought_is_shown() -> None:
    """Twenty women, and no man: a group without a row has nobody in it."""
    assert planned({("85+", "all", "all"): (20, 0), ("85+", "female", "all"): (20, 0)}) == {
        ("85+", "all", "all"): (20, 0),
        ("85+", "female", "all"): (20, 0),
    }


def test_small_areas_inside_an_area_have_no_noughts_by_five_years() -> None:
    """Only the groups that are published for them at all."""
    seen = planned({("85+", "all", "all"): (3, 0)}, small_area="E01999001")
    assert {ages for ages, _, _ in seen} == {"85+"}


def planned(exact: dict[Group, tuple[int, int]], small_area: str = "") -> dict[Group, tuple[int | None, ...]]:
    """Cells of one place by ages, sex and band → people and risers, as those who plan see them."""
    rows = [
        {
            "population": "registered",
            "area": "here",
            "small_area": small_area,
            "ages": ages,
            "sex": sex,
            "band": band,
            "people": people,
            "risers": risers,
        }
        for (ages, sex, band), (people, risers) in exact.items()
    ]
    found = suppressed(ibis.memtable(rows)).to_pyarrow().to_pylist()
    return {(row["ages"], row["sex"], row["band"]): (row["people"], row["risers"]) for row in found}
