"""Each person's own result: their frailty, the evidence for it, its course, their contacts and medicines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pyarrow as pa

from commonweal.analytics.medicines import issued
from commonweal.insight.json_text import json_array, json_list, json_medicine, json_object
from commonweal.insight.run import Part
from commonweal.terms.deficits import POLYPHARMACY
from commonweal.terms.settings import CATEGORY_OF_SETTING

HERE = "Europe/London"


def frailty(
    people: ibis.Table, course: ibis.Table, evidence: ibis.Table, years: Sequence[date], part: Part
) -> ibis.Table:
    """One row per person of this part alive and here on the last of `years`: their published frailty."""
    (year_ago, on), course, evidence = years[-2:], part.theirs(course), part.theirs(evidence)
    now = course.filter(course.on == on).select("person", "deficits", "band")
    before = course.filter(course.on == year_ago)
    before = before.select("person", deficits_year_ago="deficits", band_year_ago="band")
    here = people.filter(~people.left).rename(person="key")
    each = here.inner_join(now, "person").left_join(before, "person").drop("person_right")
    each = each.left_join(_course(course), "person").drop("person_right")
    each = each.left_join(_evidence(evidence), "person").drop("person_right")
    return each.select(
        "sex",
        "practice",
        "lsoa",
        "deficits",
        "band",
        "deficits_year_ago",
        "band_year_ago",
        "course",
        person_id=each.id,
        name_order=_plain((each.family + " " + each.given).upper()),
        age=age(each.birth_date, on),
        rise=(each.deficits - each.deficits_year_ago).fill_null(0),
        riser=(_rank(each.band) > _rank(each.band_year_ago)).fill_null(False),
        evidence=each.evidence.fill_null("[]"),
    )


def explained(evidence: ibis.Table, codes: pa.Table, medications: ibis.Table) -> ibis.Table:
    """The evidence with the words for each code: those of the code list, or of the medicine."""
    listed = ibis.memtable(codes)
    medicines = medications.group_by("system", "code").agg(term=medications.term.min())
    medicines = medicines.mutate(deficit=ibis.literal(POLYPHARMACY)).select(listed.columns)
    terms = listed.filter(listed.deficit != POLYPHARMACY).union(medicines)
    keys = ["deficit", "system", "code"]
    return evidence.left_join(terms, keys).select(*evidence.columns, "term")


def contacts(activity: ibis.Table, people: ibis.Table, part: Part) -> ibis.Table:
    """One row per person of this part and category they have contacts in: all of these, oldest first."""
    people = people.select("practice", person="key", person_id="id")
    each = part.theirs(activity).inner_join(people, "person")
    start, end = _day(each.start), _day(each.end)
    told = each.select(
        "person_id",
        "practice",
        "start",
        "record",
        category=each.setting.cases(*CATEGORY_OF_SETTING.items()),
        contact=json_array(each.setting, start, end, each.cost, each.kind),
    )
    listed = json_list(told.contact, [told.start, told.record])
    return told.group_by("person_id", "category", "practice").agg(contacts=listed)


def medicines(medications: ibis.Table, people: ibis.Table, on: date, part: Part) -> ibis.Table:
    """One row per person of this part with medicines issued in the twelve months up to `on`: all, by name."""
    people = people.select("practice", person="key", person_id="id")
    each = issued(part.theirs(medications), on).inner_join(people, "person")
    first, last = each.first_date.cast("string"), each.last_date.cast("string")
    told = each.select(
        "person_id",
        "practice",
        "system",
        "code",
        order=each.name.lower(),
        medicine=json_medicine(each.name, each.system, each.code, first, last, each.times),
    )
    listed = json_list(told.medicine, [told.order.isnull(), told.order, told.system, told.code])
    return told.group_by("person_id", "practice").agg(medicines=listed)


def age(birth_date: ir.DateColumn, on: date) -> ir.IntegerColumn:
    """Whole years on `on`; someone born on 29 February is a year older on 1 March."""
    birthday = birth_date.month() * 100 + birth_date.day()
    return on.year - birth_date.year() - (birthday > on.month * 100 + on.day).cast("int64")


def _rank(band: ir.StringValue) -> ir.IntegerValue:
    return band.cases(("fit", 0), ("mild", 1), ("moderate", 2), ("severe", 3))


def _course(course: ibis.Table) -> ibis.Table:
    year = json_object(on=course.on.cast("string"), deficits=course.deficits, band=course.band)
    told = course.mutate(year=year)
    return told.group_by("person").agg(course=json_list(told.year, [told.on]))


def _evidence(evidence: ibis.Table) -> ibis.Table:
    words = {name: evidence[name] for name in ("code", "system", "term")}
    one = json_object(deficit=evidence.deficit, first_date=evidence.first_date.cast("string"), **words)
    told = evidence.mutate(one=one)
    return told.group_by("person").agg(evidence=json_list(told.one, [told.first_date, told.deficit]))


def _day(moment: ir.TimestampColumn) -> ir.StringColumn:
    """The day it is here, where a time near midnight in UTC may belong to the next."""
    return _clock(HERE, moment).date().cast("string")


@ibis.udf.scalar.builtin(name="timezone")  # type: ignore[untyped-decorator]  # typed so in Ibis
def _clock(zone: dt.string, moment: dt.timestamp) -> dt.timestamp:
    """DuckDB's own function: what the clock of a place says at a moment."""


@ibis.udf.scalar.builtin(name="strip_accents")  # type: ignore[untyped-decorator]  # typed so in Ibis
def _plain(text: dt.string) -> dt.string:
    """DuckDB's own function."""
