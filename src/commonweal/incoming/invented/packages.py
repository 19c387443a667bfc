"""Packages of social care: at home by frailty, residential or nursing for those in a care home."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from commonweal.incoming.invented.arrays import DAYS_A_YEAR, NEVER, Flags, Whole
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.care_homes import AT_HOME, CareHomes
from commonweal.incoming.invented.dice import Dice
from commonweal.incoming.invented.people import LIVING
from commonweal.incoming.invented.residents import Residents
from commonweal.incoming.invented.rows import Keys, dates, in_order, table, whole, words
from commonweal.incoming.invented.shape import BANDS
from commonweal.incoming.invented.use import Years

CARE_HOME_KINDS = ("residential", "nursing")
HOME_CARE_AGENCIES = 8


@dataclass(frozen=True)
class Packages:
    """One place a package, in order of person and start; `end` is the first day after it."""

    person: Whole
    start: Whole
    end: Whole
    going_on: Flags
    kind: Whole
    weekly_cost: Whole


def kinds_of(calibration: Calibration) -> list[str]:
    """What `Packages.kind` counts in."""
    return [*(package.kind for package in calibration.care.packages), *CARE_HOME_KINDS]


def arrange(dice: Dice, calibration: Calibration, them: Residents, years: Years, care: CareHomes) -> Packages:
    """Nobody has two packages of one kind at once, nor one at home once in a care home."""
    chance = dice.of("packages")
    until = np.minimum(them.last, care.moved)
    parts = [_in_care_homes(calibration, them, care)]
    for place, package in enumerate(calibration.care.packages):
        rate = np.array([package.starts[name] for name in BANDS])[years.band] * (
            years.age >= package.from_age
        )
        begins = chance.random(rate.shape) < 1 - np.exp(-rate * years.days / DAYS_A_YEAR)
        person = np.flatnonzero(begins.any(axis=1))
        year = begins[person].argmax(axis=1)
        start = years.start[person, year] + (chance.random(len(person)) * years.days[person, year]).astype(
            np.int64
        )
        lasts = 7 + (chance.exponential(package.weeks * 7, len(person))).astype(np.int64)
        parts.append(_at_home(person, start, lasts, place, package.weekly_cost, them, until))
    packages = Packages(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in Packages.__dataclass_fields__)
    )
    order = in_order(packages.person, packages.start)
    return Packages(*(getattr(packages, name)[order] for name in Packages.__dataclass_fields__))


def packages_table(keys: Keys, calibration: Calibration, packages: Packages, council: str | None) -> pa.Table:
    count = len(packages.person)
    columns = {
        "person": keys.of(packages.person),
        "kind": words(kinds_of(calibration), packages.kind),
        "start": dates(packages.start),
        "end": dates(packages.end, packages.going_on),
        "weekly_cost": whole(packages.weekly_cost),
        "provider": council,
        "record": keys.records("package", count),
    }
    return table("care_package", count, columns)


def _at_home(
    person: Whole, start: Whole, lasts: Whole, kind: int, cost: int, them: Residents, until: Whole
) -> Packages:
    kept = start < until[person] - 1
    person, start, lasts = person[kept], start[kept], lasts[kept]
    end = np.minimum(start + lasts, until[person])
    going_on = (end == them.last[person]) & (them.fate[person] == LIVING)
    return Packages(person, start, end, going_on, np.full(len(person), kind), np.full(len(person), cost))


def _in_care_homes(calibration: Calibration, them: Residents, care: CareHomes) -> Packages:
    person = np.flatnonzero(care.home != AT_HOME)
    nursing = care.nursing[care.home[person]].astype(np.int64)
    cost = np.array([calibration.care_homes.weekly_cost.value[name] for name in CARE_HOME_KINDS])[nursing]
    going_on = them.fate[person] == LIVING
    assert (care.moved[person] < NEVER).all()
    return Packages(
        person,
        care.moved[person],
        them.last[person],
        going_on,
        len(calibration.care.packages) + nursing,
        cost,
    )
