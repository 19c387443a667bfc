"""When each person's conditions begin: earlier in those older than their years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from commonweal.incoming.invented.arrays import DAYS_A_YEAR, NEVER, Flags, Number, Whole, step
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.calibration.health_shapes import Condition
from commonweal.incoming.invented.people.everyone import AGES, age_shares
from commonweal.incoming.invented.people.homes import TENTHS, TENURES
from commonweal.incoming.invented.people.residents import Residents
from commonweal.incoming.invented.world import World

POINTS = 9  # of the bell, in the reckoning of how common a condition would be in England
YOUNGEST = 0.1  # years; no condition is recorded before


@dataclass(frozen=True)
class Ceilings:
    """The share of men and women who would have each condition if they lived long enough."""

    men: Number
    women: Number


def ceilings(calibration: Calibration) -> Ceilings:
    """Such that in England, all neighbourhoods together, each condition is as common as its share says."""
    tops = np.array([_ceiling(calibration, condition) for condition in calibration.conditions])
    return Ceilings(np.minimum(tops[:, 0], 1.0), np.minimum(tops[:, 1], 1.0))


def _ceiling(calibration: Calibration, condition: Condition) -> tuple[float, float]:
    weights, older = _england(calibration)
    counted = age_shares(calibration.ages("").people) * (condition.from_age <= AGES)
    women = step(calibration.people.women.value, AGES)
    of_women = 2 * condition.women / (1 + condition.women)
    of_men = 2 - of_women
    age = AGES[:, None] + 0.5 + condition.leans * older[None, :]
    begun = 1 / (1 + np.exp(-(age - condition.midpoint) / condition.spread)) @ weights
    have = (counted * begun * (women * of_women + (1 - women) * of_men)).sum() / counted.sum()
    return condition.share / have * of_men, condition.share / have * of_women


def _england(calibration: Calibration) -> tuple[Number, Number]:
    """Weights and years beyond age of a spread of people: every tenth of deprivation, points of the bell."""
    points, weights = np.polynomial.hermite_e.hermegauss(POINTS)
    tenths = step(calibration.frailty.older_by_decile.value, TENTHS)
    older = tenths[:, None] + calibration.frailty.spread.value * points[None, :]
    return np.tile(weights / weights.sum() / len(TENTHS), len(TENTHS)), older.ravel()


def older_than_their_years(world: World, them: Residents) -> Number:
    """Years beyond their age that where and how people live adds."""
    frailty, homes = world.calibration.frailty, them.homes
    tenures = np.array([frailty.older_by_tenure.value[name] for name in TENURES])
    areas = np.append(step(frailty.older_by_decile.value, world.places.deciles), 0.0)  # the last: NOWHERE
    return np.asarray((tenures[homes.tenure] + areas[homes.area])[them.household])


def ages_at_onset(
    chance: np.random.Generator, calibration: Calibration, tops: Ceilings, older: Number, woman: Flags
) -> Number:
    """Age in years at which each condition begins, a row a person; infinite where it never would."""
    older = older + chance.normal(0, calibration.frailty.spread.value, len(older))
    began = np.empty((len(older), len(calibration.conditions)))
    for place, condition in enumerate(calibration.conditions):
        luck = chance.random(len(older)) / np.where(woman, tops.women[place], tops.men[place])
        with np.errstate(divide="ignore", invalid="ignore"):
            bell = np.log(luck / (1 - luck))
        age = condition.midpoint + condition.spread * bell - condition.leans * older
        began[:, place] = np.where(luck < 1, np.maximum(age, YOUNGEST), np.inf)
    return began


def days_of_onset(them: Residents, ages: Number) -> Whole:
    """The day each condition begins; NEVER where it does not while they are there."""
    days = them.born[:, None] + np.minimum(ages * DAYS_A_YEAR, NEVER).astype(np.int64)
    return np.where(days < them.last[:, None], days, NEVER)


def deficits_of(conditions: Sequence[Condition], began: Number | Whole) -> Number | Whole:
    """When each deficit begins: with the first of its conditions. A column a deficit, as first mentioned."""
    names = dict.fromkeys(condition.deficit for condition in conditions if condition.deficit)
    columns = [[place for place, one in enumerate(conditions) if one.deficit == name] for name in names]
    return np.stack([began[:, places].min(axis=1) for places in columns], axis=1)
