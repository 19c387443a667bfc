"""Stays in a bed: of two that overlap the later goes."""

import numpy as np

from commonweal.incoming.invented.care.spells import apart


def kept(*stays: tuple[int, int, int]) -> list[tuple[int, int, int]]:
    """The stays (person, start, end) that are kept, in order."""
    person, start, end = (np.array(column) for column in zip(*stays, strict=True))
    return [stays[place] for place in apart(person, start, end)]


def test_stays_one_after_the_other_are_kept() -> None:
    assert kept((1, 10, 20), (1, 20, 30), (1, 35, 40)) == [(1, 10, 20), (1, 20, 30), (1, 35, 40)]


def test_a_stay_within_another_goes() -> None:
    assert kept((1, 10, 50), (1, 20, 30)) == [(1, 10, 50)]


def test_a_stay_that_overlaps_only_one_that_goes_is_kept() -> None:
    assert kept((1, 10, 20), (1, 15, 40), (1, 30, 35)) == [(1, 10, 20), (1, 30, 35)]


def test_stays_of_other_people_do_not_matter() -> None:
    assert kept((2, 12, 18), (1, 10, 20)) == [(1, 10, 20), (2, 12, 18)]
