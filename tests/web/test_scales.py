"""Scales begin at zero and step in round numbers; shades are five; rates carry their range."""

import pytest

from commonweal.web.charts.scale import scale
from commonweal.web.charts.shades import shades
from commonweal.web.population.rates import rate


@pytest.mark.parametrize(
    ("most", "steps", "ticks"),
    [
        (0, 4, (0, 1)),
        (1, 4, (0, 1)),
        (7, 4, (0, 2, 4, 6, 8)),
        (1074, 6, (0, 200, 400, 600, 800, 1000, 1200)),
        (100, 4, (0, 25, 50, 75, 100)),
        (101, 4, (0, 50, 100, 150)),
    ],
)
def test_ticks_are_round_and_hold_the_most(most, steps, ticks):
    assert scale(most, steps).ticks == ticks


def test_the_last_shade_is_open_so_that_one_value_does_not_flatten_the_rest():
    values = [1.0, 2.0, 3.0, 4.0, 4.5, 5.0] * 10 + [90.0]
    chosen = shades(values, whole=False)
    assert [chosen.shade(value) for value in (0, 0.9, 1.0, 4.5, 90)] == [1, 1, 2, 5, 5]
    assert [says for _, says in chosen.legend] == [
        "0 to under 1",
        "1 to under 2",
        "2 to under 3",
        "3 to under 4",
        "4 or more",
    ]


def test_shades_of_counts_are_said_in_whole_numbers():
    assert [says for _, says in shades([0, 3, 9, 10], whole=True).legend] == [
        "0 to 1",
        "2 to 3",
        "4 to 5",
        "6 to 7",
        "8 or more",
    ]


def test_where_nobody_is_found_the_legend_has_one_shade_and_where_nothing_is_shown_none():
    assert shades([0, 0], whole=False).shade(0) == 1
    assert shades([0, 0], whole=False).legend == ((1, "0"),)
    assert shades([], whole=True).legend == ()


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [  # Wilson 1927; the first row is Newcombe's example, doi:10.1002/(SICI)1097-0258(19980430)17:8<857
        (81, 263, ("30.8", "25.5 to 36.6")),
        (0, 20, ("0.0", "0.0 to 16.1")),
        (20, 20, ("100.0", "83.9 to 100.0")),
    ],
)
def test_a_rate_has_the_interval_of_wilson(part, whole, said):
    found = rate(part, whole)
    assert (str(found), found.interval) == said


@pytest.mark.parametrize(("part", "whole"), [(None, 20), (3, None), (0, 0)])
def test_no_rate_of_what_is_withheld_or_of_nobody(part, whole):
    assert rate(part, whole) is None
