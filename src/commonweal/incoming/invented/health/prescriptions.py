"""What was prescribed when: repeats every so many weeks, and short courses; the table of medication."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from commonweal.incoming.invented.arrays import NEVER, end_to_end, picked, spread_out, step
from commonweal.incoming.invented.health.happening import Coded, happen
from commonweal.incoming.invented.health.medicines import Repeats
from commonweal.incoming.invented.history import age
from commonweal.incoming.invented.people.residents import Residents
from commonweal.incoming.invented.rows import dates, in_order, table, words
from commonweal.incoming.invented.world import World
from commonweal.terms.codes import SNOMED

EARLY = 7  # days that a repeat may come early
SKEW = 1.5  # how much commoner the first of the short courses are


def medication_table(world: World, them: Residents, repeats: Repeats) -> pa.Table:
    """One row an issue, in order of person and day."""
    chance, medicines = world.chance("prescriptions"), world.calibration.medicines
    short = world.calibration.prescribing.short_courses
    issues = end_to_end([_repeats(chance, world, repeats), _short_courses(chance, world, them)])
    issues = picked(issues, in_order(issues.person, issues.day))
    columns = {
        "person": world.keys.of(issues.person),
        "date": dates(issues.day),
        "system": SNOMED,
        "code": words([*(one.code for one in medicines), *short], issues.code),
        "term": words([*(one.name for one in medicines), *short.values()], issues.code),
        "record": world.keys.records("medication", len(issues.day)),
    }
    return table("medication", len(issues.day), columns)


def _repeats(chance: np.random.Generator, world: World, repeats: Repeats) -> Coded:
    every = world.calibration.prescribing.days_between_issues.value
    taken = (repeats.start < NEVER) & (repeats.start < repeats.stop)
    person, medicine = np.nonzero(taken)
    start, stop = repeats.start[taken], repeats.stop[taken]
    rows, time = spread_out((stop - start - 1) // every + 1)
    early = chance.integers(EARLY, size=len(rows)) * (time > 0)
    return Coded(person[rows], start[rows] + time * every - early, medicine[rows])


def _short_courses(chance: np.random.Generator, world: World, them: Residents) -> Coded:
    rules = world.calibration.prescribing
    a_year = step(rules.short_courses_each_year.value, age(them.born, (them.begins + them.last) // 2))
    person, day = happen(chance, a_year, them.begins, them.last)
    which = (chance.random(len(person)) ** SKEW * len(rules.short_courses)).astype(np.int64)
    return Coded(person, day, len(world.calibration.medicines) + which)
