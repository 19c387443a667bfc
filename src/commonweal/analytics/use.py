"""How much care each person used: contacts by setting, emergency admissions, nights in hospital."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from commonweal.analytics.contacts import DAY, in_twelve_months
from commonweal.analytics.living import living
from commonweal.analytics.polypharmacy import a_year_before
from commonweal.analytics.tables import SETTINGS


def use(
    people: ibis.Table, deaths: ibis.Table, activity: ibis.Table, packages: ibis.Table, on: date
) -> ibis.Table:
    """One row per person alive on `on`, also for those who used nothing, of the twelve months up to it.

    Columns: person, contacts_home … contacts_social_care (contacts begun in the months, spells that any day
    of them lies in), emergency_admissions (spells in a bed begun in them as an emergency) and bed_days
    (nights begun in them; one that two spells hold is one night).
    """
    used = in_twelve_months(activity, packages, on)
    counted = used.group_by("person").agg(**sums(used))
    each = living(people, deaths, on).left_join(counted, "person").drop("person_right")
    each = each.left_join(bed_days(used, on), "person").drop("person_right")
    return each.select(
        "person", **{name: each[name].fill_null(0) for name in each.columns if name != "person"}
    )


def sums(used: ibis.Table) -> dict[str, ir.IntegerScalar]:
    """What is counted of a person's contacts and spells, as `contacts.in_twelve_months` gives them."""
    each = {f"contacts_{setting}": _how_many(used.setting == setting) for setting in SETTINGS}
    return each | {"emergency_admissions": _how_many(used.admitted)}


def _how_many(condition: ir.BooleanValue) -> ir.IntegerScalar:
    return condition.ifelse(1, 0).sum().cast("int64")


def bed_days(used: ibis.Table, on: date) -> ibis.Table:
    """One row per person with a spell in a bed: person, bed_days.

    A night belongs to the day it began on. Of spells that overlap, as when both hospitals of a transfer
    record it, each adds only the nights after those of the spells begun before it.
    """
    first_day, day_after = (ibis.literal(day + DAY) for day in (a_year_before(on), on))
    beds = used.filter(used.setting == "bed").select(
        "person",
        start=ibis.greatest(used.begun, first_day),
        end=ibis.least(used.last.fill_null(day_after), day_after),
    )
    before = ibis.window(group_by=beds.person, order_by=[beds.start, beds.end], preceding=(None, 1))
    beds = beds.mutate(taken=beds.end.max().over(before).fill_null(first_day))
    nights = beds.end.delta(ibis.greatest(beds.start, beds.taken), unit="D")
    counted = beds.mutate(nights=ibis.greatest(nights, 0))
    return counted.group_by("person").agg(bed_days=counted.nights.sum().cast("int64"))
