"""What the record of each person here shows on a day: the step that registers and all after them share."""

from __future__ import annotations

from datetime import date

import ibis

from commonweal.analytics import cambridge, care_home, demography, housebound, need, registers
from commonweal.analytics.findings import Asked, found, prescribed
from commonweal.analytics.linked import Linked
from commonweal.blueprint.definitions import Definitions


def shown(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    """One row per person alive and here: as `shown_with`, of medicines as they are recorded."""
    codings = prescribed(linked["medication"], registers.sought(definitions), on)
    return shown_with(codings, linked, definitions, on)


def shown_with(
    codings: ibis.Table, linked: Linked, definitions: Definitions, on: date, *, days: tuple[date, ...] = ()
) -> ibis.Table:
    """One row per person alive and here: as in `demography.here`, with decile and what the record shows.

    What it shows are found_n and first_<name> (`findings.py`), housebound, lives_in_care_home, conditions and
    cambridge; deficits_n for each of `days`, of the frailty index those coded by then. The column care_home
    is the identifier of the home, as in residence.
    """
    people = demography.deprived(demography.here(linked, on), definitions.deciles)
    seeking, dated = registers.sought(definitions), need.dated(definitions)
    asked = Asked(seeking, on, dated, definitions.deficits, days) if days else Asked(seeking, on, dated)
    each = found(people, linked["event"], codings, linked["measurement"], asked)
    return each.mutate(
        housebound=housebound.housebound(each, definitions),
        lives_in_care_home=care_home.lives_in_one(each, definitions),
        conditions=registers.long_term(each, definitions),
        cambridge=cambridge.score(each, definitions),
    )
