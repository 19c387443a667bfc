"""How many people there are in each group that pages show.

A person counts in every group they belong to: a 78-year-old in all ages, 65+, 75+ and 75-79. Each kind of
group is a small table of who belongs where, and counting is a join with it. Everything a page shows is
counted here, so that no page ever adds up numbers that were suppressed one by one.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis

from commonweal.care.extents import Extent, Population
from commonweal.care.published.groups import AGES, MAIN_AGES
from commonweal.insight.groups import CELL, GROUPS_OF_BAND, GROUPS_OF_SEX, OLDEST, groups_of_ages, spread


def count_cells(frailty: ibis.Table, extents: Sequence[Extent]) -> ibis.Table:
    """One row per group with anyone in it: the columns of CELL, people, risers."""
    each = frailty.select(
        "practice",
        "lsoa",
        "sex",
        "band",
        ages=ibis.least(frailty.age, OLDEST),
        people=1,
        risers=frailty.riser.cast("int64"),
    )
    alike = _summed(each, "practice", "lsoa", "ages", "sex", "band")
    registered = _of(Population.REGISTERED, alike.mutate(area=alike.practice), extents)
    return registered.union(_of(Population.RESIDENT, alike.mutate(area=alike.lsoa), extents))


def _of(population: Population, people: ibis.Table, extents: Sequence[Extent]) -> ibis.Table:
    """Each area whole, in every group of age, and the small areas inside it, in the main groups."""
    members = [(code, extent.id) for extent in extents for code in extent.members(population)]
    places = sorted({code for extent in extents for code in extent.small_areas})
    there = spread(people.mutate(small_area=people.lsoa), "area", members)
    whole = _by_ages(there.mutate(small_area=ibis.literal("")), list(AGES))
    inside = spread(there, "small_area", [(code, code) for code in places])
    inside = _by_ages(inside.filter(inside.small_area != inside.area), list(MAIN_AGES))
    counted = spread(spread(whole.union(inside), "sex", GROUPS_OF_SEX), "band", GROUPS_OF_BAND)
    return _summed(counted.mutate(population=ibis.literal(population.value)), *CELL)


def _by_ages(people: ibis.Table, names: Sequence[str]) -> ibis.Table:
    grouped = spread(people, "ages", groups_of_ages(names))
    return _summed(grouped, "area", "small_area", "ages", "sex", "band")


def _summed(people: ibis.Table, *keys: str) -> ibis.Table:
    """DuckDB adds up in 128 bits, which a Parquet file would hold as a fraction."""
    sums = {name: people[name].sum().cast("int32") for name in ("people", "risers")}
    return people.group_by(*keys).agg(**sums)
