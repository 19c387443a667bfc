"""Continuity of care in general practice: the share of contacts with the one seen most.

The usual provider index (Breslau and Reeb 1975). `provider` is whatever the records name: where they name the
practice and not the clinician, it is continuity with the practice that is told.
"""

from __future__ import annotations

from datetime import date

import ibis

from commonweal.analytics.contacts import begun
from commonweal.analytics.living import living
from commonweal.analytics.polypharmacy import a_year_before


def continuity(
    people: ibis.Table, deaths: ibis.Table, activity: ibis.Table, on: date, *, years: int, least: int
) -> ibis.Table:
    """One row per person alive on `on` with at least so many contacts in so many years up to it.

    Columns: person, contacts, usual (the provider seen most; of several the first by alphabet), with_usual
    (contacts with them) and continuity (the share, above 0 and up to 1). Contacts are those of setting gp
    whose provider is known.
    """
    usual = of_each(activity, on, years=years, least=least)
    return usual.semi_join(living(people, deaths, on), "person")


def of_each(activity: ibis.Table, on: date, *, years: int, least: int) -> ibis.Table:
    """The same of everybody, also of those who have died."""
    seen = begun(activity.filter(activity.setting == "gp"), after=_before(on, years), until=on)
    seen = seen.filter(seen.provider != "").select("person", "provider")
    by_provider = seen.group_by("person", "provider").agg(times=seen.count())
    order = [by_provider.times.desc(), by_provider.provider]
    ranked = by_provider.mutate(
        contacts=by_provider.times.sum().over(group_by=by_provider.person),
        place=ibis.row_number().over(group_by=by_provider.person, order_by=order),
    )
    usual = ranked.filter((ranked.place == 0) & (ranked.contacts >= least))
    return usual.select(
        "person",
        contacts=usual.contacts.cast("int64"),
        usual=usual.provider,
        with_usual=usual.times,
        continuity=usual.times / usual.contacts,
    )


def _before(day: date, years: int) -> date:
    for _ in range(years):
        day = a_year_before(day)
    return day
