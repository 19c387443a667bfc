"""Which codes the record uses for each condition."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from commonweal.incoming.invented.arrays import Whole
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.calibration.health_shapes import Condition
from commonweal.terms.codes import SNOMED

SMOKING = ("current", "former", "never")


@dataclass(frozen=True)
class Codes:
    """Every code an event may have; `of` gives the places of those of each condition, for men and for
    women, the commonest first."""

    codes: tuple[str, ...]
    terms: tuple[str, ...]
    of: tuple[tuple[Whole, Whole], ...]
    smoking: Whole
    end_of_life: int


def codes_of(calibration: Calibration, codelist: pa.Table) -> Codes:
    """The codes of each condition: its own, or the list's for its deficit."""
    listed = [row for row in codelist.to_pylist() if row["system"] == SNOMED]
    rows: list[tuple[str, str]] = []
    of: list[tuple[Whole, Whole]] = []
    for condition in calibration.conditions:
        mine = _codes(condition, listed)
        of.append((_places(rows, mine, calibration.only_women), _places(rows, mine, calibration.only_men)))
        rows += mine
    smoking = len(rows) + np.arange(len(SMOKING))
    rows += [*(calibration.smoking.codes[state] for state in SMOKING), calibration.end_of_life.code]
    codes, terms = zip(*rows, strict=True)
    return Codes(codes, terms, tuple(of), smoking, end_of_life=len(rows) - 1)


def _places(before: list[tuple[str, str]], mine: list[tuple[str, str]], but: frozenset[str]) -> Whole:
    return np.array([len(before) + place for place, (code, _) in enumerate(mine) if code not in but])


def _codes(condition: Condition, listed: list[dict[str, str]]) -> list[tuple[str, str]]:
    if condition.deficit is None:
        return list(condition.own_codes.items())
    terms = {row["code"]: row["term"] for row in listed if row["deficit"] == condition.deficit}
    return [(code, terms[code]) for code in condition.codes or terms]
