"""The electronic Frailty Index (Clegg 2016, doi:10.1093/ageing/afw039).

Thirty-six deficits, each counted once: thirty-five from the first day they were ever coded, and
polypharmacy while it lasts. The index is the share of the thirty-six that a person has. Deficits that
only a measured value would show (a low haemoglobin that nobody coded as anaemia) are not counted.

`codes` is a code list as `read_codelists` gives it; the other tables have the columns of `tables.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from commonweal.analytics.deficits import BIT, coded, coded_by_day, first_coded, how_many, united
from commonweal.analytics.living import alive_on, lifetimes, living
from commonweal.analytics.polypharmacy import (
    MANY,
    a_year_before,
    fifth_medicine,
    many_medicines,
    many_medicines_by_day,
)
from commonweal.terms.deficits import DEFICITS, POLYPHARMACY

DEFICITS_COUNTED = len(DEFICITS)
BANDS = ("fit", "mild", "moderate", "severe")


def assess(
    people: ibis.Table,
    deaths: ibis.Table,
    codes: pa.Table,
    events: ibis.Table,
    medications: ibis.Table,
    on: date,
) -> ibis.Table:
    """One row per person alive on `on`, also with no deficit: person, deficits, index, band."""
    ill = coded(events, codes, on).select("person", "bits")
    many = many_medicines(medications, on).select("person", bits=ibis.literal(BIT[POLYPHARMACY], "int64"))
    found = ill.union(many)  # the events first: that they repeat people makes grouping fast
    each = found.group_by("person").agg(bits=united(found.bits))
    alive = living(people, deaths, on).select("person").left_join(each, "person")
    return _graded(alive.select("person", deficits=how_many(alive.bits)))


def evidence(
    people: ibis.Table,
    deaths: ibis.Table,
    codes: pa.Table,
    events: ibis.Table,
    medications: ibis.Table,
    on: date,
) -> ibis.Table:
    """One row per person alive on `on` and deficit counted: person, deficit, first_date, code, system.

    The code is the first by date, then system and code; for polypharmacy, that of the medicine that
    made it five within the twelve months.
    """
    found = first_coded(events, codes, on)
    fifth = fifth_medicine(medications, on)
    many = fifth.select("person", "first_date", "code", "system", deficit=ibis.literal(POLYPHARMACY))
    return found.union(many.select(found.columns)).semi_join(living(people, deaths, on), "person")


def course(
    people: ibis.Table,
    deaths: ibis.Table,
    codes: pa.Table,
    events: ibis.Table,
    medications: ibis.Table,
    dates: Sequence[date],
) -> ibis.Table:
    """One row per day of `dates` and person alive on it: person, on, deficits, index, band.

    Each day is what `assess` gives for it; events and medicines are read once for all of them.
    """
    days = ibis.memtable(pa.table([pa.array(dates, pa.date32()), range(len(dates))], names=["on", "n"]))
    found = coded_by_day(events, codes, dates)
    each = lifetimes(people, deaths).left_join(found, "person").drop("person_right").cross_join(days)
    each = each.filter(alive_on(each, each.on))
    many = many_medicines_by_day(medications, dates).mutate(many=1)
    each = each.left_join(many, ["person", "on"])
    bits = ibis.cases(*((each.n == n, each[f"by_{n}"]) for n in range(len(dates))), else_=0)
    return _graded(each.select("person", "on", deficits=how_many(bits) + each.many.fill_null(0)))


def years_up_to(on: date, count: int = 10) -> tuple[date, ...]:
    """`on` and the same day in each year before, oldest first, `count` days in all."""
    days = [on]
    while len(days) < count:
        days.append(a_year_before(days[-1]))
    return tuple(reversed(days))


def counted(coded: ir.IntegerValue, medicines: ir.IntegerValue) -> ir.IntegerValue:
    """How many deficits somebody has, by the bits of those coded and the number of different medicines."""
    return how_many(coded) + (medicines.fill_null(0) >= MANY).ifelse(1, 0)


def band(deficits: ir.IntegerValue) -> ir.StringValue:
    """Bands on the whole count, so that rounding can never move a person: 13 of 36 is severe."""
    return ibis.cases(
        (deficits <= 4, "fit"), (deficits <= 8, "mild"), (deficits <= 12, "moderate"), else_="severe"
    )


def _graded(counted: ibis.Table) -> ibis.Table:
    return counted.mutate(index=counted.deficits / DEFICITS_COUNTED, band=band(counted.deficits))
