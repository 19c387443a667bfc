"""What is coded in the record: diagnoses and findings on the day they began, and again; smoking; end of life."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from commonweal.incoming.invented.arrays import DAYS_A_YEAR, NEVER, Whole, spread_out, step
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.dice import Dice
from commonweal.incoming.invented.health_shapes import Condition
from commonweal.incoming.invented.history import age
from commonweal.incoming.invented.people import DIED
from commonweal.incoming.invented.residents import Residents
from commonweal.incoming.invented.rows import Keys, dates, in_order, table, words
from commonweal.terms.codes import SNOMED

FIRST_CODE_AGAIN = 0.75  # share of repeated codings that use the code of the first


@dataclass(frozen=True)
class Codes:
    """Every code an event may have; `of` says which are those of each condition, in order of how common they are."""

    codes: tuple[str, ...]
    terms: tuple[str, ...]
    of: tuple[Whole, ...]
    smoking: Whole
    end_of_life: int


def codes_of(calibration: Calibration, codelist: pa.Table) -> Codes:
    """The codes of each condition: its own, or the list's for its deficit."""
    rows: list[tuple[str, str]] = []
    of: list[Whole] = []
    for condition in calibration.conditions:
        mine = _codes(condition, codelist)
        of.append(len(rows) + np.arange(len(mine)))
        rows += mine
    smoking = len(rows) + np.arange(3)
    rows += [calibration.smoking.codes[state] for state in ("current", "former", "never")]
    rows.append(calibration.end_of_life.code)
    codes, terms = zip(*rows, strict=True)
    return Codes(codes, terms, tuple(of), smoking, len(rows) - 1)


def _codes(condition: Condition, codelist: pa.Table) -> list[tuple[str, str]]:
    if condition.deficit is None:
        return list(condition.own_codes.items())
    listed = {
        row["code"]: row["term"]
        for row in codelist.to_pylist()
        if row["deficit"] == condition.deficit and row["system"] == SNOMED
    }
    return [(code, listed[code]) for code in condition.codes or listed]


@dataclass(frozen=True)
class Coded:
    """Codings, one place each."""

    person: Whole
    day: Whole
    code: Whole


def events_table(
    keys: Keys, dice: Dice, calibration: Calibration, codes: Codes, them: Residents, began: Whole
) -> pa.Table:
    """One row a coding, in order of person and day."""
    chance = dice.of("events")
    parts = [
        *(
            _condition(chance, condition, codes.of[place], them, began[:, place])
            for place, condition in enumerate(calibration.conditions)
        ),
        _smoking(chance, calibration, codes, them),
        _end_of_life(chance, calibration, codes, them),
    ]
    person, day, code = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("person", "day", "code")
    )
    order = in_order(person, day)
    columns = {
        "person": keys.of(person[order]),
        "date": dates(day[order]),
        "system": SNOMED,
        "code": words(codes.codes, code[order]),
        "term": words(codes.terms, code[order]),
        "record": keys.records("event", len(person)),
    }
    return table("event", len(person), columns)


def _condition(
    chance: np.random.Generator, condition: Condition, codes: Whole, them: Residents, began: Whole
) -> Coded:
    """The first coding on the day it began, others while the person is registered."""
    person = np.flatnonzero(began < NEVER)
    first = codes[(chance.random(len(person)) ** 2 * len(codes)).astype(np.int64)]
    from_ = np.maximum(began[person], them.begins[person])
    days = np.maximum(them.last[person] - from_, 0)
    rows, _ = spread_out(chance.poisson(condition.again * days / DAYS_A_YEAR))
    day = from_[rows] + (chance.random(len(rows)) * days[rows]).astype(np.int64)
    other = codes[(chance.random(len(rows)) * len(codes)).astype(np.int64)]
    again = np.where(chance.random(len(rows)) < FIRST_CODE_AGAIN, first[rows], other)
    return Coded(
        np.concatenate([person, person[rows]]),
        np.concatenate([began[person], day]),
        np.concatenate([first, again]),
    )


def _smoking(chance: np.random.Generator, calibration: Calibration, codes: Codes, them: Residents) -> Coded:
    """Smoking as recorded every few years: people who once smoked may give up."""
    rules = calibration.smoking
    years = age(them.born, them.last)
    luck = chance.random(len(them))
    current = luck < step(rules.current.value, years)
    ever = luck < step(rules.ever.value, years)
    grown = np.maximum(them.begins, them.born + round(18 * DAYS_A_YEAR))
    days = np.maximum(them.last - grown, 0)
    person, _ = spread_out(chance.poisson(rules.recorded_each_year.value * days / DAYS_A_YEAR))
    day = grown[person] + (chance.random(len(person)) * days[person]).astype(np.int64)
    return Coded(person, day, codes.smoking[np.where(current, 0, np.where(ever, 1, 2))[person]])


def _end_of_life(
    chance: np.random.Generator, calibration: Calibration, codes: Codes, them: Residents
) -> Coded:
    """Some people are put on the register months before they die."""
    rules = calibration.end_of_life
    on_it = (
        (them.fate == DIED)
        & (chance.random(len(them)) < rules.on_register.value)
        & (age(them.born, them.last) >= 40)
    )
    person = np.flatnonzero(on_it)
    before = chance.exponential(rules.days_before.value, len(person)).astype(np.int64) + 2
    day = np.maximum(them.last[person] - 1 - before, them.begins[person])
    return Coded(person, day, np.full(len(person), codes.end_of_life))
