"""What was prescribed when: repeat medicines every so many weeks, and short courses; the table of medication."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from commonweal.incoming.invented.arrays import DAYS_A_YEAR, NEVER, Whole, spread_out, step
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.dice import Dice
from commonweal.incoming.invented.history import age
from commonweal.incoming.invented.medicines import Repeats
from commonweal.incoming.invented.residents import Residents
from commonweal.incoming.invented.rows import Keys, dates, in_order, table, words
from commonweal.terms.codes import SNOMED

EARLY_OR_LATE = 7  # days


def medication_table(
    keys: Keys, dice: Dice, calibration: Calibration, them: Residents, repeats: Repeats
) -> pa.Table:
    """One row an issue, in order of person and day."""
    chance = dice.of("prescriptions")
    parts = (_repeats(chance, calibration, them, repeats), _short_courses(chance, calibration, them))
    person, day, medicine = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = in_order(person, day)
    short = calibration.prescribing.short_courses
    columns = {
        "person": keys.of(person[order]),
        "date": dates(day[order]),
        "system": SNOMED,
        "code": words([*(one.code for one in calibration.medicines), *short], medicine[order]),
        "term": words([*(one.name for one in calibration.medicines), *short.values()], medicine[order]),
        "record": keys.records("medication", len(person)),
    }
    return table("medication", len(person), columns)


def _repeats(
    chance: np.random.Generator, calibration: Calibration, them: Residents, repeats: Repeats
) -> tuple[Whole, Whole, Whole]:
    every = calibration.prescribing.days_between_issues.value
    taken = (repeats.start < NEVER) & (repeats.start < repeats.stop)
    person, medicine = np.nonzero(taken)
    start, stop = repeats.start[taken], repeats.stop[taken]
    rows, time = spread_out((stop - start - 1) // every + 1)
    shift = chance.integers(EARLY_OR_LATE, size=len(rows)) * (time > 0)
    day = start[rows] + time * every - shift
    return person[rows], day, medicine[rows]


def _short_courses(
    chance: np.random.Generator, calibration: Calibration, them: Residents
) -> tuple[Whole, Whole, Whole]:
    rules = calibration.prescribing
    days = them.last - them.begins
    rate = step(rules.short_courses_each_year.value, age(them.born, (them.begins + them.last) // 2))
    person, _ = spread_out(chance.poisson(rate * days / DAYS_A_YEAR))
    day = them.begins[person] + (chance.random(len(person)) * days[person]).astype(np.int64)
    medicine = len(calibration.medicines) + (
        chance.random(len(person)) ** 1.5 * len(rules.short_courses)
    ).astype(np.int64)
    return person, day, medicine
