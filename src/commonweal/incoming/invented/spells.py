"""Stays in a hospital bed, none of a person's overlapping another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.incoming.invented.arrays import Flags, Number, Whole, step
from commonweal.incoming.invented.care_shapes import Spell
from commonweal.incoming.invented.history import age
from commonweal.incoming.invented.residents import Residents
from commonweal.incoming.invented.use import Years, times_used

DAY = 86_400
LONGEST = 180  # nights


@dataclass(frozen=True)
class Stays:
    """One place a stay: start and end in seconds since 1970; `going_on` where it has not ended."""

    person: Whole
    start: Whole
    end: Whole
    kind: Whole
    going_on: Flags
    cost: Whole


def stays(
    chance: np.random.Generator,
    kinds: tuple[Spell, ...],
    them: Residents,
    years: Years,
    keen: Number,
    on: int,
) -> Stays:
    """In order of person and start."""
    person, day, kind, nights = _drawn(chance, kinds, them, years, keen)
    start = day * DAY + np.where(nights > 0, 8 + chance.integers(0, 14, len(day)), 8) * 3600
    leaves = (day + nights) * DAY + (10 + chance.integers(0, 7, len(day))) * 3600
    same_day = start + (2 + chance.integers(0, 10, len(day))) * 3600
    end = np.where(nights > 0, leaves, same_day)
    died_there = end >= them.last[person] * DAY
    end = np.where(died_there, np.maximum(them.last[person] * DAY - 3600, start + 1800), end)
    going_on = died_there & (them.last[person] == on + 1)
    kept = _apart(person, start, end)
    cost = np.array([k.cost for k in kinds])[kind] + np.array([k.cost_a_night for k in kinds])[kind] * (
        (end - start) // DAY
    )
    return Stays(*(column[kept] for column in (person, start, end, kind, going_on, cost)))


def _drawn(
    chance: np.random.Generator, kinds: tuple[Spell, ...], them: Residents, years: Years, keen: Number
) -> tuple[Whole, Whole, Whole, Whole]:
    parts = []
    for place, kind in enumerate(kinds):
        person, day = times_used(chance, kind, years, keen)
        mean = np.log(step(kind.nights, age(them.born[person], day))) - kind.nights_spread**2 / 2
        nights = np.ceil(chance.lognormal(mean, kind.nights_spread)).astype(np.int64)
        same_day = chance.random(len(person)) < kind.same_day
        parts.append(
            (person, day, np.full(len(person), place), np.where(same_day, 0, np.minimum(nights, LONGEST)))
        )
    return tuple(np.concatenate(columns) for columns in zip(*parts, strict=True))  # type: ignore[return-value]


def _apart(person: Whole, start: Whole, end: Whole) -> Whole:
    """The places, in order, of stays that begin after all earlier ones of the same person have ended."""
    order = np.lexsort((start, person))
    while True:
        who, begins, ends = person[order], start[order], end[order]
        latest = np.maximum.accumulate(ends + who * (1 << 36)) - who * (1 << 36)
        overlaps = np.zeros(len(order), dtype=bool)
        overlaps[1:] = (who[1:] == who[:-1]) & (begins[1:] < latest[:-1])
        first = overlaps & ~np.append(False, overlaps[:-1])
        if not first.any():
            return order
        order = order[~first]
