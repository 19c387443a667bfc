"""Who lives in a care home, which one, and since when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.incoming.invented.arrays import (
    DAYS_A_YEAR,
    NEVER,
    Flags,
    Number,
    Texts,
    Whole,
    chosen,
    step,
)
from commonweal.incoming.invented.calibration.names import read_names
from commonweal.incoming.invented.calibration.shape import ByAge
from commonweal.incoming.invented.history import age
from commonweal.incoming.invented.people.everyone import DIED, LIVING
from commonweal.incoming.invented.people.residents import Residents
from commonweal.incoming.invented.world import World

AT_HOME = -1
OLD = 65
MANY_DEFICITS = 16  # more make no difference
LIKELIEST = 0.9
UNEVEN = (0.75, 1.25)  # the smallest and largest home, to the average
SETTLED = 30  # days at home, and days in the care home, at least


@dataclass(frozen=True)
class CareHomes:
    """One place a home: `area`, `names`, `nursing`. One a person: `home` or AT_HOME, `moved` or NEVER."""

    area: Whole
    names: Texts
    nursing: Flags
    home: Whole
    moved: Whole


def move_in(world: World, them: Residents, deficits: Whole) -> CareHomes:
    """The frailer the likelier; `deficits` is each person's count at the end."""
    chance = world.chance("care homes")
    rules = world.calibration.care_homes
    lasts = chance.exponential(rules.years_resident.value * DAYS_A_YEAR, len(them)).astype(np.int64)
    earliest = np.maximum(them.moved_in, them.begins) + SETTLED
    moved = np.maximum(them.last - SETTLED - lasts, earliest)
    in_time = moved < them.last - SETTLED
    resident = in_time & (chance.random(len(them)) < _likely(world, them, deficits))
    return _homes(chance, world, them, resident, np.where(resident, moved, NEVER))


def _likely(world: World, them: Residents, deficits: Whole) -> Number:
    """How likely each person is to live in one at the end; nobody young, nobody who left."""
    rules = world.calibration.care_homes
    years = age(them.born, them.last)
    odds = np.exp(rules.leans_each_deficit.value * np.minimum(deficits, MANY_DEFICITS))
    likely = np.zeros(len(them))
    for fate, share in ((LIVING, rules.residents.value), (DIED, rules.of_deaths.value)):
        inside = (them.fate == fate) & (years >= OLD)
        likely[inside] = _shared(share, years[inside], odds[inside])
    return likely


def _shared(share: ByAge, years: Number, odds: Number) -> Number:
    """Leaning by the odds, yet the wanted share of each age on the whole."""
    group = np.searchsorted(sorted(share), years, side="right")
    people = np.bincount(group, minlength=len(share) + 1)
    mean = np.bincount(group, odds, minlength=len(share) + 1) / np.maximum(people, 1)
    return np.minimum(step(share, years) * odds / mean[group], LIKELIEST)


def _homes(
    chance: np.random.Generator, world: World, them: Residents, resident: Flags, moved: Whole
) -> CareHomes:
    """Enough homes of like size for those who live there now, who are dealt out; others come by chance."""
    rules = world.calibration.care_homes
    now = chance.permutation(np.flatnonzero(resident & (them.fate == LIVING)))
    count = max(1, round(len(now) / rules.people_in_a_home.value))
    sizes = chance.uniform(*UNEVEN, count)
    home = np.where(resident, chosen(sizes, chance.random(len(them))), AT_HOME)
    home[now] = chosen(sizes, (np.arange(len(now)) + 0.5) / max(len(now), 1))
    return CareHomes(
        area=chosen(world.places.people, chance.random(count)),
        names=_names(chance, count),
        nursing=chance.random(count) < rules.nursing.value,
        home=home,
        moved=moved,
    )


def _names(chance: np.random.Generator, count: int) -> Texts:
    words = read_names().care_homes
    first, last = (chance.integers(len(some), size=count) for some in (words.first, words.last))
    return np.array([f"{words.first[a]} {words.last[b]}" for a, b in zip(first, last, strict=True)])
