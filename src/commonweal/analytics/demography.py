"""Who is here on a day, and what is known of who they are and where they live."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from commonweal.analytics.ages import age
from commonweal.analytics.beside import beside
from commonweal.analytics.linked import Linked
from commonweal.analytics.living import alive
from commonweal.terms.ethnicity import GROUP_OF, NOT_KNOWN

WHO = ("age", "sex", "ethnicity", "practice", "lsoa", "decile", "housing_type", "tenure", "geodemographic")
HOME = ("lsoa", "housing_type", "tenure", "geodemographic", "care_home")


def here(linked: Linked, on: date) -> ibis.Table:
    """One row per person alive on `on` and not gone: person, birth_date, age, sex, ethnicity, practice, HOME.

    Gone is who was once registered or lived somewhere, and neither lasts. Of several registrations or
    residences that last, the newest holds; texts that are not known are empty. `ethnicity` is the group.
    """
    registration, residence = linked["registration"], linked["residence"]
    practice = lasting(registration, on, "practice").select("person", "practice")
    home = lasting(residence, on, "address").select("person", *HOME, housed=True)
    other = (spells.filter(~_lasts(spells, on)).select("person") for spells in (registration, residence))
    once = ibis.union(*other, distinct=True)  # of those where nothing lasts, whoever had anything
    each = beside(alive(linked["person"], linked["death"], on), practice, home, once.mutate(once=True))
    gone = each.once.notnull() & each.practice.isnull() & each.housed.isnull()
    return each.filter(~gone).select(
        "person",
        "birth_date",
        "sex",
        age=age(each.birth_date, ibis.literal(on)),
        ethnicity=group_of(each.ethnicity),
        **{name: each[name].fill_null("") for name in ("practice", *HOME)},
    )


def deprived(people: ibis.Table, deciles: pa.Table) -> ibis.Table:
    """The people with `decile`, how deprived their small area is; empty where that is not known."""
    known = ibis.memtable(deciles)
    return people.left_join(known, "lsoa").drop("lsoa_right")


def group_of(category: ir.StringValue) -> ir.StringValue:
    """The ethnic group of a category; not_known where the category is none of the dictionary's."""
    cleaned = category.strip().upper()
    return cleaned.cases(*GROUP_OF.items(), else_=NOT_KNOWN)


def lasting(spells: ibis.Table, on: date, what: str) -> ibis.Table:
    """One row per person: the spell that lasts on `on`; of several the newest, then the first by `what`."""
    last = spells.filter(_lasts(spells, on))
    newest = [last.start.fill_null(ibis.date(1, 1, 1)).desc(), last[what]]
    numbered = last.mutate(place=ibis.row_number().over(group_by=last.person, order_by=newest))
    return numbered.filter(numbered.place == 0).drop("place")


def _lasts(spells: ibis.Table, on: date) -> ir.BooleanValue:
    """Whether each spell has begun by `on` and not ended."""
    begun = spells.start.isnull() | (spells.start <= on)
    return begun & (spells.end.isnull() | (spells.end > on))
