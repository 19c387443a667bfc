"""What was measured when, and what it showed: the table of measurements."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from commonweal.incoming.invented.arrays import Flags, Number, Whole, end_to_end, picked, step
from commonweal.incoming.invented.calibration.health_shapes import Measurement
from commonweal.incoming.invented.health.happening import Coded, happen
from commonweal.incoming.invented.history import age
from commonweal.incoming.invented.people.residents import Residents
from commonweal.incoming.invented.rows import dates, in_order, table, words
from commonweal.incoming.invented.world import World
from commonweal.terms.codes import SNOMED

OWN_LEVEL = 0.7  # share of the spread that is between people; the rest is between one's measurements
SMALLEST = 1.0  # value of anything measured

Onsets = Mapping[str, Whole]


def measurements_table(world: World, them: Residents, began: Whole) -> pa.Table:
    """One row a value, in order of person and day."""
    chance, kinds = world.chance("measurements"), world.calibration.measurements
    onsets = {one.name: began[:, place] for place, one in enumerate(world.calibration.conditions)}
    parts = _taken(chance, kinds, them, onsets)
    taken = end_to_end(parts)
    value = np.concatenate(
        [_values(chance, kind, them, onsets, part) for kind, part in zip(kinds, parts, strict=True)]
    )
    order = in_order(taken.person, taken.day)
    taken = picked(taken, order)
    columns = {
        "person": world.keys.of(taken.person),
        "date": dates(taken.day),
        "system": SNOMED,
        "code": words([kind.code for kind in kinds], taken.code),
        "term": words([kind.name for kind in kinds], taken.code),
        "value": pa.array(value[order]),
        "unit": words([kind.unit for kind in kinds], taken.code),
        "value_text": None,
        "record": world.keys.records("measurement", len(order)),
    }
    return table("measurement", len(order), columns)


def _taken(
    chance: np.random.Generator, kinds: tuple[Measurement, ...], them: Residents, onsets: Onsets
) -> list[Coded]:
    """Who was measured when: as often as the condition that asks for it most, from when that began."""
    when: dict[str, tuple[Whole, Whole]] = {}
    for kind in kinds:
        from_, a_year = them.begins, step(kind.anyone, age(them.born, them.last))
        for name, rate in kind.often.items():
            more = (onsets[name] < them.last) & (rate > a_year)
            from_ = np.where(more, np.maximum(onsets[name], them.begins), from_)
            a_year = np.where(more, rate, a_year)
        together = when.get(kind.measured_with or "")
        when[kind.name] = together or happen(chance, a_year, from_, them.last)
    return [
        Coded(*when[kind.name], np.full(len(when[kind.name][0]), place)) for place, kind in enumerate(kinds)
    ]


def _values(
    chance: np.random.Generator, kind: Measurement, them: Residents, onsets: Onsets, taken: Coded
) -> Number:
    """About the person's own level, shifted by their conditions; in the range of illness only with one."""
    woman, years = them.woman[taken.person], age(them.born[taken.person], taken.day)
    own = chance.normal(0, OWN_LEVEL * kind.spread, len(them))[taken.person]
    around = chance.normal(0, (1 - OWN_LEVEL**2) ** 0.5 * kind.spread, len(woman))
    value = (kind.mean + kind.women * woman) * step(kind.by_age, years) + own + around
    ill = np.zeros(len(woman), dtype=bool)
    for name, shift in kind.shifted.items():
        has = onsets[name][taken.person] <= taken.day
        value, ill = value + shift * has, ill | has
    return np.asarray(
        np.round(np.maximum(_well(kind, value, woman, ill), SMALLEST), kind.digits), dtype=float
    )


def _well(kind: Measurement, value: Number, woman: Flags, ill: Flags) -> Number:
    """Values of people who are not ill are kept out of the range of illness."""
    if kind.lowest is None:
        return value
    lowest = np.where(woman, kind.women_lowest or kind.lowest, kind.lowest)
    return np.where(ill, value, np.maximum(value, lowest))
