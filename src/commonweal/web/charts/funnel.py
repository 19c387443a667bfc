"""A funnel: how far places lie from what is expected of them, within limits that narrow as numbers grow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from commonweal.analytics.rates.funnel import ratio_limits
from commonweal.web.charts.scale import Scale, scale

HIGH = 260  # pixels
MOST = 2.5  # times as many as expected: places beyond stand at the edge
STEPS = 40
LIMITS = ("lower_outer", "lower_inner", "upper_inner", "upper_outer")


@dataclass(frozen=True)
class Point:
    across: float
    down: float
    says: str
    href: str
    apart: bool


@dataclass(frozen=True)
class Funnel:
    """`bands` are the outlines of the outer and the inner limits, as points in a room of 100 by HIGH."""

    points: tuple[Point, ...]
    bands: tuple[str, str]
    scale: Scale
    height: int = HIGH

    @property
    def middle(self) -> float:
        """Where as many as expected stand."""
        return _down(1.0)


@dataclass(frozen=True)
class Place:
    """What is found and expected of one place, and whether chance alone explains the difference."""

    expected: float
    ratio: float
    says: str
    href: str
    apart: bool


def funnel(places: Sequence[Place]) -> Funnel:
    """Places by what is expected of them, over limits of 95 and 99.8 in 100."""
    across = scale(max((place.expected for place in places), default=1.0), whole=False)
    points = tuple(
        Point(across.per_cent(one.expected), _down(one.ratio), one.says, one.href, one.apart)
        for one in places
    )
    return Funnel(points, _bands(across.top), across)


@lru_cache(maxsize=200)
def _bands(top: float) -> tuple[str, str]:
    limits = ratio_limits(top * np.arange(1, STEPS + 1) / STEPS)
    lower_outer, lower_inner, upper_inner, upper_outer = (limits[name].tolist() for name in LIMITS)
    return _outline(lower_outer, upper_outer), _outline(lower_inner, upper_inner)


def _outline(lower: Sequence[float], upper: Sequence[float]) -> str:
    """There along the upper limit and back along the lower."""
    across = [round(100 * n / STEPS, 2) for n in range(1, STEPS + 1)]
    return " ".join((*_along(across, upper), *reversed(list(_along(across, lower)))))


def _along(across: Sequence[float], limit: Sequence[float]) -> Iterable[str]:
    return (f"{x},{_down(ratio)}" for x, ratio in zip(across, limit, strict=True))


def _down(ratio: float) -> float:
    return round(HIGH * (1 - min(ratio, MOST) / MOST), 1)
