"""Who lives in a care home, which one, and since when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.incoming.invented.arrays import DAYS_A_YEAR, NEVER, Flags, Number, Texts, Whole, chosen, step
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.dice import Dice
from commonweal.incoming.invented.history import History, age
from commonweal.incoming.invented.identities import read_names
from commonweal.incoming.invented.people import DIED, LIVING
from commonweal.incoming.invented.places import Places
from commonweal.incoming.invented.residents import Residents
from commonweal.incoming.invented.shape import ByAge

AT_HOME = -1
OLD = 65
UNEVEN = (0.75, 1.25)  # the smallest and largest home, to the average
SETTLED = 30  # days at home, and days in the care home, at least


@dataclass(frozen=True)
class CareHomes:
    """The homes (`area`, `names`, `nursing`: one place a home) and each person's (`home`, or AT_HOME; `moved`, or
    NEVER: one place a person)."""

    area: Whole
    names: Texts
    nursing: Flags
    home: Whole
    moved: Whole


def move_in(
    dice: Dice, calibration: Calibration, places: Places, span: History, them: Residents, deficits: Whole
) -> CareHomes:
    """The frailer the likelier; `deficits` is each person's count at the end."""
    chance = dice.of("care homes")
    rules = calibration.care_homes
    years = age(them.born, them.last)
    likely = np.zeros(len(them))
    for fate, share in ((LIVING, rules.residents.value), (DIED, rules.of_deaths.value)):
        inside = (them.fate == fate) & (years >= OLD)
        likely[inside] = _likely(share, rules.leans_each_deficit.value, years[inside], deficits[inside])
    moved = (
        them.last
        - SETTLED
        - (chance.exponential(rules.years_resident.value * DAYS_A_YEAR, len(them))).astype(np.int64)
    )
    moved = np.maximum(moved, np.maximum(them.moved_in, them.begins) + SETTLED)
    resident = (chance.random(len(them)) < likely) & (moved < them.last - SETTLED)
    return _homes(chance, calibration, places, resident, np.where(resident, moved, NEVER), them)


def _likely(share: ByAge, leans: float, years: Number, deficits: Whole) -> Number:
    """Each person's chance, so that it is the wanted share of their age on the whole and leans to the frail."""
    group = np.searchsorted(sorted(share), years, side="right")
    odds = np.exp(leans * np.minimum(deficits, 16))
    chance = step(share, years)
    mean = np.bincount(group, odds, minlength=len(share) + 1) / np.maximum(
        np.bincount(group, minlength=len(share) + 1), 1
    )
    return np.minimum(chance * odds / mean[group], 0.9)


def _homes(
    chance: np.random.Generator,
    calibration: Calibration,
    places: Places,
    resident: Flags,
    moved: Whole,
    them: Residents,
) -> CareHomes:
    """Enough homes of like size for those who live there now, who are dealt out; others come by chance."""
    now = chance.permutation(np.flatnonzero(resident & (them.fate == LIVING)))
    count = max(1, round(len(now) / calibration.care_homes.people_in_a_home.value))
    sizes = chance.uniform(*UNEVEN, count)
    home = np.where(resident, chosen(sizes, chance.random(len(them))), AT_HOME)
    home[now] = chosen(sizes, (np.arange(len(now)) + 0.5) / max(len(now), 1))
    words = read_names().care_homes
    first = chance.integers(len(words.first), size=count)
    last = chance.integers(len(words.last), size=count)
    return CareHomes(
        area=chosen(places.people, chance.random(count)),
        names=np.array([f"{words.first[a]} {words.last[b]}" for a, b in zip(first, last, strict=True)]),
        nursing=chance.random(count) < calibration.care_homes.nursing.value,
        home=home,
        moved=moved,
    )
