"""Which measures of populations add up to which others: what somebody could work a hidden number out by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

import ibis
import pyarrow as pa

from commonweal.care.extents import Extent, Population
from commonweal.care.population import groups

SMALL = ("practice", "small_area")
WHOLE, PEOPLE = "", "people"
OF_PLACE = ["population", "area"]


def sums_of(placed: ibis.Table, extents: Sequence[Extent]) -> ibis.Table:
    """One row for each part of a sum: whole, part, kind, exact. `placed` has a place for each number."""
    told = [*_by_groups(placed), *_by_bands(placed), *_declared(placed), *_by_members(placed, extents)]
    numbered = [one.mutate(kind=ibis.literal(n, "int64")) for n, one in enumerate(told)]
    apart = _at_most_the_people(placed)  # each a sum of its own: somebody may be counted in several
    numbered.append(apart.mutate(kind=apart.part + len(told)))
    return reduce(lambda one, other: one.union(other), numbered)


def _pairs(wholes: ibis.Table, parts: ibis.Table, keys: Sequence[str], *, exact: bool = True) -> ibis.Table:
    one = wholes.select(*keys, whole="place")
    other = parts.select(*keys, part="place")
    both = one.inner_join(other, list(keys))
    return both.select("whole", "part", exact=ibis.literal(exact))


def _by_groups(placed: ibis.Table) -> Iterator[ibis.Table]:
    """All of an area, by each way of telling its people apart: everybody is in one group of each."""
    wholes = placed.filter(placed.by == WHOLE)
    apart = placed.filter(~placed.by.isin([WHOLE, groups.SEGMENT_BAND]))
    for by in sorted(apart.by.to_pyarrow().unique().to_pylist()):  # always the same choice among equals
        yield _pairs(wholes, apart.filter(apart.by == by), [*OF_PLACE, "measure"])


def _by_bands(placed: ibis.Table) -> Iterator[ibis.Table]:
    segments = placed.filter(placed.by == groups.SEGMENT).rename(segment="group")
    squares = placed.filter(placed.by == groups.SEGMENT_BAND)
    squares = squares.mutate(segment=squares.group.split("/")[0])
    yield _pairs(segments, squares, [*OF_PLACE, "measure", "segment"])


def _declared(placed: ibis.Table) -> Iterator[ibis.Table]:
    """People are the sum of segments, and at least that of three bands; a segment is told in two ways."""
    people = placed.filter((placed.measure == PEOPLE) & (placed.by == WHOLE))
    whole = placed.filter(placed.by == WHOLE)
    segments, bands = (whole.filter(whole.measure.startswith(one)) for one in ("segment:", "band:"))
    yield _pairs(people, segments, OF_PLACE)
    yield _pairs(people, bands, OF_PLACE, exact=False)
    told = placed.filter((placed.measure == PEOPLE) & (placed.by == groups.SEGMENT))
    told = told.mutate(same=ibis.literal("segment:") + told.group)
    yield _pairs(told, segments.mutate(same=segments.measure), [*OF_PLACE, "same"])


def _by_members(placed: ibis.Table, extents: Sequence[Extent]) -> Iterator[ibis.Table]:
    """An area is the sum of its practices, or of its small areas."""
    rows = [
        {"population": population.value, "area": one.id, "member": code}
        for population in Population
        for one in extents
        if one.kind not in SMALL
        for code in sorted(one.members(population))
    ]
    members = ibis.memtable(pa.Table.from_pylist(rows))
    wholes = placed.filter(placed.by == WHOLE)
    of = wholes.inner_join(members, OF_PLACE)
    yield _pairs(of, wholes.rename(member="area"), ["population", "member", "measure"])


def _at_most_the_people(placed: ibis.Table) -> ibis.Table:
    people = placed.filter(placed.measure == PEOPLE)
    shares = placed.filter((placed.kind == "share") & (placed.measure != PEOPLE))
    return _pairs(people, shares, [*OF_PLACE, "by", "group"], exact=False)
