"""Who changed between two states of the store: the people any of whose rows came, went or became another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

Named = Mapping[str, Sequence[str]]  # table → the names of its files
Read = Callable[[str, Sequence[str]], ibis.Table]  # a table's rows in these files of it
PART = 1 << 40  # parts of fingerprints are added up: so small that no sum can be too large


@ibis.udf.agg.builtin(name="bit_xor")  # type: ignore[untyped-decorator]  # typed so in Ibis
def _crossed(bits: dt.int64) -> dt.int64:
    """All of them by exclusive or; the engine's own function, which DuckDB and Spark both call so."""


def changed(before: Named, now: Named, gone: Read, come: Read) -> ibis.Table | None:
    """One row per person with another set of rows than before: person. Nothing where no file is another.

    A load writes a file anew where one row of it goes; people whose rows only moved with it did not change.
    """
    found = []
    for table in sorted({*before, *now}):
        out = sorted({*before.get(table, ())} - {*now.get(table, ())})
        new = sorted({*now.get(table, ())} - {*before.get(table, ())})
        if out and new:
            found.append(_differing(gone(table, out), come(table, new)))
        elif out or new:
            found.append((gone(table, out) if out else come(table, new)).select("person"))
    return reduce(lambda one, other: one.union(other), found).distinct() if found else None


def _differing(gone: ibis.Table, come: ibis.Table) -> ibis.Table:
    """People whose rows in these files are not the same ones as their rows in those."""
    both = _counted(gone, "was").outer_join(_counted(come, "has"), "person")
    same = [both[f"was_{part}"] == both[f"has_{part}"] for part in ("rows", "sum", "crossed")]
    other = both.filter(~reduce(lambda one, next_one: one & next_one, same).fill_null(False))
    return other.select(person=other.person.fill_null(other.person_right))


def _counted(rows: ibis.Table, prefix: str) -> ibis.Table:
    """One row per person: how many rows, and a fingerprint of them whatever their order."""
    each = rows.select("person", mark=_fingerprint(rows))
    return each.group_by("person").agg(
        **{
            f"{prefix}_rows": each.count(),
            f"{prefix}_sum": (each.mark % PART).sum(),
            f"{prefix}_crossed": _crossed(each.mark),
        }
    )


def _fingerprint(rows: ibis.Table) -> ir.IntegerColumn:
    """The hash of a row. What is empty is told beside: Spark's hash passes over it."""
    columns = [name for name in rows.columns if name != "person"]
    told = {name: rows[name] for name in columns} | {f"{name} empty": rows[name].isnull() for name in columns}
    return ibis.struct(told).hash()
