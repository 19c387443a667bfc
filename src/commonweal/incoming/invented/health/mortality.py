"""Who it was that died: of people of one sex and like age, the frailer the likelier."""

from __future__ import annotations

import numpy as np

from commonweal.incoming.invented.arrays import DAYS_A_YEAR, Number, Whole
from commonweal.incoming.invented.calibration.shape import BANDS
from commonweal.incoming.invented.health.conditions import (
    Ceilings,
    ages_at_onset,
    days_of_onset,
    deficits_of,
    older_than_their_years,
)
from commonweal.incoming.invented.health.frailty import band
from commonweal.incoming.invented.people.everyone import DIED
from commonweal.incoming.invented.people.residents import Residents
from commonweal.incoming.invented.world import World

MIGHT_HAVE_BEEN = 6  # people drawn for each who died
BLOCK = 40  # people who died, of one sex and like age, chosen together
HALF_A_YEAR = 0.5  # before death: what those who die in a year have at its beginning, on average
MEDICINES_A_DEFICIT = 0.1  # how much likelier each deficit makes polypharmacy, one deficit more


def begin(world: World, tops: Ceilings, them: Residents) -> Whole:
    """The day each condition begins in each person, a row a person; NEVER where it does not in life."""
    older = older_than_their_years(world, them)
    ages = ages_at_onset(world.chance("conditions"), world.calibration, tops, older, them.woman)
    died = np.flatnonzero(them.fate == DIED)
    ages[died] = _of_those_who_died(world, tops, them, died, older[died])
    return days_of_onset(them, ages)


def _of_those_who_died(world: World, tops: Ceilings, them: Residents, died: Whole, older: Number) -> Number:
    """Several are drawn for each who died; those are kept who might rather have."""
    chance = world.chance("conditions of those who died")
    age = (them.last[died] - them.born[died]) / DAYS_A_YEAR
    order = np.lexsort((age, them.woman[died]))
    copies = np.repeat(order, MIGHT_HAVE_BEEN)
    ages = ages_at_onset(chance, world.calibration, tops, older[copies], them.woman[died][copies])
    soon = chance.exponential(1 / _hazard(chance, world, ages, age[copies] - HALF_A_YEAR))
    return np.asarray(ages[_soonest(soon, order, older)])


def _hazard(chance: np.random.Generator, world: World, ages: Number, at: Number) -> Number:
    """How likely each is to die, by the band they would be in at that age."""
    deaths = world.calibration.deaths
    found = (deficits_of(world.calibration.conditions, ages) <= at[:, None]).sum(axis=1)
    found += chance.random(len(found)) < found * MEDICINES_A_DEFICIT
    ratio = np.array([deaths.ratio_by_band.value[name] for name in BANDS])
    return np.asarray((ratio**deaths.sharpened.value)[band(found)])


def _soonest(soon: Number, order: Whole, older: Number) -> Whole:
    """For each who died, the one kept: of each block those who would die soonest, dealt out by `older`."""
    kept = np.empty(len(order), dtype=np.int64)
    for first in range(0, len(order), BLOCK):
        block = order[first : first + BLOCK]
        begin = first * MIGHT_HAVE_BEEN
        drawn = (
            begin
            + np.argsort(soon[begin : begin + len(block) * MIGHT_HAVE_BEEN], kind="stable")[: len(block)]
        )
        of = older[order[drawn // MIGHT_HAVE_BEEN]]
        kept[block[np.argsort(older[block], kind="stable")]] = drawn[np.argsort(of, kind="stable")]
    return kept
