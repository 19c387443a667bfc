"""Bars from zero with their interval, one a line, as the cells of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commonweal.web.charts.scale import scale


@dataclass(frozen=True)
class Bar:
    """In per cent of the room; no interval where there is none."""

    width: float
    low: float | None
    high: float | None


def bars(values: Sequence[tuple[float | None, float | None, float | None]]) -> list[Bar | None]:
    """One bar for each value, lower and upper limit; none where there is no value."""
    most = max((upper or value or 0.0 for value, _, upper in values), default=0.0)
    room = scale(most, whole=False)

    def at(number: float | None) -> float | None:
        return None if number is None else room.per_cent(max(0.0, number))

    return [
        None if value is None else Bar(room.per_cent(max(0.0, value)), at(lower), at(upper))
        for value, lower, upper in values
    ]
