"""Who lives with whom, on a few thousand people of a city."""

import numpy as np
import pytest

from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.people.households import Together, form

PEOPLE = 6_000


@pytest.fixture(scope="module")
def years() -> np.ndarray:
    return np.random.default_rng(1).uniform(0, 95, PEOPLE)


@pytest.fixture(scope="module")
def woman() -> np.ndarray:
    return np.random.default_rng(2).random(PEOPLE) < 0.5


@pytest.fixture(scope="module")
def formed(years: np.ndarray, woman: np.ndarray, calibration: Calibration) -> Together:
    ages = calibration.ages("exeter")
    return form(np.random.default_rng(3), calibration.homes, ages, years, woman)


def test_everyone_has_one_household(formed: Together) -> None:
    assert (formed.head[formed.head] == formed.head).all()


def test_no_child_is_alone_or_with_strangers(formed: Together, years: np.ndarray) -> None:
    children = years < 18
    grown_up = np.unique(formed.head[years >= 18])
    assert np.isin(formed.head[children], grown_up).all()
    assert not formed.stranger[children].any()


def test_children_live_with_a_woman_who_could_be_their_mother(
    formed: Together, years: np.ndarray, woman: np.ndarray
) -> None:
    children = np.flatnonzero(years < 18)
    mothers = formed.head[children]
    older = years[mothers] - years[children]
    assert woman[mothers].all()
    assert np.mean((older >= 16) & (older <= 50)) > 0.98


def test_couples_are_of_like_age(formed: Together, years: np.ndarray, woman: np.ndarray) -> None:
    men = np.flatnonzero(~woman & (years >= 50) & ~formed.stranger & (formed.head != np.arange(PEOPLE)))
    with_wife = men[np.abs(years[men] - years[formed.head[men]]) < 16]
    assert len(with_wife) > 300
    assert np.abs(years[with_wife] - years[formed.head[with_wife]]).max() < 12


def test_students_share_flats(formed: Together) -> None:
    sizes = np.bincount(formed.head[formed.student])
    assert sizes.max() == 5


def test_nobody_at_all_is_no_trouble(calibration: Calibration) -> None:
    none = form(
        np.random.default_rng(1),
        calibration.homes,
        calibration.ages("exeter"),
        np.empty(0),
        np.empty(0, bool),
    )
    assert len(none.head) == 0
