"""Who there is: everyone registered on the last day, and those who died or left in the years before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.incoming.invented.arrays import (
    DAYS_A_YEAR,
    Flags,
    Number,
    Whole,
    chosen,
    end_to_end,
    picked,
    step,
)
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.calibration.people_shapes import AgeStructure
from commonweal.incoming.invented.calibration.shape import ByAge
from commonweal.incoming.invented.history import History
from commonweal.incoming.invented.world import World

LIVING, DIED, LEFT = 0, 1, 2
OLDEST = 107
AGES = np.arange(OLDEST + 1)
YEARS_BEYOND_NINETY = 3.2  # mean of what is left in the open last band


@dataclass(frozen=True)
class People:
    """`last` is the first day a person is no longer there: after the last day of the records, of life, or of
    registration (0 while not yet known). `age` is in days on that day."""

    fate: Whole
    woman: Flags
    age: Whole
    last: Whole

    def __len__(self) -> int:
        return len(self.fate)

    @property
    def years(self) -> Number:
        return self.age / DAYS_A_YEAR


@dataclass(frozen=True)
class Numbers:
    """How many there are of each fate."""

    living: int
    died: int
    left: int

    @property
    def all(self) -> int:
        return self.living + self.died + self.left


def numbers(calibration: Calibration, ages: AgeStructure, living: int) -> Numbers:
    """Who belongs to the last years of a population with `living` people at the end of them."""
    died = living * calibration.years * _dying(calibration, ages).sum()
    left = living * calibration.years * calibration.people.left_each_year.value
    return Numbers(living, round(died), round(left))


def everyone(world: World, living: int) -> People:
    """Everyone of a chunk, in no order, with what is known of them before they have homes."""
    chance = world.chance("people")
    many = numbers(world.calibration, world.ages, living)
    parts = [
        _living(chance, world, many.living),
        _died(chance, world, many.died),
        _left(chance, world, many.left),
    ]
    return picked(end_to_end(parts), chance.permutation(many.all))


def _living(chance: np.random.Generator, world: World, count: int) -> People:
    years = _ages(chance, world.ages.people, count)
    woman = chance.random(count) < step(world.calibration.people.women.value, years)
    return People(np.full(count, LIVING), woman, _days(years), np.full(count, world.span.end))


def _died(chance: np.random.Generator, world: World, count: int) -> People:
    place = chosen(_dying(world.calibration, world.ages).ravel(), chance.random(count))
    years = np.minimum(place % len(AGES) + chance.random(count), OLDEST)
    last = _death_days(chance, world.calibration.deaths.winter.value, world.span, count) + 1
    return People(np.full(count, DIED), place >= len(AGES), _days(years), last)


def _left(chance: np.random.Generator, world: World, count: int) -> People:
    years = _ages(chance, world.calibration.people.leaver_ages.value, count)
    woman = chance.random(count) < step(world.calibration.people.women.value, years)
    return People(np.full(count, LEFT), woman, _days(years), np.zeros(count, dtype=np.int64))


def _ages(chance: np.random.Generator, people: ByAge, count: int) -> Number:
    """Ages in years: even within a band, falling away beyond the last."""
    lower = np.array(sorted(people), dtype=float)
    upper = np.append(lower[1:], max(lower[-1], 90))
    band = chosen([people[int(age)] for age in lower], chance.random(count))
    even = lower[band] + chance.random(count) * (upper - lower)[band]
    beyond = even + chance.exponential(YEARS_BEYOND_NINETY, count)
    return np.asarray(np.minimum(np.where(band == len(lower) - 1, beyond, even), OLDEST - 1))


def age_shares(people: ByAge) -> Number:
    """Share of people at each single year of AGES."""
    lower = np.array(sorted(people))
    band = np.searchsorted(lower, AGES, side="right") - 1
    width = np.append(np.diff(lower), 1)
    weight = np.array([people[int(age)] for age in lower])[band] / width[band]
    older = np.maximum(AGES - lower[-1], 0)
    tail = np.exp(-older / YEARS_BEYOND_NINETY) * (1 - np.exp(-1 / YEARS_BEYOND_NINETY))
    weight = np.where(band == len(lower) - 1, weight * tail, weight)
    return np.asarray(weight / weight.sum())


def _dying(calibration: Calibration, ages: AgeStructure) -> Number:
    """Deaths a year for each person living, by sex (men, women) and single year of age."""
    shares = age_shares(ages.people)
    women = step(calibration.people.women.value, AGES)
    men_die, women_die = step(calibration.deaths.men.value, AGES), step(calibration.deaths.women.value, AGES)
    return np.stack([shares * (1 - women) * men_die, shares * women * women_die])


def _death_days(chance: np.random.Generator, winter: float, span: History, count: int) -> Whole:
    """Days of death, commoner in winter: of two days, the wintrier one rather oftener."""
    days = span.first + (chance.random((2, count)) * (span.on - span.first)).astype(np.int64)
    cold = np.cos((days % DAYS_A_YEAR) / DAYS_A_YEAR * 2 * np.pi)
    first = chance.random(count) < 0.5 + winter / 2 * (cold[0] - cold[1])
    return np.asarray(np.where(first, days[0], days[1]))


def _days(years: Number) -> Whole:
    days: Whole = np.floor(np.maximum(years * DAYS_A_YEAR, 1)).astype(np.int64)
    return days
