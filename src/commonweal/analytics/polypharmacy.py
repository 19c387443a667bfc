"""Polypharmacy: five or more different medicines in the twelve months up to a day.

It is the one deficit of the frailty index that can switch off again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import ibis
import pyarrow as pa

from commonweal.terms.codes import DMD, SNOMED

MANY = 5


def a_year_before(day: date) -> date:
    """The same day a year before; 28 February for 29 February."""
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)


def many_medicines(medications: ibis.Table, dates: Sequence[date]) -> ibis.Table:
    """One row per person and day of `dates` with five or more different medicines: person, on."""
    taken = _taken(_codings(medications, dates), dates)
    counts = taken.group_by("person", "on").agg(different=taken.count())
    return counts.filter(counts.different >= MANY).select("person", "on")


def fifth_medicine(medications: ibis.Table, on: date) -> ibis.Table:
    """The medicine that made it five, one row per person: person, first_date, code, system.

    Medicines count in the order of their first day within the twelve months, then by system and code.
    """
    codings = _codings(medications, [on])
    taken = _taken(codings, [on])
    order = ibis.row_number().over(group_by=taken.person, order_by=[taken.first_date, taken.medicine])
    numbered = taken.mutate(place=order)
    fifth = numbered.filter(numbered.place == MANY - 1)
    names = codings.group_by("medicine").agg(code=codings.code.min(), system=codings.system.min())
    return fifth.inner_join(names, "medicine").select("person", "first_date", "code", "system")


def _codings(medications: ibis.Table, dates: Sequence[date]) -> ibis.Table:
    """The codings near `dates`; `medicine` names the medicine, and sorts dm+d and SNOMED CT first.

    Those two share their identifiers, so a medicine in both is the same medicine.
    """
    first, last = a_year_before(min(dates)), max(dates)
    near = medications.filter((medications.date > first) & (medications.date <= last))
    shared = near.system.isin([DMD, SNOMED])
    system = shared.ifelse(SNOMED, near.system)
    medicine = shared.ifelse("1 ", "2 ") + system + " " + near.code
    return near.select("person", "record", "date", "code", system=system, medicine=medicine)


def _taken(codings: ibis.Table, dates: Sequence[date]) -> ibis.Table:
    """One row per person, day of `dates` and different medicine in the twelve months up to it.

    The twelve months leave out the same day a year before and take in the day itself. A record with
    several codings is one medicine, by the first of them.
    """
    records = codings.group_by("person", "record").agg(
        medicine=codings.medicine.min(), date=codings.date.min()
    )
    years = _years(dates)
    within = records.inner_join(years, [records.date > years.after, records.date <= years.on])
    return within.group_by("person", "on", "medicine").agg(first_date=within.date.min())


def _years(dates: Sequence[date]) -> ibis.Table:
    schema = pa.schema([("on", pa.date32()), ("after", pa.date32())])
    return ibis.memtable(pa.table([list(dates), [a_year_before(day) for day in dates]], schema=schema))
