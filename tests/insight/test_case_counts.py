"""What a refresh keeps of case finding, and what those who plan are told of it."""

import pytest

from commonweal.care.extents import Extent
from commonweal.insight.case_counts import safe

pytestmark = pytest.mark.requirement("P5", "R1")
NONE: frozenset[str] = frozenset()
AREAS = [
    Extent(id, id, "place", frozenset(practices.split()), NONE)
    for id, practices in (
        ("all", "A B C D"),
        ("west", "A B"),
        ("east", "C D"),
        ("far", "E"),
        *((x, x) for x in "ABCD"),
    )
]


def test_those_who_plan_are_told_no_small_number_and_no_nought_beside_one() -> None:
    """7 are hidden and 8 shown as 10; C has nobody found, which is not said where the east is hidden."""
    counted = {"A": (8, 100), "B": (0, 52), "C": (0, 30), "D": (7, 6)}
    assert safe(counted, AREAS) == {
        "all": (15, 190),
        "west": (10, 150),
        "east": (None, 35),
        "A": (10, 100),
        "B": (0, 50),
        "C": (None, 30),
        "D": (None, None),
    }


def test_what_is_hidden_cannot_be_worked_out_from_the_areas_around_it() -> None:
    """18 shown as 20 and 11 as 10 would leave B six or seven: so A is hidden as well."""
    areas = [one for one in AREAS if one.id in ("west", "A", "B")]
    assert safe({"A": (11, 100), "B": (7, 52)}, areas) == {
        "west": (20, 150),
        "A": (None, 100),
        "B": (None, 50),
    }
