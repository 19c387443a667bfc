"""Columns of a chunk become rows of a table in the shape of its contract, in order of person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from commonweal.analytics.tables import TABLES
from commonweal.incoming.invented.arrays import Flags, Texts, Whole

Column: TypeAlias = "pa.Array | str | None"


@dataclass(frozen=True)
class Keys:
    """The key of each person of a chunk, in ascending order; the chunk's number, part of each name given."""

    people: pa.Array
    chunk: int

    def of(self, people: Whole) -> pa.Array:
        return self.people.take(pa.array(people))

    def records(self, kind: str, count: int) -> pa.Array:
        """A name for each record of this kind, different from every other."""
        return self.named(kind, np.arange(count))

    def named(self, kind: str, numbers: Whole) -> pa.Array:
        """The name of each of these numbers of this kind."""
        return joined(f"{kind}-{self.chunk}-", text(numbers))


def in_order(people: Whole, then: Whole) -> Whole:
    """The order by person and then by day (or minute: less than 2²⁴ of them)."""
    return np.argsort((people << 24) + (then - then.min(initial=0)), kind="stable")


def table(name: str, count: int, columns: Mapping[str, Column]) -> pa.Table:
    """A table of the contract; a column given as one text or None has it in every row."""
    schema = TABLES[name].arrow()
    arrays = [_whole_column(columns[field.name], field.type, count) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def dates(days: Whole, missing: Flags | None = None) -> pa.Array:
    """Day numbers as dates; empty where `missing`."""
    return pa.array(days.astype(np.int32), pa.int32(), mask=missing).cast(pa.date32())


def times(seconds: Whole, missing: Flags | None = None) -> pa.Array:
    """Seconds since 1970 as times in UTC; empty where `missing`."""
    return pa.array(seconds * 1_000_000, pa.int64(), mask=missing).cast(pa.timestamp("us", tz="UTC"))


def words(vocabulary: Sequence[str | None] | Texts, places: Whole) -> pa.Array:
    """The word of the vocabulary at each place."""
    return pa.array(list(vocabulary), pa.string()).take(pa.array(places))


def text(numbers: Whole) -> pa.Array:
    return pa.array(numbers).cast(pa.string())


def joined(*parts: pa.Array | str) -> pa.Array:
    """Texts put together without anything between."""
    return pc.binary_join_element_wise(*parts, "")


def _whole_column(column: Column, kind: pa.DataType, count: int) -> pa.Array:
    if column is None or isinstance(column, str):
        return pa.repeat(pa.scalar(column, kind), count)
    return column
