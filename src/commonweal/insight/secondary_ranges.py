"""What of hidden numbers can be worked out from those that are shown.

Whoever reads a table of counts knows of each number a range: of one that is shown, what rounds to it; of one
that is hidden, 1 to 7, or 0 to 7 where a 0 may be hidden too. Sums narrow the ranges: a part is at most its
whole less the least the other parts can be, and so on until nothing moves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.insight.secondary_narrowing import narrow

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

MOST = 7  # of a number that is hidden because it is small
SMALLEST_SHOWN = 8
OUT_BY = 2  # what rounding to the nearest five can be out by
ANY = 1e9


@dataclass(frozen=True)
class Sums:
    """Which numbers add up to which: a row for each part of a sum, sorted by sum."""

    sum_of: Places  # row → sum
    part: Places  # row → place of the number
    first: Places  # sum → its first row
    whole: Places  # sum → place of the number
    exact: Flags  # sum → whether the parts are all of the whole, or at most

    @classmethod
    def of(cls, whole: Places, part: Places, kind: Places, exact: Flags) -> Sums:
        """From rows in any order: one sum is what has the same whole and kind."""
        order = np.lexsort((part, whole, kind))
        whole, part, kind, exact = whole[order], part[order], kind[order], exact[order]
        new = np.ones(len(part), dtype=bool)
        new[1:] = (whole[1:] != whole[:-1]) | (kind[1:] != kind[:-1])
        first = np.flatnonzero(new)
        return cls(np.cumsum(new) - 1, part, first, whole[first], exact[first])


@dataclass(frozen=True)
class Ranges:
    """The least and the most that each number can be."""

    low: Floats
    high: Floats

    def left(self) -> Floats:
        """How many answers each has."""
        return self.high - self.low + 1


def ranges(shown: Floats, sums: Sums, too: Flags) -> Ranges:
    """What can be worked out of each number, where those of `too` are hidden as well."""
    low, high = _told(shown, sums, too)
    narrow(low, high, sums.whole, sums.exact, np.append(sums.first, len(sums.part)), sums.part)
    return Ranges(low, high)


def _told(shown: Floats, sums: Sums, too: Flags) -> tuple[Floats, Floats]:
    """What each number says of itself. Within a hidden one a 0 may be hidden."""
    hidden = np.isnan(shown)
    within = np.zeros(len(shown), dtype=bool)
    within[sums.part[hidden[sums.whole][sums.sum_of]]] = True
    least = np.where(within, 0.0, 1.0)
    low = np.where(hidden, least, np.where(shown == 0, 0.0, np.maximum(shown - OUT_BY, SMALLEST_SHOWN)))
    high = np.where(hidden, float(MOST), np.where(shown == 0, 0.0, shown + OUT_BY))
    low[too], high[too] = 0.0, ANY
    return low, high


def of_parts(found: Ranges, sums: Sums) -> tuple[Floats, Floats]:
    """The most and the least that each sum leaves each of its parts: one of each for a row."""
    least, most = (np.add.reduceat(side[sums.part], sums.first) for side in (found.low, found.high))
    up = (found.high[sums.whole] - least)[sums.sum_of] + found.low[sums.part]
    down = (found.low[sums.whole] - most)[sums.sum_of] + found.high[sums.part]
    return up, np.where(sums.exact[sums.sum_of], down, 0.0)
