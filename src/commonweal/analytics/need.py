"""Years lived with need: from the first day of anything that the partnership declares to be need."""

from __future__ import annotations

from datetime import date

import ibis

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
    need, day = definitions.words.need, ibis.literal(on)
    packages = linked["care_package"]
    given = packages.filter(packages.kind.isin(need.packages) & (packages.start <= day))
    firsts = [given.group_by("person").agg(given=given.start.min())] if need.packages else []
    firsts += [first_day(linked["residence"], day)] if need.care_home else []
    each = found.select("person", *(f"first_{name}" for name in dated(definitions)))
    each = beside(each, *firsts)
    days = [each[name] for name in each.columns if name != "person"]
    began = ibis.least(*days) if len(days) > 1 else days[0] if days else ibis.null("date")
    return each.select("person", began=began).mutate(
        need_years=lambda told: (day.delta(told.began, unit="D") / DAYS_A_YEAR).fill_null(0.0)
    )
