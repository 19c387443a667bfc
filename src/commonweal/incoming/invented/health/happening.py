"""Things that happen to people on a day, so many times a year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.incoming.invented.arrays import DAYS_A_YEAR, Number, Whole, spread_out


@dataclass(frozen=True)
class Coded:
    """Codings, one place each; `code` is a place in the vocabulary of the table."""

    person: Whole
    day: Whole
    code: Whole


def happen(
    chance: np.random.Generator, a_year: float | Number, first: Whole, last: Whole
) -> tuple[Whole, Whole]:
    """Whom it happens to and on what day: `a_year` times a year, from the first day to before the last."""
    days = np.maximum(last - first, 0)
    whom, _ = spread_out(chance.poisson(a_year * days / DAYS_A_YEAR))
    return whom, first[whom] + (chance.random(len(whom)) * days[whom]).astype(np.int64)
