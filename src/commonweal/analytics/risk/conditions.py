"""Which conditions were known of each person on each of several days, from what was coded by then.

A register counts here where codes alone put somebody on it, for good or until another code resolves it:
what hangs on medicines or on how lately something was coded would have to be worked out day by day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce
from operator import add

import ibis
import ibis.expr.types as ir

from commonweal.analytics.deficits import bit_count, listed, united
from commonweal.analytics.sought import WORD, Sought
from commonweal.blueprint.codelists import SCHEMA as CODES
from commonweal.blueprint.definitions import Definitions
from commonweal.blueprint.definitions_registers import Finding, Register
from commonweal.blueprint.risk_checks import by_codes
from commonweal.terms.risk import REGISTER, register_of

OLDEST = 200  # years; nobody is
EVERY = (1 << WORD) - 1  # all bits of a word
DAY_ONE = date(1, 1, 1)


@dataclass(frozen=True, eq=False)
class Conditions:
    """Those looked for: all that codes alone show, of which `named` are known one by one."""

    sought: Sought
    registers: tuple[Register, ...]
    named: tuple[str, ...]


@lru_cache(maxsize=4)
def conditions(definitions: Definitions, features: tuple[str, ...]) -> Conditions:
    """What is looked for so that models may know these features."""
    registers = tuple(one for one in definitions.registers if by_codes(one))
    asked = {register_of(feature) for feature in features}
    named = tuple(one.id for one in registers if one.id in asked)
    return Conditions(Sought({one.id: one for one in registers}, definitions.lists), registers, named)


def by_day(events: ibis.Table, looked: Conditions, days: Sequence[date]) -> ibis.Table:
    """One row per person with any of the codes: person, known_n_w for each day and word, as bits.

    `days` are the newest first; n is the place of a day among them.
    """
    sought = looked.sought
    hits = listed(events, sought.coded(CODES.empty_table()), days[0])
    when = hits.date.delta(ibis.literal(DAY_ONE), unit="D")
    sums: dict[str, ir.Scalar] = {}
    for n, day in enumerate(days):
        by_then = hits.date <= day
        for word in sought.words:
            sums[f"ever_{n}_{word}"] = united(by_then.ifelse(hits[f"bits_{word}"], 0))
        for one in _resolving(looked):
            word, bit = sought.places[one.id]
            shows, ends = (hits[f"bits_{word}"] & bit) != 0, (hits[f"ends_{word}"] & bit) != 0
            turns = ibis.cases((shows, 2 * when + 1), (ends, 2 * when), else_=ibis.null("int64"))
            sums[f"turn_{n}_{one.id}"] = turns.max(where=by_then)
    each = hits.group_by("person").agg(**sums)
    known = {
        f"known_{n}_{word}": _standing(each, looked, n, word)
        for n, _ in enumerate(days)
        for word in sought.words
    }
    return each.select("person", **known)


def known(each: ibis.Table, looked: Conditions, days: Sequence[date]) -> ibis.Table:
    """Rows with n and age, and beside them what `by_day` says, as columns: conditions, register:<id>."""
    sought = looked.sought
    shown = {word: _of_age(each, looked, word, len(days)) for word in sought.words}
    each = each.mutate(**{f"shown_{word}": bits for word, bits in shown.items()})
    long_term = {one.id for one in looked.registers if one.long_term}
    masks = {
        word: sum(bit for id, (place, bit) in sought.places.items() if place == word and id in long_term)
        for word in sought.words
    }
    counts = [bit_count(each[f"shown_{word}"] & mask).cast("int64") for word, mask in masks.items()]
    named = {id: sought.places[id] for id in looked.named}
    return each.mutate(
        conditions=reduce(add, counts),
        **{f"{REGISTER}{id}": (each[f"shown_{word}"] & bit) != 0 for id, (word, bit) in named.items()},
    )


def _of_age(each: ibis.Table, looked: Conditions, word: int, days: int) -> ir.IntegerValue:
    """What is known on the day of a row, of registers that take in people of this age."""
    shown = ibis.cases(*((each.n == n, each[f"known_{n}_{word}"]) for n in range(days)), else_=0).fill_null(0)
    for youngest, oldest in sorted({_ages(one) for one in looked.registers} - {(0, OLDEST)}):
        theirs = looked.sought.mask(word, _ages, (youngest, oldest))
        shown = shown & each.age.between(youngest, oldest).ifelse(EVERY, EVERY - theirs)
    return shown


def _ages(register: Finding) -> tuple[int, int]:
    return register.from_age, OLDEST if register.to_age is None else register.to_age


def _resolving(looked: Conditions) -> list[Register]:
    return [one for one in looked.registers if one.resolved_by]


def _standing(each: ibis.Table, looked: Conditions, n: int, word: int) -> ir.IntegerValue:
    """What was coded by a day, but for what was resolved since: of two on one day the one that shows it."""
    standing = each[f"ever_{n}_{word}"] & looked.sought.mask(word, lambda one: bool(one.resolved_by), False)
    for one in _resolving(looked):
        place, bit = looked.sought.places[one.id]
        if place == word:
            standing = standing | (each[f"turn_{n}_{one.id}"] % 2 == 1).fill_null(False).ifelse(bit, 0)
    return standing
