"""How far two values lie apart, with the interval that chance alone explains."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from commonweal.care.population.reads import Cell


@dataclass(frozen=True)
class Difference:
    """The first less the second; no `low` and `high` where one of them has no limits, as of costs."""

    value: float
    low: float | None
    high: float | None

    @property
    def more(self) -> bool:
        return self.low is not None and self.low > 0

    @property
    def fewer(self) -> bool:
        return self.high is not None and self.high < 0


def difference(one: Cell | None, other: Cell | None) -> Difference | None:
    """None where a value is withheld. Limits are those of each value, joined as if of different people.

    Newcombe 1998, doi:10.1002/(sici)1097-0258(19980430)17:8<873::aid-sim779>3.0.co;2-i, for shares; Zou and
    Donner 2008, doi:10.1002/sim.3095, for whatever has limits of its own.
    """
    if one is None or other is None or one.value is None or other.value is None:
        return None
    apart = one.value - other.value
    if one.lower is None or one.upper is None or other.lower is None or other.upper is None:
        return Difference(apart, None, None)
    down = sqrt((one.value - one.lower) ** 2 + (other.upper - other.value) ** 2)
    up = sqrt((one.upper - one.value) ** 2 + (other.value - other.lower) ** 2)
    return Difference(apart, apart - down, apart + up)
