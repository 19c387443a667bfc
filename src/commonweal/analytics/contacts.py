"""Contacts and spells of care as they fall into some months, by the days of Britain."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import ibis
import ibis.expr.types as ir

from commonweal.analytics.clocks.british_time import shown
from commonweal.analytics.polypharmacy import a_year_before

LASTING = ("bed", "care_home", "social_care")  # settings of spells; in all others there are contacts
IN_A_CARE_HOME = ("residential", "nursing")  # kinds of package
DAY = timedelta(days=1)
TOLD = {  # none said to be without gaps, so that tables of any origin can be put together
    "person": "string",
    "setting": "string",
    "method": "string",
    "begun": "date",
    "last": "date",
    "pence": "int64",
}


def begun(activity: ibis.Table, *, after: date, until: date) -> ibis.Table:
    """The contacts and spells begun after one day and by the end of another, with `day`, when they began."""
    near = activity.filter((activity.start >= _morning(after)) & (activity.start < _morning(until + 2 * DAY)))
    near = near.mutate(day=shown(near.start).date())
    return near.filter((near.day > after) & (near.day <= until))


def in_twelve_months(activity: ibis.Table, packages: ibis.Table, on: date) -> ibis.Table:
    """One row per contact begun in the twelve months up to `on`, and per spell that any day of them lies in.

    Columns: person, setting, method, begun, last (its last day; empty where it lasted beyond `on`), pence.
    `pence` is so much of its cost as its days in the months are of all its days up to its end, or up to
    `on` where it has none; nought where the cost is not known. A package of social care is a spell; where it
    stands among the activity too (same person, setting and first day) it counts once, by its weekly cost.
    """
    social = _packages(packages, on)
    twice = social.select("person", "setting", "begun").distinct()
    others = _activity(activity, on).anti_join(twice, ["person", "setting", "begun"])
    return others.union(social.select(others.columns))


def _activity(activity: ibis.Table, on: date) -> ibis.Table:
    before = a_year_before(on)
    end = activity.setting.isin(LASTING).ifelse(activity.end, activity.start)
    near = activity.filter(activity.start < _morning(on + 2 * DAY))
    near = near.filter(end.isnull() | (end >= _morning(before)))
    near = near.select(
        "person",
        "setting",
        "method",
        "cost",
        begun=shown(near.start).date(),
        last=near.setting.isin(LASTING).ifelse(shown(near.end), shown(near.start)).date(),
    )
    all_days = _days(near.begun, near.last.fill_null(ibis.literal(on)))
    return _within(near.mutate(cost_of=all_days), on)


def _packages(packages: ibis.Table, on: date) -> ibis.Table:
    """The packages of social care, whose end is the first day after them."""
    each = packages.select(
        "person",
        setting=packages.kind.isin(IN_A_CARE_HOME).ifelse("care_home", "social_care"),
        method=ibis.null("string"),
        begun=packages.start,
        last=(packages.end - ibis.interval(days=1)).cast("date"),
        cost=packages.weekly_cost,
        cost_of=ibis.literal(7, "int64"),
    )
    return _within(each, on)


def _within(spells: ibis.Table, on: date) -> ibis.Table:
    """The spells that any day of the months lies in; `cost` is that of so many days as `cost_of` says."""
    first_day, last_day = ibis.literal(a_year_before(on) + DAY), ibis.literal(on)
    here = spells.filter((spells.begun <= last_day) & (spells.last.isnull() | (spells.last >= first_day)))
    beyond = here.last.isnull() | (here.last > last_day)
    until = beyond.ifelse(last_day, here.last)
    inside = _days(ibis.greatest(here.begun, first_day), until)
    told = here.mutate(
        last=beyond.ifelse(ibis.null("date"), here.last),
        pence=_part(here.cost.fill_null(0), inside, here.cost_of),
    )
    return told.select(*TOLD).cast(TOLD)


def _days(first: ir.DateValue, last: ir.DateValue) -> ir.IntegerValue:
    """How many days there are from one to the other, both counted."""
    return last.delta(first, unit="D") + 1


def _part(whole: ir.IntegerValue, of: ir.IntegerValue, all_: ir.IntegerValue) -> ir.IntegerValue:
    """So many parts of all, to the nearest penny."""
    return ((2 * whole * of + all_) // (2 * all_)).cast("int64")


def _morning(day: date) -> ir.TimestampScalar:
    """Midnight in UTC: never later than the clocks of Britain reach the day, and at most an hour before."""
    return ibis.literal(datetime.combine(day, time(), UTC), "timestamp('UTC')")
