"""Scales from zero whose steps are round numbers."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10

ROUND = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Scale:
    """Zero to `top` in equal `step`s, laid over 0–100 per cent of the room."""

    top: float
    step: float

    def per_cent(self, value: float) -> float:
        return round(100 * value / self.top, 2)

    @property
    def ticks(self) -> tuple[float, ...]:
        return tuple(self.step * n for n in range(round(self.top / self.step) + 1))


def scale(most: float, steps: int = 4, whole: bool = True) -> Scale:
    """The smallest round scale that holds `most` in at most `steps` steps; an empty one goes to one step."""
    least = 1.0 if whole else 0.1
    wanted = max(most / steps, least if most <= 0 else 10.0**-6)
    power = 10.0 ** floor(log10(wanted))
    step = next(power * r for r in ROUND if power * r >= wanted * (1 - 1e-9))
    if whole:
        step = float(max(1, ceil(step)))
    return Scale(top=step * max(1, ceil(most / step - 1e-9)), step=step)
