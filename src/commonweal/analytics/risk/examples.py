"""What was known of each person on each of several days, and beside it what the year after brought.

Days lie a year apart. All that happens is put into the year that it falls in: year 0 ends with the newest
day, year 1 with the one before, and so on; a year leaves out the day it begins after, and takes in the day
it ends with. What is known on the day that ends year k comes from years k and older, what came after from
year k - 1. So nothing of the time after a day can be known on it. A day of beginning that was written
later, as for a diagnosis dated back, cannot be told from one that was written then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from commonweal.analytics.ages import age
from commonweal.analytics.linked import Linked
from commonweal.analytics.living import alive_on, lifetimes
from commonweal.analytics.polypharmacy import codings_near, records_of
from commonweal.analytics.risk.conditions import Conditions, by_day, known
from commonweal.analytics.tables import Table, columns
from commonweal.terms.risk import REGISTER

LOOK_BACK = 3  # years of use that a day knows
TESTED = 4  # days: the one that is scored, one to test on, two to train on

EXAMPLES = Table(
    "examples",
    "one row per day and person alive and here on it",
    ("person", "n"),
    columns(
        "person text! key of person",
        "n whole! the day: 0 is the newest, each other a year before",
        "sex text! female, male, other or unknown",
        "ethnicity text code as the source gives it",
        "lsoa text! small area lived in on the day; empty text where not known",
        "age whole! whole years",
        "care_home yes_no! lives in a care home on the day",
        "deficits whole! of the frailty index",
        "deficits_before whole the same a year before; empty where not alive then",
        "conditions whole! long-term ones, of the registers that codes alone put somebody on",
        "medicines whole! different ones in twelve months",
        "gp_contacts whole! in twelve months",
        "outpatient_contacts whole! in twelve months",
        "emergency_attendances whole! in twelve months",
        "emergency_admissions whole! in twelve months",
        "earlier_admissions whole! emergency admissions in the two years before those",
        "bed_days whole! nights in a hospital bed in twelve months, up to the day",
        "deficits_after whole a year after; empty where not alive then, and for the newest day",
        "first_admission whole days until the first emergency admission of the year after; empty where none",
        "stays yes_no! here, or dead, a year after; always for the newest day",
    ),
)
DAYS = [("n", pa.int64()), ("on", pa.date32()), ("since", pa.date32())]
COUNTED = ("gp_contacts", "outpatient_contacts", "emergency_attendances", "emergency_admissions", "bed_days")


def examples(linked: Linked, course: ibis.Table, days: Sequence[date], looked: Conditions) -> ibis.Table:
    """The columns of EXAMPLES for the newest TESTED of `days`, which are years apart, oldest first.

    Beside them register:<id>, yes or no, for each that is looked for by name. `course` is frailty on these
    days, as `frailty.course` gives it; TESTED + LOOK_BACK days are needed.
    """
    newest_first = tuple(reversed(days))[: TESTED + LOOK_BACK]
    used = _use(linked["activity"], newest_first)
    frail = _frailty(course, newest_first)
    each = _here(linked, newest_first).filter(ibis._.n < TESTED)
    each = _beside(each, frail.select("person", "n", "deficits"), "inner")
    each = _beside(each, _moved(frail, 1).select("person", "n", deficits_before="deficits"))
    each = _beside(each, _moved(frail, -1).select("person", "n", deficits_after="deficits"))
    each = _beside(each, used.drop("first_admission"))
    for years in (1, 2):
        earlier = _moved(used, years).select("person", "n", **{f"earlier_{years}": "emergency_admissions"})
        each = _beside(each, earlier)
    each = _beside(each, _moved(used, -1).select("person", "n", "first_admission"))
    each = _beside(each, _medicines(linked["medication"], newest_first))
    each = each.left_join(by_day(linked["event"], looked, newest_first[:TESTED]), "person")
    each = known(each.drop("person_right"), looked, newest_first[:TESTED])
    earlier = each.earlier_1.fill_null(0) + each.earlier_2.fill_null(0)
    counted = {name: each[name].fill_null(0) for name in (*COUNTED, "medicines")}
    each = each.mutate(earlier_admissions=earlier, **counted)
    told = {name: each[name].cast(kind) for name, kind in EXAMPLES.ibis().items()}
    return each.select(**told, **{name: each[name] for name in map(REGISTER.__add__, looked.named)})


def _beside(each: ibis.Table, more: ibis.Table, how: str = "left") -> ibis.Table:
    """Both, by person and day."""
    joined = each.join(more, ["person", "n"], how=how)
    return joined.drop(*(name for name in ("person_right", "n_right") if name in joined.columns))


def _moved(by_year: ibis.Table, years: int) -> ibis.Table:
    """The rows of so many years before each day; of as many after, where less than none."""
    return by_year.mutate(n=by_year.n - years)


def _years(days: Sequence[date]) -> ibis.Table:
    """One row per day: n, on, and `since`, the day a year before, which for the oldest is not known."""
    told = {"n": range(len(days)), "on": days, "since": [*days[1:], None]}
    return ibis.memtable(pa.table(told, schema=pa.schema(DAYS)))


def _year(day: ir.DateValue, days: Sequence[date]) -> ir.IntegerValue:
    """The year that a day falls in; -1 for one after the newest day, or before the years asked about."""
    within = [(day <= days[n], n) for n in range(len(days) - 2, -1, -1)]
    return ibis.cases((day <= days[-1], -1), *within, else_=-1)


def _frailty(course: ibis.Table, days: Sequence[date]) -> ibis.Table:
    """One row per person and day alive on it: person, n, deficits."""
    return course.inner_join(_years(days), "on").select("person", "n", "deficits")


def _here(linked: Linked, days: Sequence[date]) -> ibis.Table:
    """One row per person and day alive and here on it: who they are, where they live, and whether they stay.

    Here is whoever is registered with a practice or lives at an address on the day; and whoever never was
    and never did, as in records that do not say.
    """
    years = _years(days)
    homes = _homes(linked["residence"], years)
    placed = _lasting(linked["registration"], years).select("person", "n").union(homes.select("person", "n"))
    placed = placed.distinct().mutate(placed=True)
    once = linked["registration"].select("person").union(linked["residence"].select("person"), distinct=True)
    named = linked["person"].select("person", "sex", "ethnicity")
    each = lifetimes(linked["person"], linked["death"]).inner_join(named, "person")
    each = each.left_join(once.mutate(once=True), "person").drop("person_right").cross_join(years)
    each = _beside(_beside(each, placed), homes)
    there = each.placed.fill_null(False) | each.once.isnull()
    each = each.mutate(there=there, alive=alive_on(each, each.on))
    after = _moved(each, -1).select("person", "n", stays=each.there | ~each.alive)
    each = _beside(each.filter(each.there & each.alive), after)
    return each.select(
        "person",
        "n",
        "sex",
        "ethnicity",
        lsoa=each.lsoa.fill_null(""),
        age=age(each.birth_date, each.on),
        care_home=each.care_home.fill_null(False),
        stays=each.stays.fill_null(True),
    )


def _lasting(spells: ibis.Table, years: ibis.Table) -> ibis.Table:
    """One row per spell and day that it lasts on."""
    begun = spells.start.isnull() | (spells.start <= years.on)
    return spells.join(years, [begun, spells.end.isnull() | (spells.end > years.on)])


def _homes(residence: ibis.Table, years: ibis.Table) -> ibis.Table:
    """One row per person and day: where they live, by the residence that began last."""
    lasting = _lasting(residence.select("person", "address", "lsoa", "care_home", "start", "end"), years)
    newest = [lasting.start.desc(nulls_first=False), lasting.address]
    numbered = lasting.mutate(
        place=ibis.row_number().over(group_by=[lasting.person, lasting.n], order_by=newest)
    )
    first = numbered.filter(numbered.place == 0)
    return first.select("person", "n", "lsoa", care_home=first.care_home.fill_null("") != "")


def _use(activity: ibis.Table, days: Sequence[date]) -> ibis.Table:
    """One row per person and year with any: person, n, the columns of COUNTED, first_admission.

    A stay counts in the year it begins, and so many of its nights as lie in that year: how long it lasts
    after the day is not known on it.
    """
    began = activity.start.date()
    dated = activity.select("person", "setting", "method", "end", day=began, n=_year(began, days))
    dated = dated.filter(dated.n >= 0).inner_join(_years(days), "n")
    end = ibis.coalesce(ibis.least(dated.end.date(), dated.on), dated.on)
    admission = (dated.setting == "bed") & (dated.method == "emergency")
    dated = dated.mutate(
        nights=end.delta(dated.day, unit="D"),
        admission=admission,
        after=dated.day.delta(dated.since, unit="D"),
    )
    return dated.group_by("person", "n").agg(
        gp_contacts=(dated.setting == "gp").sum(),
        outpatient_contacts=(dated.setting == "outpatient").sum(),
        emergency_attendances=(dated.setting == "emergency").sum(),
        emergency_admissions=dated.admission.sum(),
        bed_days=dated.nights.sum(where=dated.setting == "bed"),
        first_admission=dated.after.min(where=dated.admission),
    )


def _medicines(medications: ibis.Table, days: Sequence[date]) -> ibis.Table:
    """One row per person and year with any: person, n, medicines."""
    records = records_of(codings_near(medications, days[:TESTED]))
    dated = records.mutate(n=_year(records.date, days))
    return dated.group_by("person", "n").agg(medicines=dated.medicine.nunique())
