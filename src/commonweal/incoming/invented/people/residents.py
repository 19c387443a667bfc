"""Everyone with their household and home: who was born when, came when, and is there until when."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from commonweal.incoming.invented.arrays import DAYS_A_YEAR, Flags, Number, Whole, step
from commonweal.incoming.invented.people.everyone import DIED, LEFT, LIVING, People
from commonweal.incoming.invented.people.homes import LATEST_MOVE, Homes, Households, settle
from commonweal.incoming.invented.people.households import APART, Together, form
from commonweal.incoming.invented.world import World

WIDOWED_FROM = 55
TOGETHER_AT_LEAST = 400  # days a couple shares a home before one of them dies
HERE_AT_LEAST = 60  # days before leaving
YEARS_BEFORE = 8.0  # mean years at the home before the present one


@dataclass(frozen=True)
class Residents:
    """One place a person. They are registered from `entered` until `last`; records begin on `begins`."""

    fate: Whole
    woman: Flags
    born: Whole
    entered: Whole
    begins: Whole
    last: Whole
    household: Whole
    moved_in: Whole
    stranger: Flags
    homes: Homes

    def __len__(self) -> int:
        return len(self.fate)


def house(world: World, people: People) -> Residents:
    """Puts people together in households and households in homes."""
    chance = world.chance("households")
    together = _together(chance, world, people)
    heads, household = np.unique(together.head, return_inverse=True)
    people = _leaving(chance, world, people, household)
    homes = settle(world, _households(people, together, household, len(heads)))
    born = people.last - people.age
    entered = np.maximum(_entered(chance, world, homes)[household], born)
    return Residents(
        fate=people.fate,
        woman=people.woman,
        born=born,
        entered=entered,
        begins=np.maximum(entered, world.span.first),
        last=people.last,
        household=household,
        moved_in=np.maximum(born, homes.since[household]),
        stranger=together.stranger,
        homes=homes,
    )


def _together(chance: np.random.Generator, world: World, people: People) -> Together:
    """Households of the living, and of those who left; of those who died, some are with the one they left."""
    count = len(people)
    whole = Together(np.arange(count), np.zeros(count, dtype=bool), np.zeros(count, dtype=bool))
    for fate in (LIVING, LEFT):
        them = np.flatnonzero(people.fate == fate)
        formed = form(chance, world.calibration.homes, world.ages, people.years[them], people.woman[them])
        whole.head[them] = them[formed.head]
        whole.student[them] = formed.student
        whole.stranger[them] = formed.stranger
    _widow(chance, world, people, whole.head)
    return whole


def _widow(chance: np.random.Generator, world: World, people: People, head: Whole) -> None:
    """Gives some of those who died a home with someone of like age who now lives alone."""
    would_be = people.years + (world.span.end - people.last) / DAYS_A_YEAR
    old_enough = people.years >= WIDOWED_FROM
    alone = (people.fate == LIVING) & (np.bincount(head, minlength=len(head))[head] == 1) & old_enough
    died = (people.fate == DIED) & old_enough & (chance.random(len(people)) < _coupled(world, people))
    for woman in (False, True):
        gone = chance.permutation(np.flatnonzero(died & (people.woman == woman)))
        here = chance.permutation(np.flatnonzero(alone & (people.woman != woman)))
        few = min(len(gone), len(here))
        gone, here = (some[:few][np.argsort(would_be[some[:few]], kind="stable")] for some in (gone, here))
        near = np.abs(would_be[gone] - would_be[here]) < APART
        head[gone[near]] = here[near]


def _coupled(world: World, people: People) -> Number:
    homes = world.calibration.homes
    women, men = (step(table.value, people.years) for table in (homes.couple_women, homes.couple_men))
    return np.where(people.woman, women, men)


def _leaving(chance: np.random.Generator, world: World, people: People, household: Whole) -> People:
    """The day each household that left did, for everyone in it."""
    first = world.span.first + HERE_AT_LEAST
    days = first + (chance.random(len(people)) * (world.span.on - first)).astype(np.int64)
    return replace(people, last=np.where(people.fate == LEFT, days[household], people.last))


def _households(people: People, together: Together, household: Whole, count: int) -> Households:
    """Each household, told by its members."""
    oldest, until = np.zeros(count), np.zeros(count, dtype=np.int64)
    np.maximum.at(oldest, household, people.years)
    np.maximum.at(until, household, people.last - 1)
    first_gone = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(first_gone, household, people.last)
    student, died = np.zeros(count, dtype=bool), np.ones(count, dtype=bool)
    student[household[together.student]] = True
    died[household[people.fate != DIED]] = False
    return Households(
        oldest=oldest,
        student=student,
        alone=np.bincount(household, minlength=count) == 1,
        died=died,
        until=until,
        not_after=np.where(first_gone < until, first_gone - TOGETHER_AT_LEAST, until - LATEST_MOVE),
    )


def _entered(chance: np.random.Generator, world: World, homes: Homes) -> Whole:
    """The first day each household is registered: on coming from outside, else before the records begin."""
    years = chance.exponential(YEARS_BEFORE, len(homes))
    earlier = np.minimum(homes.since, world.span.first) - (years * DAYS_A_YEAR).astype(np.int64)
    return np.where(homes.arrived, homes.since, earlier)
