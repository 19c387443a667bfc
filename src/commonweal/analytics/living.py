"""Who is alive on a day."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir


def living(people: ibis.Table, deaths: ibis.Table, on: date) -> ibis.Table:
    """One row per person alive on `on`, as `alive` tells them; only the key."""
    return alive(people, deaths, on).select("person")


def alive(people: ibis.Table, deaths: ibis.Table, on: date) -> ibis.Table:
    """The people alive on `on`: born on or before it, and not dead by its end.

    Whoever is known to be dead without a date of death is left out on every day.
    """
    dead = deaths.filter(deaths.date.isnull() | (deaths.date <= on))
    return people.filter(people.birth_date <= on).anti_join(dead, "person")


def lifetimes(people: ibis.Table, deaths: ibis.Table) -> ibis.Table:
    """One row per person with a known end or none yet: person, birth_date, died (empty for the living)."""
    ends = deaths.select("person", died="date", dead=True)
    known = people.select("person", "birth_date").left_join(ends, "person")
    return known.filter(known.dead.isnull() | known.died.notnull()).select("person", "birth_date", "died")


def alive_on(lifetime: ibis.Table, day: ir.DateValue) -> ir.BooleanValue:
    """Whether `day` lies in a lifetime, as `living` counts it."""
    return (lifetime.birth_date <= day) & (lifetime.died.isnull() | (lifetime.died > day))
