"""Draws a person's frailty year by year, over the bands it moved through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from commonweal.web import words
from commonweal.web.charts.calendar import Calendar

HIGH = 132  # pixels
FROM = {"fit": 0.0, "mild": 4.5, "moderate": 8.5, "severe": 12.5}  # deficits, half-way between bands
SHOWN, HEADROOM = 16, 2  # deficits: the severe band is always in sight, and room for the highest number


@dataclass(frozen=True)
class Year:
    """What was found on one day: one row of a person's course."""

    on: date
    deficits: int
    band: str

    @property
    def says(self) -> str:
        return f"{words.day(self.on)}: {self.deficits} of 36 deficits, {words.BAND_WORDS[self.band]}"


@dataclass(frozen=True)
class Point:
    across: float
    down: float
    year: Year
    changed: bool


@dataclass(frozen=True)
class Zone:
    band: str
    top: float
    height: float


@dataclass(frozen=True)
class Course:
    points: tuple[Point, ...]  # of the years shown
    lines: tuple[tuple[Point, Point], ...]  # between all years, so that a line comes in and goes out
    zones: tuple[Zone, ...]
    height: int


def years(published: Iterable[Mapping[str, Any]]) -> tuple[Year, ...]:
    """From the course as a refresh publishes it."""
    return tuple(Year(date.fromisoformat(one["on"][:10]), one["deficits"], one["band"]) for one in published)


def course(years: Sequence[Year], calendar: Calendar, height: int = HIGH) -> Course:
    """A point for each year shown; zero deficits at the bottom, a zone behind for each band."""
    top = max([SHOWN, *(year.deficits + HEADROOM for year in years)])

    def down(deficits: float) -> float:
        return round(height * (1 - deficits / top), 1)

    points = tuple(
        Point(calendar.at(year.on), down(year.deficits), year, _changed(years, n))
        for n, year in enumerate(years)
    )
    shown = tuple(point for point in points if calendar.holds(point.year.on, point.year.on))
    ends = [*list(FROM.values())[1:], top]
    zones = tuple(
        Zone(band, down(end), round(down(start) - down(end), 1))
        for (band, start), end in zip(FROM.items(), ends, strict=True)
    )
    return Course(shown, tuple(pairwise(points)), zones, height)


def _changed(years: Sequence[Year], n: int) -> bool:
    """The first, the last and every change has its number; years that repeat have none."""
    return n in (0, len(years) - 1) or years[n].deficits != years[n - 1].deficits
