"""Coded deficits: which of a person's events stand for which deficit of the frailty index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pyarrow as pa

from commonweal.terms.deficits import DEFICITS

PLACE = {name: place for place, name in enumerate(DEFICITS)}


def coded(events: ibis.Table, codes: pa.Table, until: date) -> ibis.Table:
    """One row per event on or before `until` that stands for a deficit: person, date, bits.

    `bits` is a whole number with one bit set for each deficit the code stands for, in the order of
    DEFICITS: sets of deficits are then united by a bitwise or, many times faster than counted as names.
    """
    hits = events.filter(events.date <= until).inner_join(_bits(codes), ["system", "code"])
    return hits.select("person", "date", "bits")


def first_coded(events: ibis.Table, codes: pa.Table, until: date) -> ibis.Table:
    """One row per person and deficit by `until`: person, deficit, first_date, code, system.

    Code and system are those of the first event by date, then system and code.
    """
    names = ibis.memtable(codes.select(["deficit", "system", "code"]))
    hits = events.filter(events.date <= until).inner_join(names, ["system", "code"])
    firsts = hits.group_by("person", "deficit", "system", "code").agg(first_date=hits.date.min())
    order = ibis.row_number().over(
        group_by=[firsts.person, firsts.deficit], order_by=[firsts.first_date, firsts.system, firsts.code]
    )
    numbered = firsts.mutate(place=order)
    return numbered.filter(numbered.place == 0).select("person", "deficit", "first_date", "code", "system")


def coded_by_day(events: ibis.Table, codes: pa.Table, dates: Sequence[date]) -> ibis.Table:
    """One row per person with any deficit and day of `dates`, from one reading: person, on, bits."""
    hits = coded(events, codes, max(dates))
    by_day = {f"by_{n}": united((hits.date <= day).ifelse(hits.bits, 0)) for n, day in enumerate(dates)}
    found = hits.group_by("person").agg(**by_day)
    days = pa.table([pa.array(dates, pa.date32()), list(range(len(dates)))], names=["on", "n"])
    each = found.cross_join(ibis.memtable(days))
    bits = ibis.cases(*((each.n == n, each[name]) for n, name in enumerate(by_day)), else_=0)
    return each.select("person", "on", bits=bits)


@ibis.udf.agg.builtin(name="bit_or")  # type: ignore[untyped-decorator]  # typed so in Ibis
def united(bits: dt.int64) -> dt.int64:
    """The union of sets of deficits; the engine's own function, which DuckDB and Spark both call so."""


@ibis.udf.scalar.builtin(name="bit_count")  # type: ignore[untyped-decorator]  # typed so in Ibis
def _bit_count(bits: dt.int64) -> dt.int64:
    """How many bits are set; the engine's own function, which DuckDB and Spark both call so."""


def how_many(bits: ir.IntegerValue) -> ir.IntegerValue:
    """The number of deficits in a set; nought where there is none."""
    return _bit_count(bits.fill_null(0)).cast("int64")


def _bits(codes: pa.Table) -> ibis.Table:
    """One row per code: a code that stands for several deficits sets several bits."""
    bits: dict[tuple[str, str], int] = defaultdict(int)
    for row in codes.select(["deficit", "system", "code"]).to_pylist():
        bits[row["system"], row["code"]] |= 1 << PLACE[row["deficit"]]
    columns = [[system for system, _ in bits], [code for _, code in bits], list(bits.values())]
    schema = pa.schema([("system", pa.string()), ("code", pa.string()), ("bits", pa.int64())])
    return ibis.memtable(pa.table(columns, schema=schema))
