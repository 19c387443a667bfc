"""One linked population as its tables, wherever they are computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ibis


def in_place(part: ibis.Table) -> ibis.Table:
    """The part as it is, computed wherever it is used."""
    return part


@dataclass(frozen=True, eq=False)
class Linked:
    """The tables by name, on one engine; columns as `tables.py` says.

    `once` is given what several parts of a question need, and gives the same rows: computed there and then
    where the engine can hold them.
    """

    tables: Mapping[str, ibis.Table]
    once: Callable[[ibis.Table], ibis.Table] = in_place

    def __getitem__(self, table: str) -> ibis.Table:
        return self.tables[table]
