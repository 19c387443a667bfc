"""How much care people use each year: by age, the more the frailer, most in the last year of life."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.incoming.invented.arrays import DAYS_A_YEAR, Number, Whole, spread_out, step
from commonweal.incoming.invented.care_shapes import Use
from commonweal.incoming.invented.history import History, age
from commonweal.incoming.invented.people import DIED
from commonweal.incoming.invented.residents import Residents
from commonweal.incoming.invented.shape import BANDS

A_YEAR = 365


@dataclass(frozen=True)
class Years:
    """A row a person, a column a year of the records: the days they are there, their age, band, and how much of it
    is the last year of their life."""

    start: Whole
    days: Whole
    age: Number
    band: Whole
    dying: Number


def years_of(span: History, them: Residents, bands: Whole) -> Years:
    """`bands` as of the start of the records and the end of each year; a year goes by the band it starts with."""
    edges = span.birthdays() + 1
    start = np.clip(edges[None, :-1], them.begins[:, None], them.last[:, None])
    end = np.clip(edges[None, 1:], them.begins[:, None], them.last[:, None])
    last_year = (
        np.clip(end - np.maximum(start, them.last[:, None] - A_YEAR), 0, None) * (them.fate == DIED)[:, None]
    )
    days = end - start
    return Years(start, days, age(them.born[:, None], start), bands[:, :-1], last_year / np.maximum(days, 1))


def times_used(chance: np.random.Generator, use: Use, years: Years, keenness: Number) -> tuple[Whole, Whole]:
    """Person and day of each use."""
    ratio = np.array([use.by_band[name] for name in BANDS])[years.band]
    ratio = ratio * (1 + (use.last_year - 1) * years.dying)
    weight = ratio / _average(use, years, ratio)
    expected = step(use.rate, years.age) * weight * keenness[:, None] * years.days / DAYS_A_YEAR
    cell, _ = spread_out(chance.poisson(expected).ravel())
    start, days = years.start.ravel()[cell], years.days.ravel()[cell]
    return cell // years.days.shape[1], start + (chance.random(len(cell)) * days).astype(np.int64)


def _average(use: Use, years: Years, ratio: Number) -> Number:
    """The average ratio of people of each age, so that rates are those of the average person."""
    group = np.searchsorted(sorted(use.rate), years.age.ravel(), side="right")
    days = np.bincount(group, years.days.ravel())
    mean = np.bincount(group, (years.days * ratio).ravel()) / np.maximum(days, 1)
    return np.asarray(np.maximum(mean, 1e-9)[group].reshape(ratio.shape))


def keenness(chance: np.random.Generator, spread: float, count: int) -> Number:
    """How much more than expected each person uses: 1 on average, with this spread."""
    shape = 1 / spread**2
    return chance.gamma(shape, 1 / shape, count)
