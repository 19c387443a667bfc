"""How much of a clock's time lies between two moments: kept in UTC, counted by the calendar of Britain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

from commonweal.blueprint.pathways_clocks import Hours, Within
from commonweal.care.pathways.bank_holidays import bank_holidays

HERE = ZoneInfo("Europe/London")
DAY, MINUTES = timedelta(days=1), 24 * 60
INSTANT = timedelta(microseconds=1)
Counted = Fraction | int  # microseconds; parts of one where a working day has not 24 hours


@dataclass(frozen=True)
class Span:
    """A stretch in which time counts; `worth` is how much all of it counts."""

    start: datetime
    end: datetime
    worth: timedelta

    def share(self, since: datetime, until: datetime) -> Counted:
        """What counts of it between two moments, in microseconds."""
        covered = min(self.end, until) - max(self.start, since)
        if covered <= timedelta(0):
            return 0
        length = self.end - self.start
        if length == self.worth:
            return covered // INSTANT
        return Fraction(covered // INSTANT * (self.worth // INSTANT), length // INSTANT)

    def when(self, since: datetime, left: Counted) -> datetime:
        """When this much has counted since then."""
        length = self.end - self.start
        return max(self.start, since) + INSTANT * (left * (length // INSTANT) // (self.worth // INSTANT))


@dataclass(frozen=True)
class Measure:
    """What a clock counts: all time, working hours, or whole working days after the day it started."""

    within: Within
    hours: Hours | None

    @property
    def limit(self) -> timedelta:
        """All the time there is; a working day counts as 24 hours, however long it is."""
        return timedelta(
            minutes=self.within.minutes or 0, hours=self.within.hours or 0, days=self.within.working_days or 0
        )

    def counts_from(self, started: datetime) -> datetime:
        """The start, or for working days the midnight after it."""
        return midnight(started.astimezone(HERE).date() + DAY) if self.within.working_days else started

    def used(self, since: datetime, until: datetime) -> Counted:
        """What counts between two moments."""
        if until <= since:
            return 0
        if self.hours is None:
            return (until - since) // INSTANT
        last = until.astimezone(HERE).date()
        return sum(span.share(since, until) for span in self._spans(since, last))

    def when(self, since: datetime, left: Counted) -> datetime:
        """When this much will have counted, if nothing rests."""
        if self.hours is None:
            return since + INSTANT * int(left)
        for span in self._spans(since, None):
            share = span.share(since, span.end)
            if share and left <= share:
                return span.when(since, left)
            left -= share
        raise ValueError("no working time is left in the calendar")

    def _spans(self, since: datetime, last: date | None) -> Iterator[Span]:
        """From the day of `since` to the last day, or on and on."""
        day = since.astimezone(HERE).date()
        while day < (last or date.max):
            yield from _on(self.hours, day, whole=bool(self.within.working_days))
            day += DAY
        if last:
            yield from _on(self.hours, last, whole=bool(self.within.working_days))


@lru_cache(maxsize=10_000)
def _on(hours: Hours, day: date, *, whole: bool) -> tuple[Span, ...]:
    """What counts of one day, all of it or its working hours; nothing where it is not worked."""
    openings = worked(hours, day)
    if openings and whole:
        return (Span(midnight(day), midnight(day + DAY), DAY),)
    spans = ((moment(day, opens), moment(day, closes)) for opens, closes in openings)
    return tuple(Span(start, end, end - start) for start, end in spans if start < end)


def worked(hours: Hours, day: date) -> list[tuple[int, int]]:
    """From which minute of this day until which it is worked, in order; empty where it is not."""
    off = hours.bank_holidays == "off" and day in bank_holidays(day.year)
    if off or day in hours.closed:
        return []
    return sorted(filter(None, (opening.on(day.weekday()) for opening in hours.week)))


def moment(day: date, minute: int) -> datetime:
    """When the clocks of Britain show this minute of the day; of an hour that comes twice, the first."""
    further, minute = divmod(minute, MINUTES)
    shown = time(*divmod(minute, 60))
    return datetime.combine(day + further * DAY, shown, HERE).astimezone(UTC)


def midnight(day: date) -> datetime:
    """When this day begins in Britain."""
    return moment(day, 0)
