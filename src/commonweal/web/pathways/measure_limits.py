"""Within which limits a series moves by chance alone (Making Data Count: mean and moving range)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean

ENOUGH = 8  # points, fewer give no limits worth drawing
WIDTH, UNUSUAL = 2.66, 3.267  # times the mean moving range


@dataclass(frozen=True)
class Limits:
    """The mean of the points, and between what they are to be expected."""

    mean: float
    low: float
    high: float


def limits(points: Sequence[float]) -> Limits | None:
    """None of fewer than ENOUGH points. Moving ranges of UNUSUAL size are dropped once."""
    if len(points) < ENOUGH:
        return None
    moves = [abs(later - earlier) for earlier, later in pairwise(points)]
    usual = [move for move in moves if move < UNUSUAL * mean(moves)] or moves
    middle, reach = mean(points), WIDTH * mean(usual)
    return Limits(middle, middle - reach, middle + reach)
