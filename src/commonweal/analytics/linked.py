"""One linked population as its tables, wherever they are computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis


@dataclass(frozen=True)
class Linked:
    """The tables by name, on one engine; columns as `tables.py` says."""

    tables: Mapping[str, ibis.Table]

    def __getitem__(self, table: str) -> ibis.Table:
        return self.tables[table]
