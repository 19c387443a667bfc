"""What hospitals code of each spell that is over: the table of diagnoses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from commonweal.incoming.invented.arrays import Number, Whole, chosen_by_row
from commonweal.incoming.invented.calibration.care_shapes import Coding
from commonweal.incoming.invented.calibration.shape import BANDS, ByName
from commonweal.incoming.invented.care.activity import METHODS, NO_METHOD, Contacts
from commonweal.incoming.invented.care.spells import DAY
from commonweal.incoming.invented.care.use import Years
from commonweal.incoming.invented.history import age
from commonweal.incoming.invented.people.residents import Residents
from commonweal.incoming.invented.rows import dates, joined, table, text, words
from commonweal.incoming.invented.world import World
from commonweal.terms.codes import ICD10

MOST = 20  # diagnoses of a spell
ORDER = 10  # bits: more codes than are named


@dataclass(frozen=True)
class Spells:
    """One place a spell; `record` is its place among the contacts."""

    record: Whole
    person: Whole
    day: Whole
    method: Whole
    age: Number
    band: Whole

    def __len__(self) -> int:
        return len(self.record)


def diagnoses_table(world: World, them: Residents, began: Whole, years: Years, used: Contacts) -> pa.Table:
    """One row a diagnosis, in order of person, spell and position."""
    spells = _spells(world, them, years, used)
    codes, spell, code = _coded(world, began, spells)
    position = np.arange(len(spell)) - np.searchsorted(spell, spell) + 1
    spell, code, position = (column[position <= MOST] for column in (spell, code, position))
    of = world.keys.named("activity", spells.record[spell])
    columns = {
        "person": world.keys.of(spells.person[spell]),
        "spell": of,
        "date": dates(spells.day[spell]),
        "position": pa.array(position),
        "system": ICD10,
        "code": words(codes, code),
        "record": joined(of, "#", text(position)),
    }
    return table("diagnosis", len(spell), columns)


def _spells(world: World, them: Residents, years: Years, used: Contacts) -> Spells:
    """Those that are over: what is going on has not been coded."""
    record = np.flatnonzero((used.method != NO_METHOD) & ~used.going_on)
    person, day = used.person[record], used.start[record] // DAY
    year = np.searchsorted(world.span.birthdays(), day - 1, side="right") - 1
    band = years.band[person, np.clip(year, 0, years.band.shape[1] - 1)]
    return Spells(record, person, day, used.method[record], age(them.born[person], day), band)


def _coded(world: World, began: Whole, spells: Spells) -> tuple[list[str], Whole, Whole]:
    """The codes there are; and the spell and code of each diagnosis, the main one first, none twice."""
    chance, coding = world.chance("diagnoses"), world.calibration.coding
    onsets = {one.name: began[:, place] for place, one in enumerate(world.calibration.conditions)}
    given = [
        *_main(chance, coding, spells),
        *_conditions(chance, coding, onsets, spells),
        *_with_frailty(chance, coding, spells),
    ]
    codes = list(dict.fromkeys(code for code, _ in given))
    places = {code: place for place, code in enumerate(codes)}
    keys = [(some << ORDER * 2) + (order << ORDER) + places[code] for order, (code, some) in enumerate(given)]
    all_ = np.sort(np.concatenate([*keys, np.empty(0, dtype=np.int64)]))
    spell, code = all_ >> ORDER * 2, all_ & ((1 << ORDER) - 1)
    _, firsts = np.unique((spell << ORDER) + code, return_index=True)
    firsts.sort()
    return codes, spell[firsts], code[firsts]


def _main(chance: np.random.Generator, coding: Coding, spells: Spells) -> Iterator[tuple[str, Whole]]:
    for method, weights in coding.main.items():
        mine = np.flatnonzero(spells.method == METHODS.index(method))
        codes, shares = _weights(weights.value)
        row = np.searchsorted(sorted(weights.value), spells.age[mine], side="right") - 1
        which = chosen_by_row(shares, np.maximum(row, 0), chance.random(len(mine)))
        yield from ((code, mine[which == place]) for place, code in enumerate(codes))


def _weights(by_age: dict[int, ByName]) -> tuple[list[str], Number]:
    """The codes, and their weights with a row an age."""
    codes = list(dict.fromkeys(code for weights in by_age.values() for code in weights))
    return codes, np.array([[by_age[years].get(code, 0.0) for code in codes] for years in sorted(by_age)])


def _conditions(
    chance: np.random.Generator, coding: Coding, onsets: dict[str, Whole], spells: Spells
) -> Iterator[tuple[str, Whole]]:
    for name, shares in coding.with_condition.value.items():
        has = onsets[name][spells.person] <= spells.day
        for code, share in shares.items():
            yield code, np.flatnonzero(has & (chance.random(len(spells)) < share))


def _with_frailty(chance: np.random.Generator, coding: Coding, spells: Spells) -> Iterator[tuple[str, Whole]]:
    old = (spells.age >= coding.frail_from.value) & (spells.method == METHODS.index("emergency"))
    for code, shares in coding.with_frailty.value.items():
        share = np.array([shares[name] for name in BANDS])[spells.band]
        yield code, np.flatnonzero(old & (chance.random(len(spells)) < share))
