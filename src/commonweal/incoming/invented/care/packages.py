"""Packages of social care: at home by frailty, residential or nursing for those in a care home."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from commonweal.incoming.invented.arrays import DAYS_A_YEAR, Flags, Whole, end_to_end, picked
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.calibration.care_shapes import Package
from commonweal.incoming.invented.calibration.shape import BANDS
from commonweal.incoming.invented.care.use import Years
from commonweal.incoming.invented.people.care_homes import AT_HOME, CareHomes
from commonweal.incoming.invented.people.everyone import LIVING
from commonweal.incoming.invented.people.residents import Residents
from commonweal.incoming.invented.rows import dates, in_order, table, words
from commonweal.incoming.invented.world import World

IN_A_CARE_HOME = ("residential", "nursing")
SHORTEST = 7  # days


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
    return [*(package.kind for package in calibration.care.packages), *IN_A_CARE_HOME]


def arrange(world: World, them: Residents, years: Years, care: CareHomes) -> Packages:
    """Each person has at most one package of a kind, and none at home once in a care home."""
    chance, kinds = world.chance("packages"), enumerate(world.calibration.care.packages)
    at_home = [_at_home(chance, package, place, them, years, care) for place, package in kinds]
    packages = end_to_end([_in_care_homes(world, them, care), *at_home])
    return picked(packages, in_order(packages.person, packages.start))


def packages_table(world: World, packages: Packages, council: str | None) -> pa.Table:
    columns = {
        "person": world.keys.of(packages.person),
        "kind": words(kinds_of(world.calibration), packages.kind),
        "start": dates(packages.start),
        "end": dates(packages.end, packages.going_on),
        "weekly_cost": pa.array(packages.weekly_cost),
        "provider": council,
        "record": world.keys.records("package", len(packages.person)),
    }
    return table("care_package", len(packages.person), columns)


def _at_home(
    chance: np.random.Generator, package: Package, place: int, them: Residents, years: Years, care: CareHomes
) -> Packages:
    """In the first year in which it is begun, for a while, unless the person goes sooner."""
    a_year = np.array([package.starts[name] for name in BANDS])[years.band] * (years.age >= package.from_age)
    begun = chance.random(a_year.shape) < 1 - np.exp(-a_year * years.days / DAYS_A_YEAR)
    person = np.flatnonzero(begun.any(axis=1))
    year = begun[person].argmax(axis=1)
    start = years.start[person, year] + (chance.random(len(person)) * years.days[person, year]).astype(
        np.int64
    )
    end = start + SHORTEST + chance.exponential(package.weeks * 7, len(person)).astype(np.int64)
    until = np.minimum(them.last, care.moved)[person]
    in_time = np.flatnonzero(start < until - 1)
    going_on = (end >= them.last[person]) & (them.fate[person] == LIVING) & (until == them.last[person])
    kind, cost = np.full(len(person), place), np.full(len(person), package.weekly_cost)
    return picked(Packages(person, start, np.minimum(end, until), going_on, kind, cost), in_time)


def _in_care_homes(world: World, them: Residents, care: CareHomes) -> Packages:
    person = np.flatnonzero(care.home != AT_HOME)
    nursing = care.nursing[care.home[person]].astype(np.int64)
    costs = world.calibration.care_homes.weekly_cost.value
    return Packages(
        person=person,
        start=care.moved[person],
        end=them.last[person],
        going_on=them.fate[person] == LIVING,
        kind=len(world.calibration.care.packages) + nursing,
        weekly_cost=np.array([round(costs[name]) for name in IN_A_CARE_HOME])[nursing],
    )
