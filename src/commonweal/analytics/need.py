"""Years lived with need: from the first day of anything that the partnership declares to be need."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from commonweal.analytics.beside import beside
from commonweal.analytics.care_home import first_day
from commonweal.analytics.linked import Linked
from commonweal.analytics.registers import HOUSEBOUND
from commonweal.blueprint.definitions import Definitions

DAYS_A_YEAR = 365.25


def dated(definitions: Definitions) -> tuple[str, ...]:
    """The findings whose first day counts."""
    need = definitions.words.need
    return (*need.registers, *([HOUSEBOUND] if need.housebound else []))


def years_of(found: ibis.Table, linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    """One row per row of `found`, which has first_<name> of `dated`: person, began, need_years.

    A finding counts from its first code while it stands; a care home or a package counts from the first day
    of the first one, though it has ended. `began` is empty, and the years nought, where need never began.
    """
    each = beside(found, *firsts(linked, definitions, on))
    each = each.select("person", began=began(each, definitions))
    return each.mutate(need_years=years(each.began, on))


def firsts(linked: Linked, definitions: Definitions, on: date) -> list[ibis.Table]:
    """First days by `on` that no code tells, a table each: person, and given, or entered."""
    need, day, packages = definitions.words.need, ibis.literal(on), linked["care_package"]
    given = packages.filter(packages.kind.isin(need.packages) & (packages.start <= day))
    told = [given.group_by("person").agg(given=given.start.min())] if need.packages else []
    return [*told, first_day(linked["residence"], day)] if need.care_home else told


def began(each: ibis.Table, definitions: Definitions) -> ir.DateValue:
    """The day need began for people as `years_of` is given them, with `firsts` beside."""
    need = definitions.words.need
    beside = [*(["given"] if need.packages else []), *(["entered"] if need.care_home else [])]
    days = [each[name] for name in (*(f"first_{name}" for name in dated(definitions)), *beside)]
    return ibis.least(*days) if len(days) > 1 else days[0] if days else ibis.null("date")


def years(began: ir.DateValue, on: date) -> ir.FloatingValue:
    """Years from a day up to `on`; nought where there is none."""
    return (ibis.literal(on).delta(began, unit="D") / DAYS_A_YEAR).fill_null(0.0)
