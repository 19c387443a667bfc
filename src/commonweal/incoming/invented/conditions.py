"""When each person's conditions begin: earlier in those older than their years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from commonweal.incoming.invented.arrays import DAYS_A_YEAR, NEVER, Flags, Number, Whole, step
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.dice import Dice
from commonweal.incoming.invented.health_shapes import Condition
from commonweal.incoming.invented.homes import NOWHERE, TENURES
from commonweal.incoming.invented.people import AGES, DIED, age_shares
from commonweal.incoming.invented.places import Places
from commonweal.incoming.invented.residents import Residents
from commonweal.incoming.invented.shape import BANDS

MIGHT_HAVE_BEEN = 6  # people drawn for each who died
BLOCK = 100  # people who died, of one sex and like age, chosen together
HALF_A_YEAR = 0.5  # before death: what those who die in a year have at its beginning, on average
MEDICINES_A_DEFICIT = 0.1  # how much likelier each deficit makes polypharmacy, one deficit more
YOUNGEST = 0.1  # years; no condition is recorded before


@dataclass(frozen=True)
class Ceilings:
    """The share of men and women who would have each condition if they lived long enough."""

    men: Number
    women: Number


def ceilings(calibration: Calibration) -> Ceilings:
    """Such that in England, all neighbourhoods and tenures together, each condition is as common as its share says."""
    england = calibration.ages("").people
    weights, older = _england(calibration)
    shares = age_shares(england)
    women = step(calibration.people.women.value, AGES)
    men_top, women_top = [], []
    for condition in calibration.conditions:
        begun = _begun(condition, AGES[:, None] + 0.5 + condition.leans * older[None, :]) @ weights
        counted = shares * (condition.from_age <= AGES)
        for_women = 2 * condition.women / (1 + condition.women)
        have = (counted * begun * (women * for_women + (1 - women) * (2 - for_women))).sum() / counted.sum()
        men_top.append(condition.share / have * (2 - for_women))
        women_top.append(condition.share / have * for_women)
    return Ceilings(np.minimum(men_top, 1.0), np.minimum(women_top, 1.0))


def _england(calibration: Calibration) -> tuple[Number, Number]:
    """Weights and years beyond age of a spread of people: tenths of deprivation, and nine points of the bell."""
    points, weights = np.polynomial.hermite_e.hermegauss(9)
    tenths = step(calibration.frailty.older_by_decile.value, np.arange(1, 11))
    older = (tenths[:, None] + calibration.frailty.spread.value * points[None, :]).ravel()
    return np.tile(weights / weights.sum() / 10, 10), older


def _begun(condition: Condition, age: Number) -> Number:
    return np.asarray(1 / (1 + np.exp(-(age - condition.midpoint) / condition.spread)))


def begin(dice: Dice, calibration: Calibration, tops: Ceilings, places: Places, them: Residents) -> Whole:
    """The day each condition begins in each person, a row a person; NEVER where it does not in life."""
    older = _older(calibration, places, them)
    began = _drawn(dice.of("conditions"), calibration, tops, older, them.woman)
    died = np.flatnonzero(them.fate == DIED)
    began[died] = _died(dice.of("conditions of those who died"), calibration, tops, older[died], them, died)
    days = them.born[:, None] + np.minimum(began * DAYS_A_YEAR, NEVER).astype(np.int64)
    return np.where(days < them.last[:, None], days, NEVER)


def _older(calibration: Calibration, places: Places, them: Residents) -> Number:
    """Years beyond their age that where and how people live adds."""
    tenures = np.array([calibration.frailty.older_by_tenure.value[name] for name in TENURES])
    tenths = np.append(step(calibration.frailty.older_by_decile.value, places.deciles), 0.0)  # last: NOWHERE
    assert NOWHERE == -1
    return np.asarray(tenures[them.homes.tenure][them.household] + tenths[them.homes.area][them.household])


def _drawn(
    chance: np.random.Generator, calibration: Calibration, tops: Ceilings, older: Number, woman: Flags
) -> Number:
    """Age in years at which each condition begins; infinite where it never would."""
    count = len(older)
    older = older + chance.normal(0, calibration.frailty.spread.value, count)
    began = np.empty((count, len(calibration.conditions)))
    for place, condition in enumerate(calibration.conditions):
        luck = chance.random(count) / np.where(woman, tops.women[place], tops.men[place])
        with np.errstate(divide="ignore", invalid="ignore"):
            age = condition.midpoint + condition.spread * np.log(luck / (1 - luck)) - condition.leans * older
        began[:, place] = np.where(luck < 1, np.maximum(age, YOUNGEST), np.inf)
    return began


def _died(
    chance: np.random.Generator,
    calibration: Calibration,
    tops: Ceilings,
    older: Number,
    them: Residents,
    died: Whole,
) -> Number:
    """Of several for each who died, those are kept who might rather have: in blocks of one sex and like age."""
    age = (them.last[died] - them.born[died]) / DAYS_A_YEAR
    order = np.lexsort((age, them.woman[died]))
    copies = np.repeat(order, MIGHT_HAVE_BEEN)
    began = _drawn(chance, calibration, tops, older[copies], them.woman[died][copies])
    found = (deficits_of(calibration.conditions, began) <= age[copies][:, None] - HALF_A_YEAR).sum(axis=1)
    ratio = np.array([calibration.deaths.ratio_by_band.value[name] for name in BANDS])
    likely = ratio**calibration.deaths.sharpened.value
    likely = likely[band(found + (chance.random(len(found)) < found * MEDICINES_A_DEFICIT))]
    kept = np.empty(len(died), dtype=np.int64)
    for first in range(0, len(died), BLOCK):
        block = order[first : first + BLOCK]
        might = np.arange(first * MIGHT_HAVE_BEEN, (first + len(block)) * MIGHT_HAVE_BEEN)
        soonest = np.argsort(chance.exponential(1 / likely[might]), kind="stable")[: len(block)]
        chosen = might[soonest]
        chosen = chosen[np.argsort(older[copies[chosen]], kind="stable")]
        kept[block[np.argsort(older[block], kind="stable")]] = chosen
    return np.asarray(began[kept])


def deficits_of(conditions: Sequence[Condition], began: Number | Whole) -> Number | Whole:
    """When each deficit begins: with the first of its conditions. A column a deficit, in order of first mention."""
    names = list(dict.fromkeys(condition.deficit for condition in conditions if condition.deficit))
    columns = [
        [place for place, condition in enumerate(conditions) if condition.deficit == name] for name in names
    ]
    return np.stack([began[:, places].min(axis=1) for places in columns], axis=1)


def band(deficits: Whole) -> Whole:
    """Place in BANDS, by the whole count: 0-4, 5-8, 9-12, 13 and more."""
    return np.searchsorted([5, 9, 13], deficits, side="right").astype(np.int64)
