"""Tables of steps, shares and counts, on small columns."""

import numpy as np

from commonweal.incoming.invented.arrays import chosen, chosen_by_row, spread_out, step


def test_a_step_holds_until_the_next() -> None:
    assert step({18: 0.2, 65: 0.9}, [17, 18, 64.9, 65, 99]).tolist() == [0.0, 0.2, 0.2, 0.9, 0.9]


def test_luck_falls_to_a_share_in_proportion() -> None:
    assert chosen([1, 0, 3], np.array([0.0, 0.24, 0.26, 0.99])).tolist() == [0, 0, 2, 2]


def test_each_row_has_shares_of_its_own() -> None:
    shares = np.array([[1.0, 0.0], [0.5, 0.5]])
    assert chosen_by_row(shares, np.array([0, 1, 1]), np.array([0.9, 0.4, 0.6])).tolist() == [0, 0, 1]


def test_counts_become_places_and_times() -> None:
    places, times = spread_out(np.array([2, 0, 1]))
    assert places.tolist() == [0, 0, 2]
    assert times.tolist() == [0, 1, 0]
