"""The bank holidays of England, by the rule that makes them and the years that broke it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

DAY = timedelta(days=1)
MONDAY, SATURDAY = 0, 5
MOVED = {  # the day of the rule → the day that was kept instead
    date(2020, 5, 4): date(2020, 5, 8),  # 75 years since the war in Europe ended
    date(2022, 5, 30): date(2022, 6, 2),  # the Platinum Jubilee
}
ADDED = (
    date(2022, 6, 3),  # the Platinum Jubilee
    date(2022, 9, 19),  # the funeral of Queen Elizabeth II
    date(2023, 5, 8),  # the coronation of King Charles III
)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Those of one year, substitutes included; right from 2018, and as the rule has it in years to come."""
    easter = easter_sunday(year)
    by_rule = {
        _substitute(date(year, 1, 1)),
        easter - 2 * DAY,
        easter + DAY,
        _first_monday(date(year, 5, 1)),
        _first_monday(date(year, 5, 25)),
        _first_monday(date(year, 8, 25)),
        *_christmas(year),
    }
    kept = {MOVED.get(day, day) for day in by_rule}
    return frozenset(kept | {day for day in ADDED if day.year == year})


def easter_sunday(year: int) -> date:
    """By the calendar of Gregory, in the form that J. M. Oudin gave it."""
    century, golden = year // 100, year % 19
    epact = (century - century // 4 - (century - (century - 17) // 25) // 3 + 19 * golden + 15) % 30
    epact -= (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    after = epact - weekday
    month = 3 + (after + 40) // 44
    return date(year, month, after + 28 - 31 * (month // 4))


def _first_monday(on: date) -> date:
    """The first Monday from this day on."""
    return on + (MONDAY - on.weekday()) % 7 * DAY


def _substitute(on: date) -> date:
    """The next Monday where it falls on a weekend."""
    return on if on.weekday() < SATURDAY else _first_monday(on)


def _christmas(year: int) -> tuple[date, date]:
    """Christmas and Boxing Day, or the next working days for whichever falls on a weekend."""
    first, second = date(year, 12, 25), date(year, 12, 26)
    monday = _first_monday(first)
    if first.weekday() == SATURDAY:
        return monday, monday + DAY
    if second.weekday() == SATURDAY:
        return first, monday
    return (second, second + DAY) if second == monday else (first, second)
