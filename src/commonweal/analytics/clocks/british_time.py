"""What the clocks of Britain show at a moment, worked out so that every engine gives the same answer.

Summer time lasts from one in the morning UTC on the last Sunday of March until the same on the last Sunday
of October (the Summer Time Order 2002; so since 1996). The session's own time zone has to be UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import ibis
import ibis.expr.types as ir


def shown(moment: ir.TimestampValue) -> ir.TimestampValue:
    """The wall clock's date and time at a moment in UTC."""
    plain = moment.cast("timestamp")
    summer = (plain >= _change(plain, 3)) & (plain < _change(plain, 10))
    return summer.ifelse(plain + ibis.interval(hours=1), plain)


def midnight(day: date) -> ir.TimestampScalar:
    """The moment in UTC at which a day begins."""
    summer = _last_sunday(day.year, 3) < day <= _last_sunday(day.year, 10)
    moment = datetime.combine(day, time(), UTC) - timedelta(hours=1 if summer else 0)
    return ibis.literal(moment, "timestamp('UTC')")


def weekday(moment: ir.TimestampValue) -> ir.IntegerValue:
    """0 for Monday to 6 for Sunday, by the clocks of Britain."""
    return shown(moment).day_of_week.index().cast("int64")


def hour(moment: ir.TimestampValue) -> ir.IntegerValue:
    """0 to 23, by the clocks of Britain."""
    return shown(moment).hour().cast("int64")


def week(moment: ir.TimestampValue) -> ir.DateValue:
    """The Monday of the week, by the calendar of Britain."""
    return shown(moment).truncate("W").date()


def _last_sunday(year: int, month: int) -> date:
    """The last Sunday of a month of 31 days."""
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def _change(plain: ir.TimestampValue, month: int) -> ir.TimestampValue:
    """The last Sunday of a month of 31 days in the same year, at one in the morning."""
    last = ibis.date(plain.year(), month, 31)
    since_sunday = (last.day_of_week.index() + 1) % 7
    sunday = last - since_sunday.as_interval("D")
    return sunday.cast("timestamp") + ibis.interval(hours=1)
