"""People who use urgent care far more than others, as the partnership draws the line."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from commonweal.analytics.contacts import begun
from commonweal.analytics.living import living
from commonweal.analytics.polypharmacy import a_year_before


def high_intensity(
    people: ibis.Table,
    deaths: ibis.Table,
    activity: ibis.Table,
    on: date,
    *,
    attendances: int,
    admissions: int,
) -> ibis.Table:
    """One row per person alive on `on` who reached either number in the twelve months up to it.

    Columns: person, attendances (at an emergency department) and admissions (spells in a bed begun as an
    emergency). Somebody admitted through the department has one of each.
    """
    urgent = begun(activity, after=a_year_before(on), until=on)
    attended = urgent.setting == "emergency"
    admitted = ((urgent.setting == "bed") & (urgent.method == "emergency")).fill_null(False)
    counted = urgent.group_by("person").agg(
        attendances=attended.ifelse(1, 0).sum().cast("int64"),
        admissions=admitted.ifelse(1, 0).sum().cast("int64"),
    )
    least = {"attendances": attendances, "admissions": admissions}
    listed = counted.filter(reached(counted.attendances, counted.admissions, **least))
    return listed.semi_join(living(people, deaths, on), "person")


def reached(
    attended: ir.IntegerValue, admitted: ir.IntegerValue, *, attendances: int, admissions: int
) -> ir.BooleanValue:
    """Whether somebody with so many attendances and admissions reached either number."""
    return (attended >= attendances) | (admitted >= admissions)
