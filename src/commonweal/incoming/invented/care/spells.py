"""Stays in a hospital bed, none of a person's overlapping another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from commonweal.incoming.invented.arrays import Flags, Number, Whole, end_to_end, picked, step
from commonweal.incoming.invented.calibration.care_shapes import Spell
from commonweal.incoming.invented.care.use import Years, times_used
from commonweal.incoming.invented.history import age
from commonweal.incoming.invented.people.everyone import DIED, LIVING
from commonweal.incoming.invented.people.residents import Residents
from commonweal.incoming.invented.world import World

MINUTE, HOUR, DAY = 60, 3_600, 86_400  # seconds
LONGEST = 180  # nights
SHORTEST = 30 * MINUTE
FAR_APART = 1 << 36  # seconds; more than any history is long


@dataclass(frozen=True)
class Stays:
    """One place a stay: start and end in seconds since 1970; `going_on` where it has not ended."""

    person: Whole
    start: Whole
    end: Whole
    kind: Whole
    going_on: Flags


def stays(
    chance: np.random.Generator,
    world: World,
    them: Residents,
    years: Years,
    keen: Number,
    died_in_hospital: Whole,
) -> Stays:
    """In order of person and start; `kind` is a place in the calibration's spells.

    People who died in hospital were there until they did; others who died were out by the day before.
    """
    kinds = world.calibration.care.spells
    drawn = [_stays(chance, kind, place, them, years, keen) for place, kind in enumerate(kinds)]
    last = _last(chance, kinds, them, died_in_hospital)
    limit = (them.last - (them.fate == DIED)) * DAY
    limit[last.person] = last.start
    all_ = end_to_end([_until(end_to_end(drawn), limit, them), last])
    return picked(all_, apart(all_.person, all_.start, all_.end))


def cost(kinds: Sequence[Spell], them: Stays) -> Whole:
    """In pence: for coming in, and for each night."""
    coming_in, night = (np.array([getattr(k, name) for k in kinds]) for name in ("cost", "cost_a_night"))
    return np.asarray(coming_in[them.kind] + night[them.kind] * ((them.end - them.start) // DAY))


def apart(person: Whole, start: Whole, end: Whole) -> Whole:
    """The places, in order of person and start, of stays that begin after the person's earlier ones ended."""
    order = np.lexsort((start, person))
    while True:
        who, begins, ends = person[order], start[order], end[order]
        latest = np.maximum.accumulate(ends + who * FAR_APART) - who * FAR_APART
        within = np.zeros(len(order), dtype=bool)
        within[1:] = (who[1:] == who[:-1]) & (begins[1:] < latest[:-1])
        # Only the first of several goes at a time: the next may be free once it has gone.
        first = within & ~np.append(False, within[:-1])
        if not first.any():
            return order
        order = order[~first]


def _stays(
    chance: np.random.Generator, kind: Spell, place: int, them: Residents, years: Years, keen: Number
) -> Stays:
    """In by day or night for some nights, out by day; or in and out on one day."""
    person, day = times_used(chance, kind, years, keen)
    count = len(person)
    nights = _nights(chance, kind, age(them.born[person], day))
    one_day = chance.random(count) < kind.same_day
    comes = np.where(one_day, 8, chance.integers(8, 22, count)) * HOUR
    goes = np.where(
        one_day, comes + chance.integers(2, 12, count) * HOUR, chance.integers(10, 17, count) * HOUR
    )
    end = (day + np.where(one_day, 0, nights)) * DAY + goes
    return Stays(person, day * DAY + comes, end, np.full(count, place), np.zeros(count, dtype=bool))


def _last(chance: np.random.Generator, kinds: Sequence[Spell], them: Residents, person: Whole) -> Stays:
    """The stays that people died in: in by the morning of some day, until the afternoon of the last."""
    emergency = next(place for place, kind in enumerate(kinds) if kind.method == "emergency")
    count, day = len(person), them.last[person] - 1
    nights = _nights(chance, kinds[emergency], age(them.born[person], day))
    start = np.maximum(day - nights, them.begins[person]) * DAY + chance.integers(12, size=count) * HOUR
    end = day * DAY + chance.integers(12, 24, count) * HOUR
    return Stays(person, start, end, np.full(count, emergency), np.zeros(count, dtype=bool))


def _until(them: Stays, limit: Whole, residents: Residents) -> Stays:
    """Each stay cut short at the person's limit; those that would hardly have begun are left out."""
    limit = limit[them.person]
    going_on = (them.end >= limit) & (residents.fate[them.person] == LIVING)
    cut = Stays(them.person, them.start, np.minimum(them.end, limit), them.kind, going_on)
    return picked(cut, np.flatnonzero(them.start <= limit - SHORTEST))


def _nights(chance: np.random.Generator, kind: Spell, years: Number) -> Whole:
    middle = np.log(step(kind.nights, years)) - kind.nights_spread**2 / 2
    return np.clip(np.ceil(chance.lognormal(middle, kind.nights_spread)), 1, LONGEST).astype(np.int64)
