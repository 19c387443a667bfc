"""Which medicines people take, from when until when, and how many that makes each year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.incoming.invented.arrays import DAYS_A_YEAR, NEVER, Whole
from commonweal.incoming.invented.people.residents import Residents
from commonweal.incoming.invented.world import World


@dataclass(frozen=True)
class Repeats:
    """The first day of each medicine and the first day no more, a row a person and a column a medicine."""

    start: Whole
    stop: Whole


def prescribe(world: World, them: Residents, began: Whole) -> Repeats:
    """Repeat medicines, from soon after a condition begins until they are stopped or the person goes."""
    chance, rules = world.chance("medicines"), world.calibration.prescribing
    onset = {one.name: began[:, place] for place, one in enumerate(world.calibration.conditions)}
    start = np.full((len(them), len(world.calibration.medicines)), NEVER)
    for column, medicine in enumerate(world.calibration.medicines):
        may = ~them.woman | (medicine.code not in world.calibration.only_men)
        for name, share in medicine.given.items():
            wait = (chance.random(len(them)) * rules.starts_within_days.value).astype(np.int64)
            given = (onset[name] < NEVER) & may & (chance.random(len(them)) < share)
            start[:, column] = np.minimum(start[:, column], np.where(given, onset[name] + wait, NEVER))
    start = np.maximum(start, them.begins[:, None])
    lasts = chance.exponential(DAYS_A_YEAR / rules.stopped_each_year.value, start.shape).astype(np.int64)
    return Repeats(start, np.minimum(start + lasts, them.last[:, None]))


def taken_in_year_to(repeats: Repeats, day: int) -> Whole:
    """How many different repeat medicines each person was given in the year up to the day."""
    given = (repeats.start <= day) & (repeats.stop > np.maximum(repeats.start, day - 365))
    return np.asarray(given.sum(axis=1))
