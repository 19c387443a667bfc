"""Polypharmacy: five or more different medicines in the twelve months up to a day.

It is the one deficit of the frailty index that can switch off again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from commonweal.terms.codes import DMD, SNOMED

MANY = 5
AFTER = "~"  # no code of SNOMED CT begins with it, and it comes after whatever these begin with


def a_year_before(day: date) -> date:
    """The same day a year before; 28 February for 29 February."""
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)


def many_medicines(medications: ibis.Table, on: date) -> ibis.Table:
    """One row per person with five or more different medicines in the twelve months up to `on`: person.

    Codings are told apart first, and records only of who has enough of them: most people have not, and it is
    the records that are many.
    """
    near = codings_near(medications, [on])
    codings = near.select("person", "record", medicine=medicine(near))
    theirs = codings.semi_join(_with_many(codings), "person")
    return _with_many(theirs.group_by("person", "record").agg(medicine=theirs.medicine.min()))


def _with_many(each: ibis.Table) -> ibis.Table:
    """Within one person no two medicines agree in 64 bits, which are faster to tell apart than words."""
    counts = each.group_by("person").agg(different=each.medicine.hash().nunique())
    return counts.filter(counts.different >= MANY).select("person")


def many_medicines_by_day(medications: ibis.Table, dates: Sequence[date]) -> ibis.Table:
    """One row per day of `dates` and person with five or more different medicines up to it: person, on."""
    counts = different_by_day(medications, dates)
    return counts.filter(counts.different >= MANY).select("person", "on")


def different_by_day(medications: ibis.Table, dates: Sequence[date]) -> ibis.Table:
    """One row per day of `dates` and person with any medicine in the twelve months up to it.

    Columns: person, on, different (how many different medicines these were).
    """
    near = codings_near(medications, dates)
    within = _within(records_of(near), dates)
    return within.group_by("person", "on").agg(different=within.medicine.nunique())


def different_up_to(codings: ibis.Table, dates: Sequence[date]) -> ibis.Table:
    """One row per person with any of the codings: person, different_n, how many up to each day of `dates`.

    `codings` are those near these days, and may be others beside.
    """
    near = codings.filter((codings.date > a_year_before(min(dates))) & (codings.date <= max(dates)))
    records = records_of(near)
    inside = {
        f"in_{n}": ((records.date > a_year_before(day)) & (records.date <= day)).any()
        for n, day in enumerate(dates)
    }
    each = records.group_by("person", "medicine").agg(**inside)
    sums = {f"different_{n}": each[f"in_{n}"].ifelse(1, 0).sum().cast("int64") for n in range(len(dates))}
    return each.group_by("person").agg(**sums)


def fifth_medicine(medications: ibis.Table, on: date) -> ibis.Table:
    """The medicine that made it five, one row per person: person, first_date, code, system.

    Medicines count in the order of their first day within the twelve months, then by system and code.
    """
    near = _of_people_with_many(codings_near(medications, [on]))
    records = records_of(near)
    firsts = records.group_by("person", "medicine").agg(first_date=records.date.min())
    order = ibis.row_number().over(group_by=firsts.person, order_by=[firsts.first_date, firsts.medicine])
    numbered = firsts.mutate(place=order)
    fifth = numbered.filter(numbered.place == MANY - 1)
    return fifth.inner_join(medicines_of(near), "medicine").select("person", "first_date", "code", "system")


def codings_near(medications: ibis.Table, dates: Sequence[date]) -> ibis.Table:
    """The codings within twelve months up to any of `dates`, those of dm+d as SNOMED CT.

    The two share their identifiers, so that a medicine in both is the same medicine. Records are told apart
    by the engine's 64-bit hash of their names: within one person two never agree, and names as long as these
    cost more to keep and compare than all the rest.
    """
    return codings_between(medications, a_year_before(min(dates)), max(dates))


def codings_between(medications: ibis.Table, after: date, until: date) -> ibis.Table:
    """The same of the days after one and up to another."""
    near = medications.filter((medications.date > after) & (medications.date <= until))
    return near.select("person", "date", "code", system=one_system(near.system), record=near.record.hash())


def one_system(system: ir.StringColumn) -> ir.StringColumn:
    """The system a code is told apart in: that of SNOMED CT for dm+d."""
    return (system == DMD).ifelse(SNOMED, system)


def _of_people_with_many(codings: ibis.Table) -> ibis.Table:
    """The codings of people with five or more.

    Nobody else can have five medicines, and codings are counted in a fraction of the time that it takes to
    tell medicines apart. What is left is small enough for the engine to keep while it is used twice.
    """
    each = codings.mutate(codings=codings.count().over(group_by="person"))
    return each.filter(each.codings >= MANY).select(codings.columns)


def medicine(codings: ibis.Table) -> ir.StringValue:
    """What medicines are told apart and put in order by: codes of SNOMED CT first, then system and code."""
    of_another = ibis.literal(AFTER) + codings.system + " " + codings.code
    return (codings.system == SNOMED).ifelse(codings.code, of_another)


def medicines_of(codings: ibis.Table) -> ibis.Table:
    """One row per different medicine: system, code, medicine."""
    return codings.select("system", "code", medicine=medicine(codings)).distinct()


def records_of(codings: ibis.Table) -> ibis.Table:
    """One row per record: person, date, medicine; with several codings, the first by medicine."""
    return codings.group_by("person", "record").agg(date=codings.date.min(), medicine=medicine(codings).min())


def _within(records: ibis.Table, dates: Sequence[date]) -> ibis.Table:
    """One row per record and day of `dates` whose twelve months it falls in.

    The twelve months leave out the same day a year before and take in the day itself.
    """
    days = pa.table(
        [pa.array(dates, pa.date32()), pa.array([a_year_before(day) for day in dates], pa.date32())],
        names=["on", "after"],
    )
    years = ibis.memtable(days)
    return records.inner_join(years, [records.date > years.after, records.date <= years.on])
