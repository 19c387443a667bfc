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
NO = ibis.literal(False)
USED = {  # none said to be without gaps, so that tables of any origin can be put together
    "person": "string",
    "setting": "string",
    "admitted": "boolean",
    "pence": "int64",
}


def begun(activity: ibis.Table, *, after: date, until: date) -> ibis.Table:
    """The contacts and spells begun after one day and by the end of another, with `day`, when they began."""
    within = activity.filter(activity.start >= midnight(after + DAY))
    within = within.filter(within.start < midnight(until + DAY))
    return within.mutate(day=shown(within.start).date())


def spells(activity: ibis.Table, on: date) -> ibis.Table:
    """The spells that any day of the twelve months up to `on` lies in, with `begun` and `last`, their days.

    `last` is empty where it lasts still.
    """
    lasting = _near(activity, on)
    lasting = lasting.filter(lasting.setting.isin(LASTING))
    return lasting.mutate(begun=shown(lasting.start).date(), last=shown(lasting.end).date())


def in_twelve_months(activity: ibis.Table, packages: ibis.Table, on: date) -> ibis.Table:
    """One row per contact begun in the twelve months up to `on`, and per spell that any day of them lies in.

    Columns: person, setting, admitted (whether it is a spell in a bed begun in the months as an emergency),
    pence: so much of its cost as its days in the months are of all its days up to its end, or up to `on`
    where it has none; nought where the cost is not known. A package of social care is a spell; where it
    stands among the activity too (same person, setting and first day) it counts once, by its weekly cost.
    """
    social, lasting = _packages(packages, on), spells(activity, on)
    lasting = lasting.anti_join(social, ["person", "setting", "begun"])
    all_days = _days(lasting.begun, lasting.last.fill_null(ibis.literal(on)))
    contacts = _near(activity, on)
    contacts = contacts.filter(contacts.setting.notin(LASTING))
    emergency = (lasting.setting == "bed") & (lasting.method == "emergency")
    admitted = emergency & (lasting.start >= midnight(a_year_before(on) + DAY))
    return ibis.union(
        _used(contacts, contacts.cost),
        _used(lasting, _part(lasting.cost, _inside(lasting, on), all_days), admitted.fill_null(False)),
        _used(social, _part(social.cost, _inside(social, on), ibis.literal(7))),
    )


def _near(activity: ibis.Table, on: date) -> ibis.Table:
    first = midnight(a_year_before(on) + DAY)
    lasted = activity.setting.isin(LASTING) & (activity.end.isnull() | (activity.end >= first))
    return activity.filter((activity.start < midnight(on + DAY)) & ((activity.start >= first) | lasted))


def _packages(packages: ibis.Table, on: date) -> ibis.Table:
    """The packages of social care in the months; their own end is the first day after them."""
    each = packages.select(
        "person",
        setting=packages.kind.isin(IN_A_CARE_HOME).ifelse("care_home", "social_care"),
        begun=packages.start,
        last=(packages.end - ibis.interval(days=1)).cast("date"),
        cost=packages.weekly_cost,
    )
    first_day = ibis.literal(a_year_before(on) + DAY)
    return each.filter((each.begun <= on) & (each.last.isnull() | (each.last >= first_day)))


def _used(part: ibis.Table, pence: ir.IntegerValue, admitted: ir.BooleanValue = NO) -> ibis.Table:
    return part.select("person", "setting", admitted=admitted, pence=pence.fill_null(0)).cast(USED)


def _inside(spells: ibis.Table, on: date) -> ir.IntegerValue:
    """How many days of each spell lie in the months."""
    last_day, first_day = ibis.literal(on), ibis.literal(a_year_before(on) + DAY)
    until = ibis.least(spells.last.fill_null(last_day), last_day)
    return _days(ibis.greatest(spells.begun, first_day), until)


def _days(first: ir.DateValue, last: ir.DateValue) -> ir.IntegerValue:
    """How many days there are from one to the other, both counted."""
    return last.delta(first, unit="D") + 1


def _part(whole: ir.IntegerValue, of: ir.IntegerValue, all_: ir.IntegerValue) -> ir.IntegerValue:
    """So many parts of all, to the nearest penny."""
    return (2 * whole * of + all_) // (2 * all_)
