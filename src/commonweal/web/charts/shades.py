"""Five shades of one hue for numbers on a map, with a legend in numbers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from commonweal.web.charts.scale import scale

SHADES = 5
MOST_OF = 0.95  # the last shade is open upwards, so that one small area cannot flatten all others


@dataclass(frozen=True)
class Shades:
    """Equal round steps from zero; `shade` 1 is the lightest, 5 holds everything above.

    `most` is the highest value there is; empty where there is none.
    """

    step: float
    whole: bool
    most: float | None

    def shade(self, value: float) -> int:
        return min(SHADES, int(value / self.step + 1e-9) + 1)

    @property
    def legend(self) -> tuple[tuple[int, str], ...]:
        if not self.most:
            return () if self.most is None else ((1, "0"),)
        return tuple((n, self._range(n)) for n in range(1, SHADES + 1))

    def _range(self, shade: int) -> str:
        low, high = self.step * (shade - 1), self.step * shade
        if shade == SHADES:
            return f"{_short(low)} or more"
        if self.whole:
            last = round(high) - 1
            return f"{low:,.0f}" if last <= low else f"{low:,.0f} to {last:,}"
        return f"{_short(low)} to under {_short(high)}"


def shades(values: Collection[float], *, whole: bool) -> Shades:
    """Steps that put all but the highest twentieth of the values above zero into the first four shades."""
    ordered = sorted(value for value in values if value > 0)
    top = ordered[round(MOST_OF * (len(ordered) - 1))] if ordered else 0
    return Shades(scale(top, SHADES, whole).step, whole, max(values, default=None))


def _short(number: float) -> str:
    return f"{number:,.2f}".rstrip("0").rstrip(".")
