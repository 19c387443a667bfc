"""Room by the hour as bars: minutes taken and minutes free of those on shift, from zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commonweal.care.teams.capacity import Room
from commonweal.web.charts.scale import Scale, scale

HEIGHT = 150  # pixels from zero to the top


@dataclass(frozen=True)
class Bar:
    """One hour: where it stands across and how high its two parts are, in pixels."""

    left: float
    width: float
    used: float
    free: float
    room: Room

    @property
    def top(self) -> float:
        return HEIGHT - self.used - self.free


@dataclass(frozen=True)
class Hours:
    """`lines` are pixels from the top and what stands there, in hours of work."""

    bars: tuple[Bar, ...]
    lines: tuple[tuple[float, str], ...]
    height: int = HEIGHT


def draw(rooms: Sequence[Room]) -> Hours:
    """A bar an hour, as wide as there is room for; the scale is in people's hours."""
    measure = scale(max((max(room.minutes, room.used) for room in rooms), default=0) / 60)
    each = 100 / max(1, len(rooms))
    bars = tuple(
        Bar(
            round(each * place + each * 0.1, 2),
            round(each * 0.8, 2),
            _pixels(measure, min(room.used, room.minutes)),
            _pixels(measure, room.free),
            room,
        )
        for place, room in enumerate(rooms)
    )
    lines = tuple((HEIGHT - _pixels(measure, 60 * tick), f"{tick:g}") for tick in measure.ticks)
    return Hours(bars, lines)


def _pixels(measure: Scale, minutes: float) -> float:
    return round(measure.per_cent(minutes / 60) * HEIGHT / 100, 1)
