"""Rates per 100 people, with the interval that chance alone explains."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z = 1.959964  # 95 in 100


@dataclass(frozen=True)
class Rate:
    """Per 100 people; `low` and `high` are the 95% Wilson interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.1f}"

    @property
    def interval(self) -> str:
        return f"{self.low:.1f} to {self.high:.1f}"


def rate(part: int | None, whole: int | None) -> Rate | None:
    """None where either number is suppressed or there is nobody (Wilson 1927, doi:10.2307/2276774)."""
    if part is None or not whole:
        return None
    p = min(1.0, part / whole)
    spread = Z * sqrt(p * (1 - p) / whole + Z**2 / (4 * whole**2))
    middle, width = p + Z**2 / (2 * whole), 1 + Z**2 / whole
    low, high = (middle - spread) / width, (middle + spread) / width
    return Rate(100 * p, 100 * max(0.0, low), 100 * min(1.0, high))
