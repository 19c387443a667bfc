"""Who is alive on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import ibis
import pyarrow as pa


def living(people: ibis.Table, deaths: ibis.Table, on: date) -> ibis.Table:
    """One row per person alive on `on`: born on or before it, and not dead by its end; only the key.

    Whoever is known to be dead without a date of death is left out on every day.
    """
    dead = deaths.filter(deaths.date.isnull() | (deaths.date <= on))
    return people.filter(people.birth_date <= on).anti_join(dead, "person").select("person")


def living_by_day(people: ibis.Table, deaths: ibis.Table, dates: Sequence[date]) -> ibis.Table:
    """One row per day of `dates` and person alive on it, as `living` says: person, on."""
    days = ibis.memtable(pa.table([pa.array(dates, pa.date32())], names=["on"]))
    known = people.select("person", "birth_date").left_join(
        deaths.select("person", died=deaths.date, dead=True), "person"
    )
    each = known.cross_join(days)
    alive = each.dead.isnull() | (each.died > each.on)
    return each.filter((each.birth_date <= each.on) & alive).select("person", "on")
