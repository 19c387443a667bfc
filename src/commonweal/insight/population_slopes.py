"""How each measure runs from the least to the most deprived fifth: slope and relative index."""

from __future__ import annotations

import ibis
import pyarrow as pa

from commonweal.analytics.rates import slopes
from commonweal.care.population import groups
from commonweal.insight.population_cells import CELL

REPEATS = 2_000  # draws for the limits: a slope in about a millisecond, its limits good to a few hundredths
OF = ("population", "area", "measure")
ENDS = {groups.SLOPE_OF: "slope", groups.RELATIVE_OF: "relative"}


def sloped(cells: pa.Table) -> pa.Table:
    """Two rows for each measure of an area whose five fifths have a value with limits: columns of CELL.

    Above 0, or above 1 for the relative index, the most deprived have more of it.
    """
    ranked = _ranked(ibis.memtable(cells))
    if not ranked.num_rows:
        return cells.schema.empty_table()
    found = slopes(ibis.memtable(ranked), "which", *OF[1:], repeats=REPEATS).rename(population="which")
    kept = ibis.memtable(cells)
    about = kept.filter(kept.by == "").select(*OF, "category", "kind", "per", "numerator", "denominator")
    told = found.inner_join(about, list(OF))
    rows = [_row(told, group, name, cells) for group, name in ENDS.items()]
    return pa.concat_tables([one.to_pyarrow().cast(cells.schema) for one in rows])


def _ranked(cells: ibis.Table) -> pa.Table:
    fifths = cells.filter((cells.by == groups.DEPRIVATION) & cells.group.isin(list(groups.FIFTHS)))
    valued = fifths.filter(fifths.value.notnull() & fifths.lower.notnull() & fifths.upper.notnull())
    whole = valued.group_by(*OF).agg(fifths=valued.count())
    whole = whole.filter(whole.fifths == len(groups.FIFTHS))
    each = valued.semi_join(whole, list(OF))
    return each.select(
        *OF[1:],
        which=each.population,
        rank=len(groups.FIFTHS) + 1 - each.group.cast("int64"),
        population=each.denominator,
        value=each.value,
        lower=each.lower,
        upper=each.upper,
    ).to_pyarrow()


def _row(found: ibis.Table, group: str, name: str, cells: pa.Table) -> ibis.Table:
    told = {
        "by": ibis.literal(groups.SLOPE),
        "group": ibis.literal(group),
        "value": found[name],
        "lower": found[f"{name}_lower"],
        "upper": found[f"{name}_upper"],
    }
    kinds = dict(ibis.memtable(cells).schema().items())
    missing = {one: ibis.null(kinds[one]) for one in CELL if one not in told and one not in found.columns}
    return found.mutate(**told, **missing).select(CELL)
