"""Measures where people died against what they preferred: bring, count, suppress, publish."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from psycopg import sql

from commonweal.analytics.preferred import preferred_places
from commonweal.care.bulk import batches_out
from commonweal.care.end_of_life import rates
from commonweal.care.extents import Extent
from commonweal.insight.suppress import SMALLEST_SHOWN, shown

DEATHS = pa.schema([("practice", pa.string()), ("met", pa.string())])
REGISTER = pa.schema([("practice", pa.string()), ("place", pa.bool_())])
MEMBERS = pa.schema([("area", pa.string()), ("practice", pa.string())])
WILLING = (
    "NOT EXISTS (SELECT FROM care_optout opted WHERE opted.person_id = person.id AND opted.ended IS NULL)"
)
DIED = f"""
    SELECT death.practice, death.met
    FROM (SELECT DISTINCT ON (person_id) * FROM care_death ORDER BY person_id, number DESC) death
    JOIN care_person person ON person.id = death.person_id
    WHERE death."on" >= {{since}} AND death."on" <= {{until}} AND {WILLING}
"""  # noqa: S608  # conditions of our own
LISTED = f"""
    SELECT person.practice, EXISTS (
        SELECT FROM (
            SELECT * FROM care_placewish WHERE person_id = person.id ORDER BY number DESC LIMIT 1
        ) wish WHERE wish.death_first <> ''
    )
    FROM care_registerentry entry JOIN care_person person ON person.id = entry.person_id
    WHERE entry.ended IS NULL AND {WILLING}
"""  # noqa: S608  # conditions of our own


def publish(now: datetime, areas: Iterable[Extent]) -> int:
    """What those who plan may see of each area, for each length of time; how many rows there are."""
    members = _members(areas)
    register = _brought(sql.SQL(LISTED), REGISTER)
    found: list[dict[str, Any]] = []
    for weeks in rates.WEEKS:
        since = (now - timedelta(weeks=weeks)).date()
        query = sql.SQL(DIED).format(since=sql.Literal(since), until=sql.Literal(now.date()))
        counted = safe(preferred_places(_brought(query, DEATHS), register, members))
        found += [{"weeks": weeks, **row} for row in counted.to_pyarrow().to_pylist()]
    return rates.publish(now, found)


def safe(counted: ibis.Table) -> ibis.Table:
    """Each number rounded by itself; of fewer than eight who died, or whose wish is known, no more."""
    nothing = ibis.null("int64")
    few = _few(counted.died)
    unknown = few | _few(counted.known)
    return counted.mutate(
        died=shown(counted.died),
        known=few.ifelse(nothing, shown(counted.known)),
        **{name: unknown.ifelse(nothing, shown(counted[name])) for name in ("first", "second", "elsewhere")},
        on_register=shown(counted.on_register),
        with_place=_few(counted.on_register).ifelse(nothing, shown(counted.with_place)),
    )


def _few(count: ir.IntegerColumn) -> ir.BooleanColumn:
    """Whether a number is not shown; where it is 0, all within it are."""
    return (count > 0) & (count < SMALLEST_SHOWN)


def _members(areas: Iterable[Extent]) -> ibis.Table:
    rows = [{"area": area.id, "practice": practice} for area in areas for practice in sorted(area.practices)]
    return ibis.memtable(pa.Table.from_pylist(rows, schema=MEMBERS))


def _brought(query: sql.Composable, schema: pa.Schema) -> ibis.Table:
    batches = [batch.cast(schema) for batch in batches_out(query, schema)]
    return ibis.memtable(pa.Table.from_batches(batches, schema))
