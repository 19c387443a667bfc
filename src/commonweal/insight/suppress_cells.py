"""Cells of frailty that have to be hidden so that none that is hidden can be worked out from the others."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from commonweal.care.extents import Extent
from commonweal.insight.cell_sums import sums_of
from commonweal.insight.groups import CELL
from commonweal.insight.secondary import hidden_too
from commonweal.insight.secondary_ranges import Sums


def nothing_to_work_out(safe: ibis.Table, exact: ibis.Table, extents: Sequence[Extent]) -> ibis.Table:
    """The rows of `safe`, which are suppressed one by one, with fewer numbers; `exact` says which are small.

    Risers are at most the people they are among, and hidden where these are.
    """
    exactly = exact.select(*CELL, are="people", rise="risers")
    told = safe.left_join(exactly, list(CELL)).select(*safe.columns, "are", "rise")
    numbers = told.order_by(list(CELL)).to_pyarrow()  # always the same choice among equals
    numbers = numbers.append_column("place", pa.array(range(numbers.num_rows), pa.int64()))
    placed = ibis.memtable(numbers)  # worked out once, where the sums would each do it again
    people, risers = _hidden_too(numbers, sums_of(placed, extents).to_pyarrow())
    too = pa.table({"place": np.flatnonzero(people | risers), "all": people[people | risers]})
    if not too.num_rows:
        return safe
    each = placed.left_join(ibis.memtable(too), "place")
    nothing = ibis.null(safe.people.type())
    return each.select(
        *CELL,
        people=each.all.fill_null(False).ifelse(nothing, each.people),
        risers=each.all.isnull().ifelse(each.risers, nothing),
    ).select(safe.columns)


def _hidden_too(numbers: pa.Table, sums: pa.Table) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """The people and the risers of the cells to be hidden, by place."""
    cells = numbers.num_rows
    shown = np.concatenate([_floats(numbers[name]) for name in ("people", "risers")])
    true = np.concatenate([_floats(numbers[name]) for name in ("are", "rise")])
    whole, part, kind = (sums[name].to_numpy().astype(np.int64) for name in ("whole", "part", "kind"))
    exact, every = sums["exact"].to_numpy(), np.arange(cells, dtype=np.int64)
    among = np.full(cells, kind.max(initial=0) + 1, dtype=np.int64)
    both = Sums.of(
        np.concatenate([whole, whole + cells, every]),
        np.concatenate([part, part + cells, every + cells]),
        np.concatenate([kind, kind, among]),
        np.concatenate([exact, exact, np.zeros(cells, dtype=bool)]),
    )
    small = np.isnan(shown) & (np.nan_to_num(true) > 0)
    too = hidden_too(shown, small, both)
    return too[:cells], too[cells:] | too[:cells]


def _floats(column: pa.ChunkedArray) -> NDArray[np.float64]:
    return np.array(column.cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)
