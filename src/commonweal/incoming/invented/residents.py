"""Everyone with their household and home: who was born when, came when, and is there until when."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from commonweal.incoming.invented.arrays import DAYS_A_YEAR, Flags, Whole, step
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.dice import Dice
from commonweal.incoming.invented.history import History
from commonweal.incoming.invented.homes import Homes, Households, settle
from commonweal.incoming.invented.households import APART, Together, form
from commonweal.incoming.invented.people import DIED, LEFT, LIVING, People
from commonweal.incoming.invented.people_shapes import AgeStructure
from commonweal.incoming.invented.places import Places

WIDOWED_FROM = 55
TOGETHER_AT_LEAST = 400  # days a couple shares a home before one of them dies
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


def house(
    dice: Dice, calibration: Calibration, ages: AgeStructure, places: Places, span: History, people: People
) -> Residents:
    """Puts people together in households and households in homes."""
    chance = dice.of("households")
    together = _together(chance, calibration, ages, span, people)
    heads, household = np.unique(together.head, return_inverse=True)
    people = _leaving(chance, span, people, household, len(heads))
    homes = settle(
        dice.of("homes"), calibration, places, span, _households(people, together, household, len(heads))
    )
    born = people.last - people.age
    moved_in = np.maximum(born, homes.since[household])
    entered = _entered(chance, span, homes, household, born)
    return Residents(
        fate=people.fate,
        woman=people.woman,
        born=born,
        entered=entered,
        begins=np.maximum(entered, span.first),
        last=people.last,
        household=household,
        moved_in=moved_in,
        stranger=together.stranger,
        homes=homes,
    )


def _together(
    chance: np.random.Generator, calibration: Calibration, ages: AgeStructure, span: History, people: People
) -> Together:
    """Households of the living, of those who left, and of those who died: some of these with the one they left."""
    count = len(people)
    whole = Together(np.arange(count), np.zeros(count, dtype=bool), np.zeros(count, dtype=bool))
    for fate in (LIVING, LEFT):
        them = np.flatnonzero(people.fate == fate)
        formed = form(chance, calibration.homes, ages, people.years[them], people.woman[them])
        whole.head[them] = them[formed.head]
        whole.student[them] = formed.student
        whole.stranger[them] = formed.stranger
    _widow(chance, calibration, span, people, whole)
    return whole


def _widow(
    chance: np.random.Generator, calibration: Calibration, span: History, people: People, whole: Together
) -> None:
    """Gives some of those who died a home with someone of like age who now lives alone."""
    would_be = people.years + (span.end - people.last) / DAYS_A_YEAR
    sizes = np.bincount(whole.head, minlength=len(people))[whole.head]
    alone = (people.fate == LIVING) & (sizes == 1) & (people.years >= WIDOWED_FROM)
    share = np.where(
        people.woman,
        step(calibration.homes.couple_women.value, people.years),
        step(calibration.homes.couple_men.value, people.years),
    )
    died = (people.fate == DIED) & (people.years >= WIDOWED_FROM) & (chance.random(len(people)) < share)
    for woman in (False, True):
        gone = chance.permutation(np.flatnonzero(died & (people.woman == woman)))
        here = chance.permutation(np.flatnonzero(alone & (people.woman != woman)))
        few = min(len(gone), len(here))
        gone, here = (group[:few][np.argsort(would_be[group[:few]], kind="stable")] for group in (gone, here))
        near = np.abs(would_be[gone] - would_be[here]) < APART
        whole.head[gone[near]] = here[near]


def _leaving(
    chance: np.random.Generator, span: History, people: People, household: Whole, count: int
) -> People:
    """The day each household that left did, for everyone in it."""
    days = span.first + 60 + (chance.random(count) * (span.on - span.first - 60)).astype(np.int64)
    return replace(people, last=np.where(people.fate == LEFT, days[household], people.last))


def _households(people: People, together: Together, household: Whole, count: int) -> Households:
    """Each household, told by its members."""
    oldest = np.zeros(count)
    np.maximum.at(oldest, household, people.years)
    until = np.zeros(count, dtype=np.int64)
    np.maximum.at(until, household, people.last - 1)
    first_gone = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(first_gone, household, people.last)
    student = np.zeros(count, dtype=bool)
    student[household[together.student]] = True
    alone = np.bincount(household, minlength=count) == 1
    not_after = np.where(first_gone < until, first_gone - TOGETHER_AT_LEAST, until - 30)
    died = np.ones(count, dtype=bool)
    died[household[people.fate != DIED]] = False
    return Households(oldest, student, alone, died, until, not_after)


def _entered(
    chance: np.random.Generator, span: History, homes: Homes, household: Whole, born: Whole
) -> Whole:
    """The first day registered: on coming from outside, else at birth or some years before the records begin."""
    earlier = np.minimum(homes.since, span.first) - (
        chance.exponential(YEARS_BEFORE, len(homes)) * DAYS_A_YEAR
    ).astype(np.int64)
    entered = np.where(homes.arrived, homes.since, earlier)
    return np.maximum(entered[household], born)
