"""Time across a chart: where a day stands, and where the years and months begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_UP_TO = 2  # years: a shorter chart has its months marked


@dataclass(frozen=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True)
class Calendar:
    """From the first day of a year to the last day of one, over 0–100 per cent of the room."""

    first: int
    last: int

    @property
    def start(self) -> date:
        return date(self.first, 1, 1)

    @property
    def end(self) -> date:
        """The first day no longer shown."""
        return date(self.last + 1, 1, 1)

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def years(self) -> range:
        return range(self.first, self.last + 1)

    def at(self, day: date) -> float:
        """Per cent of the room; below 0 or above 100 for a day that is not shown."""
        return round(100 * (day - self.start) / timedelta(self.days), 2)

    def held(self, day: date) -> float:
        """Per cent of the room, at its edge for a day that is not shown."""
        return min(100.0, max(0.0, self.at(day)))

    def holds(self, start: date, end: date) -> bool:
        """Whether any day from `start` to `end` is shown."""
        return start < self.end and end >= self.start

    @property
    def ticks(self) -> tuple[Tick, ...]:
        if len(self.years) > MONTHS_UP_TO:
            return tuple(Tick(self.at(date(y, 1, 1)), str(y)) for y in self.years)
        months = (date(y, m, 1) for y in self.years for m in range(1, 13))
        return tuple(Tick(self.at(day), str(day.year) if day.month == 1 else f"{day:%b}") for day in months)
