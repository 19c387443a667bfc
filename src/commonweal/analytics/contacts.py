"""Contacts and spells of care as they fall into some months, by the days of Britain."""

from __future__ import annotations

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from commonweal.analytics.clocks.british_time import midnight, shown
from commonweal.analytics.polypharmacy import a_year_before

LASTING = ("bed", "care_home", "social_care")  # settings of spells; in all others there are contacts
IN_A_CARE_HOME = ("residential", "nursing")  # kinds of package
DAY = timedelta(days=1)
USED = {  # none said to be without gaps, so that tables of any origin can be put together
    "person": "string",
    "setting": "string",
    "begun": "date",
    "last": "date",
    "admitted": "boolean",
    "pence": "int64",
}


def begun(activity: ibis.Table, *, after: date, until: date) -> ibis.Table:
    """The contacts and spells begun after one day and by the end of another, with `day`, when they began."""
    within = activity.filter(activity.start >= midnight(after + DAY))
    within = within.filter(within.start < midnight(until + DAY))
    return within.mutate(day=shown(within.start).date())


def lasts_into(activity: ibis.Table, moment: ir.TimestampValue) -> ir.BooleanValue:
    """Whether each is a spell that had not ended by the moment."""
    return activity.setting.isin(LASTING) & (activity.end.isnull() | (activity.end >= moment))


def in_twelve_months(activity: ibis.Table, packages: ibis.Table, on: date) -> ibis.Table:
    """One row per contact begun in the twelve months up to `on`, and per spell that any day of them lies in.

    Columns: person, setting; begun and last, the days of a spell (last is empty where it lasts still, both
    are for contacts); admitted, whether it is a spell in a bed begun in the months as an emergency; and
    pence, so much of its cost as its days in the months are of all its days up to its end, or up to `on`
    where it has none; nought where the cost is not known. A package of social care is a spell; where it
    stands among the activity too (same person, setting and first day) it counts once, by its weekly cost.
    """
    social, near = _packages(packages, on), _near(activity, on)
    rest = near.anti_join(social, ["person", "setting", "begun"])
    all_days = _days(rest.begun, rest.last.fill_null(ibis.literal(on)))
    share = rest.begun.isnull().ifelse(rest.cost, _part(rest.cost, _inside(rest, on), all_days))
    return _used(rest, share).union(_used(social, _part(social.cost, _inside(social, on), ibis.literal(7))))


def _near(activity: ibis.Table, on: date) -> ibis.Table:
    """What of the activity falls into the months; days are worked out for spells alone: it takes long."""
    first = midnight(a_year_before(on) + DAY)
    begun = (activity.start >= first) | lasts_into(activity, first)
    near = activity.filter((activity.start < midnight(on + DAY)) & begun)
    lasting, never = near.setting.isin(LASTING), ibis.null("date")
    emergency = (near.setting == "bed") & (near.method == "emergency") & (near.start >= first)
    return near.select(
        "person",
        "setting",
        "cost",
        begun=lasting.ifelse(shown(near.start).date(), never),
        last=lasting.ifelse(shown(near.end).date(), never),
        admitted=emergency.fill_null(False),
    )


def _packages(packages: ibis.Table, on: date) -> ibis.Table:
    """The packages of social care in the months; their own end is the first day after them."""
    each = packages.select(
        "person",
        setting=packages.kind.isin(IN_A_CARE_HOME).ifelse("care_home", "social_care"),
        begun=packages.start,
        last=(packages.end - ibis.interval(days=1)).cast("date"),
        cost=packages.weekly_cost,
        admitted=ibis.literal(False),
    )
    first_day = ibis.literal(a_year_before(on) + DAY)
    return each.filter((each.begun <= on) & (each.last.isnull() | (each.last >= first_day)))


def _used(part: ibis.Table, pence: ir.IntegerValue) -> ibis.Table:
    told = part.select("person", "setting", "begun", "last", "admitted", pence=pence.fill_null(0))
    return told.cast(USED)


def _inside(spells: ibis.Table, on: date) -> ir.IntegerValue:
    """How many days of each spell lie in the months."""
    last_day, first_day = ibis.literal(on), ibis.literal(a_year_before(on) + DAY)
    until = ibis.least(spells.last.fill_null(last_day), last_day)
    return _days(ibis.greatest(spells.begun, first_day), until)


def _days(first: ir.DateValue, last: ir.DateValue) -> ir.IntegerValue:
    """How many days there are from one to the other, both counted."""
    return last.delta(first, unit="D") + 1


def _part(whole: ir.IntegerValue, of: ir.IntegerValue, all_: ir.IntegerValue) -> ir.IntegerValue:
    """So many parts of all, to the nearest penny; empty of a spell that ended before it began."""
    return (2 * whole * of + all_) // (2 * all_).nullif(0)
