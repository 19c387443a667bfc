"""How many times as many there are as expected, with the interval that chance alone explains."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from commonweal.care.population.reads import Cell
from commonweal.web.population.rates import Z

FEWEST_EXPECTED = 1.0  # with less, a ratio is nothing but chance


@dataclass(frozen=True)
class Ratio:
    """`low` and `high` are Byar's 95% limits of the number found, over what is expected."""

    expected: float
    value: float
    low: float
    high: float

    @property
    def fewer(self) -> bool:
        return self.high < 1

    @property
    def more(self) -> bool:
        return self.low > 1

    @property
    def apart(self) -> bool:
        """Whether chance alone does not explain the difference."""
        return self.fewer or self.more

    @property
    def interval(self) -> str:
        return f"{self.low:.2f} to {self.high:.2f}"

    @property
    def says(self) -> str:
        """With a shape as well as a word."""
        return "▼ fewer" if self.fewer else "▲ more" if self.more else "as expected"

    def __str__(self) -> str:
        return f"{self.value:.2f}"


def ratio(cell: Cell | None) -> Ratio | None:
    """None where the number is suppressed, or next to nobody is expected (Breslow and Day 1987)."""
    if cell is None or cell.numerator is None or not cell.expected or cell.expected < FEWEST_EXPECTED:
        return None
    low, high = _byar(cell.numerator)
    return Ratio(cell.expected, cell.numerator / cell.expected, low / cell.expected, high / cell.expected)


def _byar(count: int) -> tuple[float, float]:
    more = count + 1
    high = more * (1 - 1 / (9 * more) + Z / (3 * sqrt(more))) ** 3
    low = count * max(0.0, 1 - 1 / (9 * count) - Z / (3 * sqrt(count))) ** 3 if count else 0.0
    return low, high
