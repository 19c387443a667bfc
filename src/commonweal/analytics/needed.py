"""What of the large tables any method reads, as at a day: a fifth of their rows, and fewer columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import ibis

from commonweal.analytics import findings, registers
from commonweal.analytics.clocks.british_time import midnight
from commonweal.analytics.contacts import DAY, lasts_into
from commonweal.analytics.hospital_frailty import LOOK_BACK
from commonweal.analytics.polypharmacy import a_year_before
from commonweal.blueprint.definitions import Definitions

Needed = Callable[[ibis.Table], ibis.Table]


def needed(definitions: Definitions, on: date) -> Mapping[str, Needed]:
    """By table: of rows of it those that `profile.known` reads, also where it is asked of these alone.

    A row is told by itself alone, so that the rows needed of some files are those needed of each of them. In
    place of the record of a medicine or a value stands its hash, the same on one engine.
    """
    seeking, two_years_ago = registers.sought(definitions), _years_before(on, 2)
    return {
        "event": lambda events: _coded(events, definitions, on),
        "medication": lambda rows: findings.prescribed(rows, seeking, on, after=two_years_ago),
        "measurement": lambda measurements: findings.measured(measurements, seeking, on),
        "activity": lambda activity: _used(activity, definitions, on),
    }


def _coded(events: ibis.Table, definitions: Definitions, on: date) -> ibis.Table:
    codes = registers.sought(definitions).coded(definitions.deficits).select(["system", "code"])
    within = events.filter(events.date <= on).select("person", "date", "system", "code")
    return within.semi_join(ibis.memtable(codes), ["system", "code"])


def _used(activity: ibis.Table, definitions: Definitions, on: date) -> ibis.Table:
    first = midnight(_years_before(on, max(LOOK_BACK, definitions.words.continuity.years)) + DAY)
    begun = (activity.start >= first) | lasts_into(activity, midnight(a_year_before(on) + DAY))
    near = activity.filter((activity.start < midnight(on + DAY)) & begun)
    spell = (near.setting == "bed") & (near.method == "emergency")
    told = near.select("person", "setting", "start", "end", "method", "provider", "cost", "record")
    return told.mutate(record=spell.fill_null(False).ifelse(near.record, ""))


def _years_before(day: date, years: int) -> date:
    for _ in range(years):
        day = a_year_before(day)
    return day
