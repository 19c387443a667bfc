"""What was measured when, and what it showed: the table of measurements."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from commonweal.incoming.invented.arrays import DAYS_A_YEAR, Number, Whole, spread_out, step
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.dice import Dice
from commonweal.incoming.invented.health_shapes import Measurement
from commonweal.incoming.invented.history import age
from commonweal.incoming.invented.residents import Residents
from commonweal.incoming.invented.rows import Keys, dates, in_order, table, words
from commonweal.terms.codes import SNOMED

OWN_LEVEL = 0.7  # share of the spread that is between people; the rest is between one's measurements


def measurements_table(
    keys: Keys, dice: Dice, calibration: Calibration, them: Residents, began: Whole
) -> pa.Table:
    """One row a value, in order of person and day."""
    chance = dice.of("measurements")
    column = {condition.name: began[:, place] for place, condition in enumerate(calibration.conditions)}
    taken: dict[str, tuple[Whole, Whole]] = {}
    for kind in calibration.measurements:
        taken[kind.name] = (
            taken[kind.measured_with] if kind.measured_with else _taken(chance, kind, them, column)
        )
    values = [_values(chance, kind, them, column, *taken[kind.name]) for kind in calibration.measurements]
    person, day = (np.concatenate(parts) for parts in zip(*taken.values(), strict=True))
    kind_of = np.repeat(np.arange(len(values)), [len(some) for some in values])
    order = in_order(person, day)
    kinds = calibration.measurements
    columns = {
        "person": keys.of(person[order]),
        "date": dates(day[order]),
        "system": SNOMED,
        "code": words([kind.code for kind in kinds], kind_of[order]),
        "term": words([kind.name for kind in kinds], kind_of[order]),
        "value": pa.array(np.concatenate(values)[order]),
        "unit": words([kind.unit for kind in kinds], kind_of[order]),
        "value_text": None,
        "record": keys.records("measurement", len(person)),
    }
    return table("measurement", len(person), columns)


def _taken(
    chance: np.random.Generator, kind: Measurement, them: Residents, column: dict[str, Whole]
) -> tuple[Whole, Whole]:
    """Person and day: as often as the condition that asks for it most, from when that began."""
    from_, often = them.begins, step(kind.anyone, age(them.born, them.last))
    for name, rate in kind.often.items():
        more = (column[name] < them.last) & (rate > often)
        from_ = np.where(more, np.maximum(column[name], them.begins), from_)
        often = np.where(more, rate, often)
    days = np.maximum(them.last - from_, 0)
    person, _ = spread_out(chance.poisson(often * days / DAYS_A_YEAR))
    return person, from_[person] + (chance.random(len(person)) * days[person]).astype(np.int64)


def _values(
    chance: np.random.Generator,
    kind: Measurement,
    them: Residents,
    column: dict[str, Whole],
    person: Whole,
    day: Whole,
) -> Number:
    """About the person's own level, shifted by their conditions; never in the range of illness without one."""
    own = chance.normal(0, OWN_LEVEL * kind.spread, len(them))[person]
    around = chance.normal(0, (1 - OWN_LEVEL**2) ** 0.5 * kind.spread, len(person))
    value = (
        (kind.mean + kind.women * them.woman[person]) * step(kind.by_age, age(them.born[person], day))
        + own
        + around
    )
    ill = np.zeros(len(person), dtype=bool)
    for name, shift in kind.shifted.items():
        has = column[name][person] <= day
        value += shift * has
        ill |= has
    if kind.lowest is not None:
        lowest = np.where(them.woman[person], kind.women_lowest or kind.lowest, kind.lowest)
        value = np.where(ill, value, np.maximum(value, lowest))
    return np.round(np.maximum(value, 1.0), kind.digits)
