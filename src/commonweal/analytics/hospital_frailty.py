"""The Hospital Frailty Risk Score (Gilbert 2018, doi:10.1016/S0140-6736(18)30668-8).

It is defined for people admitted as an emergency at 75 or over. Diagnoses of that admission and of every
admission in the two years before it give points, each category of ICD-10 once however often it was coded.
Points are whole tenths, so that adding them can never move a person across a cut-point.

`activity` and `diagnoses` have the columns of `tables.py`. The admission is the last one begun in the two
years up to the day of those that have been coded: what nobody has coded yet says nothing about a person,
least of all that they are not frail.
"""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from commonweal.analytics import icd10
from commonweal.analytics.ages import age
from commonweal.analytics.contacts import begun
from commonweal.analytics.living import alive
from commonweal.analytics.polypharmacy import a_year_before
from commonweal.terms.hospital_frailty import FROM_AGE, HIGH_ABOVE, LOW_BELOW, POINTS

RISKS = ("low", "intermediate", "high")
LOOK_BACK = 2  # years


def assess(
    people: ibis.Table, deaths: ibis.Table, activity: ibis.Table, diagnoses: ibis.Table, on: date
) -> ibis.Table:
    """One row per person alive on `on` for whom the score is defined.

    Columns: person, admitted (the day of the admission it is the score of), tenths (of a point; 0 where no
    diagnosis counts), risk (low, intermediate or high) and categories (those that count, by alphabet).
    """
    return of_each(alive(people, deaths, on), activity, icd10.known(diagnoses, on), on)


def of_each(people: ibis.Table, activity: ibis.Table, coded: ibis.Table, on: date) -> ibis.Table:
    """The same of these people, who have a birth_date, by diagnoses as `icd10.known` gives them."""
    index = _index(people, activity, coded, on)
    found = _counted(index, coded, on)
    sums = found.group_by("person").agg(tenths=found.tenths.sum(), categories=found.category.collect())
    each = index.left_join(sums, "person").drop("person_right")
    tenths = each.tenths.fill_null(0).cast("int64")
    categories = each.categories.fill_null(ibis.literal([], "array<string>")).sort()
    return each.select("person", "admitted", tenths=tenths, risk=risk(tenths), categories=categories)


def evidence(
    people: ibis.Table, deaths: ibis.Table, activity: ibis.Table, diagnoses: ibis.Table, on: date
) -> ibis.Table:
    """One row per person and category that counts: person, category, title, tenths, first_date.

    `first_date` is the first day, within the two years, of a spell it was coded of.
    """
    coded = icd10.known(diagnoses, on)
    return _counted(_index(alive(people, deaths, on), activity, coded, on), coded, on)


def risk(tenths: ir.IntegerValue) -> ir.StringValue:
    """Below 5 is low, above 15 is high: 5.0 and 15.0 are both intermediate."""
    return ibis.cases((tenths < LOW_BELOW, "low"), (tenths > HIGH_ABOVE, "high"), else_="intermediate")


def _index(people: ibis.Table, activity: ibis.Table, coded: ibis.Table, on: date) -> ibis.Table:
    """One row per person: person, admitted."""
    spells = activity.filter((activity.setting == "bed") & (activity.method == "emergency"))
    spells = begun(spells, after=_years_before(on), until=on)
    of_these = coded.filter(coded.date > _years_before(on))  # else all of ten years are put beside them
    spells = spells.semi_join(of_these, ["person", spells.record == of_these.spell])
    spells = spells.inner_join(people.select("person", "birth_date"), "person")
    spells = spells.filter(age(spells.birth_date, spells.day) >= FROM_AGE)
    return spells.group_by("person").agg(admitted=spells.day.max())


def _counted(index: ibis.Table, coded: ibis.Table, on: date) -> ibis.Table:
    """The categories of each person's two years up to the admission, each once, with their points."""
    each = coded.filter(coded.date > _years_before(_years_before(on))).inner_join(index, "person")
    each = each.filter(each.date <= each.admitted)
    each = each.filter(each.date > each.admitted - ibis.interval(years=LOOK_BACK))
    once = each.group_by("person", "category").agg(first_date=each.date.min())
    listed = once.inner_join(ibis.memtable(_points()), "category")
    return listed.select("person", "category", "title", "tenths", "first_date")


def _points() -> pa.Table:
    rows = [{"category": code, "tenths": tenths, "title": title} for code, (tenths, title) in POINTS.items()]
    return pa.Table.from_pylist(rows)


def _years_before(day: date) -> date:
    for _ in range(LOOK_BACK):
        day = a_year_before(day)
    return day
