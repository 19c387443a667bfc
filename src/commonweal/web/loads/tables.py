"""A load table by table, as it reported itself."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.care.loads.models import LoadReport


@dataclass(frozen=True)
class TableOfLoad:
    name: str
    taken: int
    refused: int
    duplicate: int


@dataclass(frozen=True)
class Reason:
    """Why rows of a table were refused, and how many."""

    table: str
    reason: str
    rows: int


def tables(load: LoadReport) -> list[TableOfLoad]:
    """Each table that anything came in for."""
    found = [
        TableOfLoad(name, counted.get("taken", 0), counted.get("refused", 0), counted.get("duplicate", 0))
        for name, counted in load.counts.items()
    ]
    return [table for table in found if table.taken or table.refused or table.duplicate]


def together(load: LoadReport) -> TableOfLoad:
    parts = tables(load)
    return TableOfLoad(
        "all tables",
        sum(part.taken for part in parts),
        sum(part.refused for part in parts),
        sum(part.duplicate for part in parts),
    )


def reasons(load: LoadReport) -> list[Reason]:
    """Most rows first."""
    found = [Reason(one.get("table") or "", one["reason"], one["rows"]) for one in load.reasons]
    return sorted(found, key=lambda one: (-one.rows, one.table, one.reason))
