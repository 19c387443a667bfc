"""How much care people use each year: by age, the more the frailer, most in the last year of life."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.incoming.invented.arrays import DAYS_A_YEAR, Number, Whole, spread_out, step
from commonweal.incoming.invented.calibration.care_shapes import Use
from commonweal.incoming.invented.calibration.shape import BANDS
from commonweal.incoming.invented.history import age
from commonweal.incoming.invented.people.everyone import DIED
from commonweal.incoming.invented.people.residents import Residents
from commonweal.incoming.invented.world import World

A_YEAR = 365
NO_DECILE = 0  # of people without a home


@dataclass(frozen=True)
class Years:
    """A row a person, a column a year of the records: the first of the days they are there and how many,
    their age and band on it, and how much of the year is the last of their life. `decile` is one place a
    person, NO_DECILE for people without a home."""

    start: Whole
    days: Whole
    age: Number
    band: Whole
    dying: Number
    decile: Whole


def years_of(world: World, them: Residents, bands: Whole) -> Years:
    """`bands` are those at the start of the records and the end of each year; a year goes by the last."""
    edges = world.span.birthdays()[None, :] + 1
    there = np.clip(edges, them.begins[:, None], them.last[:, None])
    start, end = there[:, :-1], there[:, 1:]
    last_year = np.where(them.fate == DIED, them.last - A_YEAR, them.last)[:, None]
    dying = np.maximum(end - np.maximum(start, last_year), 0) / np.maximum(end - start, 1)
    decile = np.append(world.places.deciles, NO_DECILE)[them.homes.area][them.household]
    return Years(start, end - start, age(them.born[:, None], start), bands[:, :-1], dying, decile)


def keenness(chance: np.random.Generator, spread: float, count: int) -> Number:
    """How much more than expected each person uses: 1 on average, with this spread."""
    shape = 1 / spread**2
    return chance.gamma(shape, 1 / shape, count)


def times_used(chance: np.random.Generator, use: Use, years: Years, keen: Number) -> tuple[Whole, Whole]:
    """Person and day of each use."""
    ratio = np.array([use.by_band[name] for name in BANDS])[years.band]
    ratio = ratio * (1 + (use.last_year - 1) * years.dying) * _by_decile(use, years.decile)
    a_year = step(use.rate, years.age) * ratio / _average(use, years, ratio)
    times = chance.poisson(a_year * keen[:, None] * years.days / DAYS_A_YEAR)
    cell, _ = spread_out(times.ravel())
    start, days = years.start.ravel()[cell], years.days.ravel()[cell]
    return cell // times.shape[1], start + (chance.random(len(cell)) * days).astype(np.int64)


def _by_decile(use: Use, decile: Whole) -> Number:
    return step(use.by_decile, np.maximum(decile, 1))[:, None]


def _average(use: Use, years: Years, ratio: Number) -> Number:
    """The average ratio of people of each age, so that rates are those of the average person."""
    group = np.searchsorted(sorted(use.rate), years.age.ravel(), side="right")
    days = np.bincount(group, years.days.ravel())
    mean = np.bincount(group, (years.days * ratio).ravel()) / np.maximum(days, 1)
    return np.asarray(np.maximum(mean, 1e-9)[group].reshape(ratio.shape))
