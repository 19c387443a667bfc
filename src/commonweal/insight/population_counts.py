"""What there is of every measure in each group of people of each area, by age and sex."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from commonweal.care.extents import Extent, Population
from commonweal.care.population import groups
from commonweal.care.population.measures import Measure
from commonweal.insight.groups import spread
from commonweal.insight.population_traits import BESIDE, USERS, WHERE

OF_HEAT = ("people", "emergency_admissions", "bed_days", "contacts:gp", "contacts:emergency", "cost")
DECLARED = ("band", "register", "segment")
SMALL_AREA = "small_area"
SMALL = ("practice", SMALL_AREA)
PLACES = {Population.REGISTERED: "practice", Population.RESIDENT: "lsoa"}
STRATUM = ("place", "group", "ages", "sex")
COUNTED = ("population", "area", "by", "group", "ages", "sex", "measure", "count", "people")


@dataclass(frozen=True)
class Way:
    """One way to tell people apart: what is counted so, and of which areas."""

    by: str
    group: ir.StringValue
    measures: Sequence[str]
    areas: Sequence[Extent]


def amounts(traits: ibis.Table) -> ibis.Table:
    """One row per person and measure that they add anything to: the columns of WHERE, measure, count."""
    kept = [name for name in traits.columns if name in WHERE or name.startswith(groups.CLASSIFICATION)]
    names = [name for name in traits.columns if name not in kept and name != "person_id"]
    each = traits.select(*kept, **{name: traits[name].cast("float64") for name in names})
    long = each.pivot_longer(names, names_to="measure", values_to="count")
    return long.filter(long["count"] != 0)


def count(
    traits: ibis.Table,
    amounts: ibis.Table,
    extents: Sequence[Extent],
    measures: Sequence[Measure],
    *,
    apart: bool = True,
) -> ibis.Table:
    """One row per area, group, age and sex with anybody, and measure: the columns of COUNTED.

    Unless they are told `apart`, all people of an area are one group.
    """
    beside = [name for name in traits.columns if name.startswith(BESIDE)]
    found = (
        _counted(_group(traits, way), _group(amounts, way), population, place, way)
        for population, place in PLACES.items()
        for way in _ways(traits, extents, measures, beside, apart=apart)
    )
    return reduce(lambda one, other: one.union(other), found)


def _ways(
    traits: ibis.Table,
    extents: Sequence[Extent],
    measures: Sequence[Measure],
    beside: Sequence[str],
    *,
    apart: bool,
) -> Iterator[Way]:
    every, costs = [one.id for one in measures], [name for name in beside if name.startswith(USERS)]
    large = [one for one in extents if one.kind not in SMALL]
    listed = [one for one in extents if one.kind != SMALL_AREA]
    of_segments = [one.id for one in measures if one.sort not in DECLARED]
    yield Way("", ibis.literal(""), [*every, *beside], extents)
    if not apart:
        return
    yield Way(groups.SEGMENT, ibis._.segment, [*of_segments, *costs], listed)
    cell = ibis._.segment + "/" + ibis._.band
    yield Way(groups.SEGMENT_BAND, cell, [*OF_HEAT, f"{USERS}cost"], listed)
    for by in (groups.DEPRIVATION, groups.ETHNICITY, groups.GEODEMOGRAPHIC, *_classifications(traits)):
        yield Way(by, ibis._[by], [*every, *costs], large)


def _classifications(traits: ibis.Table) -> list[str]:
    return [name for name in traits.columns if name.startswith(groups.CLASSIFICATION)]


def _group(rows: ibis.Table, way: Way) -> ibis.Table:
    return rows.mutate(group=way.group)


def _counted(
    people: ibis.Table, amounts: ibis.Table, population: Population, place: str, way: Way
) -> ibis.Table:
    members = [(code, area.id) for area in way.areas for code in sorted(area.members(population))]
    heads = _summed(people.mutate(place=people[place], people=1), members, "people", "int64")
    named = amounts.filter(amounts.measure.isin(list(way.measures)))
    found = _summed(named.mutate(place=named[place]), members, "count", "float64", "measure")
    names = ibis.memtable(pa.table({"measure": pa.array(way.measures, pa.string())}))
    each = heads.cross_join(names).left_join(found, [*STRATUM, "measure"])
    return each.select(
        *STRATUM[1:],
        "measure",
        "people",
        count=each["count"].fill_null(0.0),
        area=each.place,
        population=ibis.literal(population.value),
        by=ibis.literal(way.by),
    ).select(COUNTED)


def _summed(
    rows: ibis.Table, members: Sequence[tuple[object, str]], name: str, kind: str, *keys: str
) -> ibis.Table:
    """By place first, so that few rows are left to be counted in every area they are of."""
    alike = rows.group_by(*STRATUM, *keys).agg(**{name: rows[name].sum()})
    there = spread(alike, "place", members)
    return there.group_by(*STRATUM, *keys).agg(**{name: there[name].sum().cast(kind)})
