"""Small tables of results, taken into this process for what no query says: as arrays, and back."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def numbers(table: pa.Table, column: str) -> Numbers:
    """The column; not a number where it is empty."""
    return np.array(table[column].to_pylist(), dtype=np.float64)


def beside(table: pa.Table, **columns: Numbers) -> ibis.Table:
    """The table with these columns; empty where there is no number."""
    for name, found in columns.items():
        table = table.append_column(name, pa.array(found, pa.float64(), from_pandas=True))
    return ibis.memtable(table)


def parts(table: pa.Table, by: Sequence[str]) -> list[tuple[dict[str, object], pa.Table]]:
    """The rows of each group, in their order, with what they are grouped by."""
    keys = [tuple(row[name] for name in by) for row in table.to_pylist()]
    places: dict[tuple[object, ...], list[int]] = {}
    for place, key in enumerate(keys):
        places.setdefault(key, []).append(place)
    return [(dict(zip(by, key, strict=True)), table.take(found)) for key, found in places.items()]
