"""How many people there are in each group that pages show.

A person counts in every group they belong to: a 78-year-old in all ages, 65+, 75+ and 75-79. Each kind of
group is a small table of who belongs where, and counting is a join with it. Everything a page shows is
counted here, so that no page ever adds up numbers that were suppressed one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import pyarrow as pa

from commonweal.care.extents import Extent, Population
from commonweal.care.published.groups import AGES, ALL, BAND_GROUPS, MAIN_AGES, SEXES

CELL = ("population", "area", "small_area", "ages", "sex", "band")
OLDEST = 90  # everyone older is in the same groups
Pairs = Sequence[tuple[object, str]]  # what someone is, and a group that puts them in


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
    there = _spread(people.mutate(small_area=people.lsoa), "area", members)
    whole = _by_ages(there.mutate(small_area=ibis.literal("")), AGES)
    inside = _spread(there, "small_area", [(code, code) for code in places])
    inside = _by_ages(inside.filter(inside.small_area != inside.area), MAIN_AGES)
    counted = _spread(whole.union(inside), "sex", [(sex, group) for sex in _SEXES for group in _SEXES[sex]])
    counted = _spread(counted, "band", [(band, group) for band in BAND_GROUPS[1:] for group in (ALL, band)])
    return _summed(counted.mutate(population=ibis.literal(population.value)), *CELL)


_SEXES = {"female": SEXES[:2], "male": (ALL, "male"), "other": (ALL,), "unknown": (ALL,)}


def _by_ages(people: ibis.Table, groups: Mapping[str, tuple[int, int]]) -> ibis.Table:
    years = range(OLDEST + 1)
    pairs = [(age, name) for name, (low, high) in groups.items() for age in years if low <= age <= high]
    grouped = _spread(people, "ages", pairs)
    return _summed(grouped, "area", "small_area", "ages", "sex", "band")


def _spread(people: ibis.Table, column: str, pairs: Pairs) -> ibis.Table:
    """Each row once for every group that what stands in `column` belongs to; not at all where to none."""
    kind = pa.int64() if people[column].type().is_integer() else pa.string()
    members, groups = [one for one, _ in pairs], [group for _, group in pairs]
    belongs = ibis.memtable(
        pa.table({"member": pa.array(members, kind), "belongs_to": pa.array(groups, pa.string())})
    )
    joined = people.inner_join(belongs, people[column] == belongs.member)
    kept = [name for name in people.columns if name != column]
    return joined.select(*kept, joined.belongs_to.name(column))


def _summed(people: ibis.Table, *keys: str) -> ibis.Table:
    """DuckDB adds up in 128 bits, which a Parquet file would hold as a fraction."""
    sums = {name: people[name].sum().cast("int32") for name in ("people", "risers")}
    return people.group_by(*keys).agg(**sums)
