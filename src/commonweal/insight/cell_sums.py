"""Which published cells add up to which: by age, sex, band, area and small area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from commonweal.care.extents import Extent, Population
from commonweal.care.published.groups import ALL, BAND_GROUPS, FIVE_YEAR_AGES, SEXES
from commonweal.insight.groups import CELL

FIVE_YEARS = tuple(FIVE_YEAR_AGES)
# A group and those it falls into; where they are not all of it, the sum is at most.
AGES = (
    (ALL, FIVE_YEARS, True),
    ("65+", FIVE_YEARS[13:], True),
    ("75+", FIVE_YEARS[15:], True),
    ("85+", FIVE_YEARS[17:], True),
    ("65+", (*FIVE_YEARS[13:15], "75+"), True),
    ("75+", (*FIVE_YEARS[15:17], "85+"), True),
    (ALL, ("0-4", "5-9", "10-14", "18-64", "65+"), False),
    ("18-64", FIVE_YEARS[4:13], False),
)
AGES_OF_SMALL_AREAS = ((ALL, ("18-64", "65+"), False), ("65+", ("75+",), False), ("75+", ("85+",), False))
SEX = ((ALL, SEXES[1:], False),)
BANDS = ((ALL, BAND_GROUPS[1:], True),)
Groups = Sequence[tuple[str, Sequence[str], bool]]


def sums_of(cells: ibis.Table, extents: Sequence[Extent]) -> ibis.Table:
    """One row per part of a sum: the `place` of the whole and of the part, kind, exact.

    `cells` has the columns of CELL and `place`. A sum is what has the same whole and kind.
    """
    numbers = count()
    inside = cells.small_area != ""
    found = [
        _within(cells, cells.filter(~inside), "ages", AGES, numbers),
        _within(cells, cells.filter(inside), "ages", AGES_OF_SMALL_AREAS, numbers),
        _within(cells, cells, "sex", SEX, numbers),
        _within(cells, cells, "band", BANDS, numbers),
        _within_areas(cells, extents, numbers),
        *_within_small_areas(cells.filter(inside), cells, numbers),
    ]
    return ibis.union(*found)


def _within(
    cells: ibis.Table, parts: ibis.Table, column: str, groups: Groups, numbers: Iterator[int]
) -> ibis.Table:
    rows = [
        {"wider": whole, "narrower": part, "kind": number, "exact": exact}
        for (whole, members, exact), number in zip(groups, numbers, strict=False)
        for part in members
    ]
    pairs = ibis.memtable(pa.Table.from_pylist(rows))
    joined = parts.inner_join(pairs, parts[column] == pairs.narrower)
    return _beside(cells, joined.drop(column, "narrower").rename({column: "wider"}))


def _within_areas(cells: ibis.Table, extents: Sequence[Extent], numbers: Iterator[int]) -> ibis.Table:
    """Of one kind, the areas inside another: all of it, or at most, where none has members of two."""
    rows = [row for population in Population for row in areas_within(population, extents, numbers)]
    schema = pa.schema(
        {
            "people": pa.string(),
            "wider": pa.string(),
            "narrower": pa.string(),
            "kind": pa.int64(),
            "exact": pa.bool_(),
        }
    )
    pairs = ibis.memtable(pa.Table.from_pylist(rows, schema=schema))
    same = [cells.area == pairs.narrower, cells.population == pairs.people]
    joined = cells.inner_join(pairs, same).drop("area", "narrower", "people")
    return _beside(cells, joined.rename(area="wider"))


def areas_within(
    population: Population, extents: Sequence[Extent], numbers: Iterator[int]
) -> Iterator[dict[str, object]]:
    """Each area inside a wider one: people, wider, narrower, kind of the sum, and whether that is exact."""
    members = {one.id: one.members(population) for one in extents}
    for wide in extents:
        for kind in sorted({one.kind for one in extents}):
            inside = [one.id for one in extents if one.kind == kind and one.id != wide.id]
            inside = [id for id in inside if members[id] and members[id] <= members[wide.id]]
            all_of_them = frozenset[str]().union(*(members[id] for id in inside))
            if not inside or sum(len(members[id]) for id in inside) > len(all_of_them):
                continue
            number, exact = next(numbers), all_of_them == members[wide.id]
            for id in inside:
                yield {
                    "people": population.value,
                    "wider": wide.id,
                    "narrower": id,
                    "kind": number,
                    "exact": exact,
                }


def _within_small_areas(parts: ibis.Table, cells: ibis.Table, numbers: Iterator[int]) -> Iterator[ibis.Table]:
    """Small areas inside an area; and residents of one are the same whichever area it is looked at in."""
    resident = parts.population == Population.RESIDENT.value
    whole = parts.mutate(small_area=ibis.literal(""), kind=ibis.literal(next(numbers)), exact=resident)
    yield _beside(cells, whole)
    twin = parts.filter(resident).mutate(area=parts.small_area, small_area=ibis.literal(""))
    twin = _beside(cells, twin.mutate(kind=ibis.literal(next(numbers)), exact=ibis.literal(True)))
    yield twin.select(whole=twin.part, part=twin.whole, kind=twin.kind, exact=twin.exact)


def _beside(cells: ibis.Table, parts: ibis.Table) -> ibis.Table:
    """Each part, said by the key of its whole, beside that."""
    wholes = cells.select(*CELL, whole="place")
    joined = parts.inner_join(wholes, CELL)
    kind: ir.IntegerValue = joined.kind.cast("int64")
    return joined.select("whole", part="place", kind=kind, exact="exact")
