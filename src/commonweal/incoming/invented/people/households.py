"""Who lives with whom: couples, families, students, sharers, people alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.incoming.invented.arrays import Flags, Number, Whole, step
from commonweal.incoming.invented.calibration.people_shapes import AgeStructure, Homes

MOTHER_AT = (30.5, 5.5)  # a mother's age when a child is born: mean and spread
YOUNGEST_MOTHER, OLDEST_MOTHER = 16, 50
MOTHERS_NEAR = 3
GROWN_UP = 18
APART = 12.0  # years; people further apart in age are not made a couple


@dataclass(frozen=True)
class Together:
    """For each person, the first person of their household (`head`), whether they are students in a flat, and
    whether they live with people they are not related to."""

    head: Whole
    student: Flags
    stranger: Flags


def form(
    chance: np.random.Generator, homes: Homes, ages: AgeStructure, years: Number, woman: Flags
) -> Together:
    """Households of people of these ages and sexes; each person is in exactly one."""
    luck = chance.random((4, len(years)))
    student = luck[0] < step(ages.students, years)
    child = ~student & (luck[1] < step(homes.with_parents.value, years))
    free = ~student & ~child
    head = _couples(chance, homes, free, years, woman)
    paired = np.bincount(head, minlength=len(head))[head] > 1
    lone = free & ~paired & woman & (luck[2] < step(homes.lone_mothers.value, years))
    _children(chance, head, np.flatnonzero(child), np.flatnonzero((paired | lone) & woman), years)
    without_mother = child & (head == np.arange(len(head)))
    single = (free & ~paired & ~lone) | without_mother
    sharing = single & (luck[3] < step(homes.sharing.value, years))
    _flats(chance, head, np.flatnonzero(student), homes.people_in_a_student_flat.value, years)
    _flats(chance, head, np.flatnonzero(sharing), homes.people_in_a_shared_house.value, years)
    return Together(head, student, student | sharing)


def _couples(chance: np.random.Generator, homes: Homes, free: Flags, years: Number, woman: Flags) -> Whole:
    """Everyone's head, where women and men of like age make couples and she is the head."""
    head = np.arange(len(years))
    share = np.where(woman, step(homes.couple_women.value, years), step(homes.couple_men.value, years))
    willing = free & (chance.random(len(years)) < share)
    women = chance.permutation(np.flatnonzero(willing & woman))
    men = chance.permutation(np.flatnonzero(willing & ~woman))
    few = min(len(women), len(men))
    women, men = (_by_age(chance, some[:few], years, 1.2) for some in (women, men))
    near = np.abs(years[women] - years[men]) < APART
    head[men[near]] = women[near]
    return head


def _children(
    chance: np.random.Generator, head: Whole, children: Whole, mothers: Whole, years: Number
) -> None:
    """Gives each child a mother of a likely age; a grown-up child for whom there is none stays alone."""
    if not len(mothers):
        return
    mothers = mothers[np.argsort(years[mothers], kind="stable")]
    wanted = years[children] + np.clip(chance.normal(*MOTHER_AT, len(children)), YOUNGEST_MOTHER + 1, 45)
    # One of several near: the very nearest would fill the homes of mothers who have no one of like age.
    near = max(MOTHERS_NEAR, len(mothers) // 100)
    place = np.searchsorted(years[mothers], wanted) + chance.integers(-near, near + 1, len(children))
    found = mothers[np.clip(place, 0, len(mothers) - 1)]
    older = years[found] - years[children]
    fits = (older >= YOUNGEST_MOTHER) & (older <= OLDEST_MOTHER) | (years[children] < GROWN_UP)
    head[children[fits]] = found[fits]


def _flats(chance: np.random.Generator, head: Whole, people: Whole, size: int, years: Number) -> None:
    """Puts people of like age together, `size` to a flat."""
    people = _by_age(chance, people, years, 0.7)
    head[people] = people[np.arange(len(people)) // size * size]


def _by_age(chance: np.random.Generator, people: Whole, years: Number, blur: float) -> Whole:
    return people[np.argsort(years[people] + chance.normal(0, blur, len(people)), kind="stable")]
