"""A pathway's measures as marks: weeks, the queue, how long waits last, and the hours that run out.

Across is in per cent of the room and down in pixels, so that words stay legible at every width.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from commonweal.care.measures.reads import Cell, Measures
from commonweal.terms.measures import STEPS, TIMES
from commonweal.web import words
from commonweal.web.charts.shades import Shades, shades
from commonweal.web.pathways.measure_answer import lasts
from commonweal.web.pathways.measure_limits import Limits, limits

HIGH = 180  # pixels from nobody to everybody
WEEK = timedelta(7)
QUARTERS = (0, 1, 2, 3, 4, 6, 8, 16)  # of the limit: where each age of the queue begins
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Week:
    """A week of referrals; `share` is None where nothing is decided, or it is withheld."""

    first: date
    across: float
    in_time: int | None
    decided: int | None
    lasts_still: bool

    @property
    def share(self) -> float | None:
        if self.in_time is None or not self.decided:
            return None
        return min(1.0, self.in_time / self.decided)

    @property
    def down(self) -> float:
        return round(HIGH * (1 - (self.share or 0)), 1)

    @property
    def says(self) -> str:
        share = words.share(self.in_time, self.decided)
        told = f"{words.count(self.in_time)} of {words.count(self.decided)} in time"
        return f"Week of {words.day(self.first)}: {told}{f', {share}' if share else ''}"


@dataclass(frozen=True)
class Weeks:
    weeks: tuple[Week, ...]
    limits: Limits | None
    target: int | None
    height: int = HIGH

    @property
    def drawn(self) -> tuple[Week, ...]:
        return tuple(week for week in self.weeks if week.share is not None)


def weeks_of(found: Measures, now: date, number: int, target: int | None) -> Weeks:
    """Every week up to now, oldest first; the one that lasts still has no part in the limits."""
    told = {cell.part: cell for cell in found.parts("week")}
    this = now - timedelta(now.weekday())
    weeks = []
    for place in range(number):
        first = this - WEEK * (number - 1 - place)
        cell = told.get(first.isoformat(), Cell("", 0, 0))
        across = round(100 * (place + 0.5) / number, 2)
        weeks.append(Week(first, across, cell.count, cell.among, first == this))
    whole = [week.share for week in weeks if week.share is not None and not week.lasts_still]
    return Weeks(tuple(weeks), limits(whole), target)


@dataclass(frozen=True)
class Age:
    """How many wait for so long now; `late` beyond the limit."""

    title: str
    count: int | None
    width: float
    late: bool


def ages_of(found: Measures, limit: int) -> tuple[Age, ...]:
    """The queue by how much of its time is used, from least to most."""
    told = {int(cell.part): cell.count for cell in found.parts("age")}
    drawn = {age: _drawn(count) for age, count in told.items()}
    most = max(drawn.values(), default=1)
    return tuple(
        Age(_between(age, limit), told.get(age, 0), round(100 * drawn.get(age, 0) / most, 2), age >= 4)
        for age in range(len(QUARTERS))
    )


def _between(age: int, limit: int) -> str:
    minutes = [limit * quarter / 4 / 60 for quarter in QUARTERS]
    if age + 1 == len(QUARTERS):
        return f"over {lasts(minutes[age])}"
    return f"up to {lasts(minutes[age + 1])}"


def _drawn(count: int | None) -> int:
    """A number that is withheld is drawn, hatched, at the most it can be."""
    return words.FEWEST_SHOWN - 1 if count is None else count


@dataclass(frozen=True)
class Still:
    """From one length of a wait to the next: the share that still waits, None where it is withheld."""

    across: float
    width: float
    share: float | None
    low: float | None
    high: float | None
    minutes: float

    @property
    def down(self) -> float:
        return round(HIGH * (1 - (self.share or 0)), 1)


@dataclass(frozen=True)
class Curve:
    steps: tuple[Still, ...]
    limit: float  # per cent across
    median: float | None
    limit_minutes: float
    among: int | None
    height: int = HIGH

    @property
    def drops(self) -> tuple[tuple[Still, Still], ...]:
        """Where it falls from one step to the next."""
        pairs = zip(self.steps, self.steps[1:], strict=False)
        return tuple((a, b) for a, b in pairs if None not in (a.share, b.share) and a.down != b.down)

    @property
    def rows(self) -> tuple[Still, ...]:
        """A row of its table for every fifth step."""
        return self.steps[:: STEPS // 4]


def curve_of(found: Measures, limit: int) -> Curve | None:
    """None where nothing is told of it."""
    told = {int(cell.part): cell for cell in found.parts("still")}
    if not told:
        return None
    last = Cell("", count=None, among=None, number=1.0)
    steps, width = [], 100 / (STEPS * TIMES)
    for place in range(STEPS * TIMES):
        last = told.get(place, last)
        minutes = limit / 60 * place / STEPS
        steps.append(Still(round(place * width, 3), width, _share(last), last.low, last.high, minutes))
    median = found.one("median").number
    across = None if median is None else 100 * median * 60 / (limit * TIMES)
    among = next(iter(told.values())).among
    return Curve(tuple(steps), 100 / TIMES, across if across and across <= 100 else None, limit / 60, among)


def _share(cell: Cell) -> float | None:
    if cell.number is not None:
        return cell.number
    return min(1.0, cell.count / cell.among) if cell.count is not None and cell.among else None


@dataclass(frozen=True)
class Hour:
    """The waits that ran out of time in one hour of one day of the week."""

    day: int
    hour: int
    count: int | None
    shade: int

    @property
    def says(self) -> str:
        when = f"{DAYS[self.day]}, {self.hour:02}:00 to {self.hour + 1:02}:00"
        return f"{when}: {words.count(self.count)} ran out of time"


@dataclass(frozen=True)
class Hours:
    hours: tuple[Hour, ...]
    shades: Shades
    withheld: bool
    row: int = 24

    def count(self, day: int, hour: int) -> int | None:
        """None where it is withheld."""
        return next((one.count for one in self.hours if (one.day, one.hour) == (day, hour)), 0)


def hours_of(found: Measures) -> Hours:
    """Only the hours in which somebody's time ran out."""
    told = {tuple(map(int, cell.part.split("-"))): cell.count for cell in found.parts("hour")}
    shaded = shades([count for count in told.values() if count], whole=True)
    hours = tuple(Hour(day, hour, count, shaded.shade(count or 1)) for (day, hour), count in told.items())
    return Hours(hours, shaded, any(hour.count is None for hour in hours))
