"""The chart of a model's calibration: people of like chance, what was expected across, what came upwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

HEIGHT = 260
STEP = 0.2  # the scale ends at a fifth, two fifths, and so on


@dataclass(frozen=True)
class Point:
    """Some of the people; where it stands, per cent across and pixels down."""

    across: float
    down: float
    says: str


@dataclass(frozen=True)
class Drawn:
    """`top` is the share at the end of both scales; `diagonal` is where all would be right."""

    top: float
    height: int
    points: tuple[Point, ...]

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Share of the scale, and what it is in per cent."""
        return tuple((part / 4, f"{100 * self.top * part / 4:g}%") for part in range(5))


def calibration(parts: Sequence[Mapping[str, Any]]) -> Drawn | None:
    """None where nothing can be drawn; a part whose number is withheld is not."""
    known = [one for one in parts if one["share"] is not None]
    if not known:
        return None
    top = min(ceil(max(max(one["chance"], one["share"]) for one in known) / STEP) * STEP, 1.0) or STEP
    points = tuple(
        Point(
            round(100 * one["chance"] / top, 2),
            round(HEIGHT * (1 - min(one["share"] / top, 1)), 1),
            f"{one['people']} people: {100 * one['chance']:.1f}% expected, {100 * one['share']:.1f}% came",
        )
        for one in known
    )
    return Drawn(top, HEIGHT, points)
