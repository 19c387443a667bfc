"""Who lives with whom: couples, families, students, sharers, people alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.incoming.invented.arrays import Flags, Number, Whole, step
from commonweal.incoming.invented.people_shapes import AgeStructure, Homes

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
    head = np.arange(len(years))
    luck = chance.random((4, len(years)))
    student = luck[0] < step(ages.students, years)
    child = ~student & (luck[1] < step(homes.with_parents.value, years))
    free = ~student & ~child
    paired = _couples(chance, homes, head, free, years, woman, luck[2])
    lone = free & ~paired & woman & (luck[3] < step(homes.lone_mothers.value, years))
    mothers = np.flatnonzero((paired | lone) & woman)
    orphans = _children(chance, head, np.flatnonzero(child), mothers, years)
    child[orphans] = False
    single = (free & ~paired & ~lone) | np.isin(np.arange(len(years)), orphans, assume_unique=True)
    sharing = single & (chance.random(len(years)) < step(homes.sharing.value, years))
    _flats(chance, head, np.flatnonzero(student), homes.people_in_a_student_flat.value, years)
    _flats(chance, head, np.flatnonzero(sharing), homes.people_in_a_shared_house.value, years)
    return Together(head, student, student | sharing)


def _couples(
    chance: np.random.Generator,
    homes: Homes,
    head: Whole,
    free: Flags,
    years: Number,
    woman: Flags,
    luck: Number,
) -> Flags:
    """Pairs women and men of like age; the woman is the head. Who is in a couple."""
    women = np.flatnonzero(free & woman & (luck < step(homes.couple_women.value, years)))
    men = np.flatnonzero(free & ~woman & (luck < step(homes.couple_men.value, years)))
    few = min(len(women), len(men))
    women = _by_age(chance, chance.permutation(women)[:few], years)
    men = _by_age(chance, chance.permutation(men)[:few], years)
    near = np.abs(years[women] - years[men]) < APART
    head[men[near]] = women[near]
    paired = np.zeros(len(years), dtype=bool)
    paired[women[near]] = paired[men[near]] = True
    return paired


def _by_age(chance: np.random.Generator, people: Whole, years: Number) -> Whole:
    return people[np.argsort(years[people] + chance.normal(0, 1.2, len(people)), kind="stable")]


def _children(
    chance: np.random.Generator, head: Whole, children: Whole, mothers: Whole, years: Number
) -> Whole:
    """Gives each child a mother of a likely age; grown-up children for whom there was none are returned."""
    if not len(mothers):
        return children
    mothers = mothers[np.argsort(years[mothers], kind="stable")]
    wanted = years[children] + np.clip(chance.normal(*MOTHER_AT, len(children)), YOUNGEST_MOTHER + 1, 45)
    near = max(
        MOTHERS_NEAR, len(mothers) // 100
    )  # any of these, so that one between wide gaps has no more than others
    place = np.searchsorted(years[mothers], wanted) + chance.integers(-near, near + 1, len(children))
    found = mothers[np.clip(place, 0, len(mothers) - 1)]
    older = years[found] - years[children]
    fits = (older >= YOUNGEST_MOTHER) & (older <= OLDEST_MOTHER)
    taken = fits | (years[children] < GROWN_UP)
    head[children[taken]] = found[taken]
    return children[~taken]


def _flats(chance: np.random.Generator, head: Whole, people: Whole, size: int, years: Number) -> None:
    """Puts people of like age together, `size` to a flat."""
    people = people[np.argsort(years[people] + chance.normal(0, 0.7, len(people)), kind="stable")]
    head[people] = people[np.arange(len(people)) // size * size]
