"""What is coded in the record: conditions on the day they began, and again; smoking; the end of life."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from commonweal.incoming.invented.arrays import (
    DAYS_A_YEAR,
    NEVER,
    Flags,
    Number,
    Whole,
    end_to_end,
    picked,
    step,
)
from commonweal.incoming.invented.calibration.health_shapes import Condition
from commonweal.incoming.invented.health.codes import Codes
from commonweal.incoming.invented.health.happening import Coded, happen
from commonweal.incoming.invented.history import age
from commonweal.incoming.invented.people.everyone import DIED
from commonweal.incoming.invented.people.residents import Residents
from commonweal.incoming.invented.rows import dates, in_order, table, words
from commonweal.incoming.invented.world import World
from commonweal.terms.codes import SNOMED

SAME_CODE_AGAIN = 0.75  # share of repeated codings that use the code of the first
GROWN_UP, MIDDLE_AGED = 18, 40  # years; from then on smoking is asked about, and the end of life planned
NOTICE = 2  # days before death, at least


def events_table(world: World, codes: Codes, them: Residents, began: Whole) -> pa.Table:
    """One row a coding, in order of person and day."""
    chance = world.chance("events")
    conditions = enumerate(world.calibration.conditions)
    found = [_condition(chance, one, codes.of[place], them, began[:, place]) for place, one in conditions]
    events = end_to_end(
        [*found, _smoking(chance, world, codes, them), _end_of_life(chance, world, codes, them)]
    )
    events = picked(events, in_order(events.person, events.day))
    columns = {
        "person": world.keys.of(events.person),
        "date": dates(events.day),
        "system": SNOMED,
        "code": words(codes.codes, events.code),
        "term": words(codes.terms, events.code),
        "record": world.keys.records("event", len(events.day)),
    }
    return table("event", len(events.day), columns)


def _condition(
    chance: np.random.Generator,
    condition: Condition,
    codes: tuple[Whole, Whole],
    them: Residents,
    began: Whole,
) -> Coded:
    """The first coding on the day it began, others while the person is registered."""
    person = np.flatnonzero(began < NEVER)
    code = _one_of(codes, them.woman[person], chance.random(len(person)) ** 2)
    first = Coded(person, began[person], code)
    whom, day = happen(chance, condition.again, np.maximum(began, them.begins)[person], them.last[person])
    other = _one_of(codes, them.woman[person[whom]], chance.random(len(whom)))
    same = chance.random(len(whom)) < SAME_CODE_AGAIN
    return end_to_end([first, Coded(person[whom], day, np.where(same, code[whom], other))])


def _one_of(codes: tuple[Whole, Whole], woman: Flags, luck: Number) -> Whole:
    of_men, of_women = (some[(luck * len(some)).astype(np.int64)] for some in codes)
    return np.where(woman, of_women, of_men)


def _smoking(chance: np.random.Generator, world: World, codes: Codes, them: Residents) -> Coded:
    """Smoking as recorded every few years; for simplicity people are what they are all the time."""
    rules, years = world.calibration.smoking, age(them.born, them.last)
    luck = chance.random(len(them))
    current, ever = luck < step(rules.current.value, years), luck < step(rules.ever.value, years)
    grown_up = np.maximum(them.begins, them.born + round(GROWN_UP * DAYS_A_YEAR))
    person, day = happen(chance, rules.recorded_each_year.value, grown_up, them.last)
    return Coded(person, day, codes.smoking[np.where(current, 0, np.where(ever, 1, 2))[person]])


def _end_of_life(chance: np.random.Generator, world: World, codes: Codes, them: Residents) -> Coded:
    """Some people are put on the register months before they die."""
    rules = world.calibration.end_of_life
    on_it = (them.fate == DIED) & (age(them.born, them.last) >= MIDDLE_AGED)
    person = np.flatnonzero(on_it & (chance.random(len(them)) < rules.on_register.value))
    before = chance.exponential(rules.days_before.value, len(person)).astype(np.int64) + NOTICE
    day = np.maximum(them.last[person] - 1 - before, them.begins[person])
    return Coded(person, day, np.full(len(person), codes.end_of_life))
