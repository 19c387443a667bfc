"""Measures of populations to be hidden too, so that none that is hidden can be worked out from others."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import numpy as np
import pyarrow as pa

from commonweal.care.extents import Extent
from commonweal.care.population import groups
from commonweal.insight.population_cells import CELL, KEY, NUMBERS
from commonweal.insight.population_sums import PEOPLE, sums_of
from commonweal.insight.secondary import hidden_too
from commonweal.insight.secondary_ranges import Sums
from commonweal.insight.suppress import SMALLEST_SHOWN

GROUP = ("population", "area", "by", "group")
OF_PEOPLE = ("people", "share")  # contacts are counted of hidden people too, and may be any number
NOT_NUMBERS = (groups.SLOPE, groups.DECLARED)  # what is worked out of other cells goes where these go


def nothing_to_work_out(safe: ibis.Table, exact: ibis.Table, extents: Sequence[Extent]) -> ibis.Table:
    """The rows of `safe`, suppressed one by one, with fewer numbers; `exact` says which are small.

    Where people are hidden, nothing is said of them; what is worked out of a hidden number goes with it.
    """
    numbers = safe.filter(safe.kind.isin(OF_PEOPLE) & ~safe.by.isin(NOT_NUMBERS))
    order = ibis.row_number().over(ibis.window(order_by=list(KEY)))
    truly = exact.select(*KEY, truly="numerator")
    placed = ibis.memtable(numbers.mutate(place=order.cast("int64")).left_join(truly, list(KEY)).to_pyarrow())
    too = _hidden(placed.order_by("place").to_pyarrow(), sums_of(placed, extents).to_pyarrow())
    gone = placed.inner_join(ibis.memtable(pa.table({"place": too})), "place")
    return _without(safe, gone) if len(too) else safe


def _hidden(numbers: pa.Table, sums: pa.Table) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The places of the numbers to be hidden."""
    shown, truly = (
        np.array(numbers[name].cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)
        for name in ("numerator", "truly")
    )
    whole, part, kind = (sums[name].to_numpy().astype(np.int64) for name in ("whole", "part", "kind"))
    told = Sums.of(whole, part, kind, sums["exact"].to_numpy())
    small = np.isnan(shown) & (truly > 0) & (truly < SMALLEST_SHOWN)
    of_few = np.isnan(shown) & ~small  # nothing, or many contacts, of a few people
    return np.flatnonzero(hidden_too(shown, small, told, larger=of_few))


def _without(safe: ibis.Table, gone: ibis.Table) -> ibis.Table:
    told = gone.select("population", "area", "measure", "by", "group", numerator_gone=True)
    derived = told.filter(told.by == "").drop("by", "group").rename(of_it_gone="numerator_gone")
    people = gone.filter(gone.measure == PEOPLE).select(*GROUP, people_gone=True)
    each = safe.left_join(told, list(KEY)).select(*safe.columns, "numerator_gone")
    each = each.left_join(people, list(GROUP)).select(*safe.columns, "numerator_gone", "people_gone")
    each = each.left_join(derived, ["population", "area", "measure"])
    nobody = each.people_gone.fill_null(False)
    hidden = each.numerator_gone.fill_null(False) | nobody
    hidden |= each.of_it_gone.fill_null(False) & each.by.isin(NOT_NUMBERS)
    changed = {
        name: (nobody if name == "denominator" else hidden).ifelse(ibis.null(each[name].type()), each[name])
        for name in NUMBERS
    }
    return each.mutate(**changed).select(CELL)
