"""Small areas and their practices."""

import numpy as np
import pytest

from commonweal.blueprint import Blueprint
from commonweal.incoming.invented.places import Places, places


@pytest.fixture(scope="module")
def exeters(exeter: Blueprint) -> Places:
    return places(exeter, student_quarter=0.12, reach=1.2)


def test_lists_have_the_sizes_declared(exeters: Places, exeter: Blueprint) -> None:
    got = exeters.people @ exeters.practice_shares[:-1]
    wanted = np.array([practice.people for practice in exeter.practices], dtype=float)
    assert np.abs(got / got.sum() - wanted / wanted.sum()).max() < 0.005


def test_every_resident_has_a_practice(exeters: Places) -> None:
    assert exeters.practice_shares.sum(axis=1) == pytest.approx(1.0)


def test_residents_of_a_small_area_use_a_few_near_practices(exeters: Places) -> None:
    most_used = np.sort(exeters.practice_shares[:-1], axis=1)[:, ::-1]
    assert np.median(most_used[:, :3].sum(axis=1)) > 0.6


def test_students_have_a_quarter(exeters: Places) -> None:
    share = exeters.people[exeters.student_quarter].sum() / exeters.people.sum()
    assert share == pytest.approx(0.12, abs=0.02)


def test_a_place_without_students_has_none(exeter: Blueprint) -> None:
    assert not places(exeter, student_quarter=0.0, reach=1.2).student_quarter.any()
