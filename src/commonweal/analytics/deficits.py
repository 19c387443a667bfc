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

    Code and system are those of the first event by date, then system and code. Day and code are compared
    as one whole number, many times faster than putting texts in order.
    """
    numbered = ibis.memtable(_numbered(codes))
    hits = events.filter(events.date <= until).inner_join(numbered, ["system", "code"])
    day = hits.date.delta(ibis.date(1, 1, 1), unit="D")
    day_and_number = day * codes.num_rows + hits.number
    firsts = hits.group_by("person", "place").agg(first_date=hits.date.min(), first=day_and_number.min())
    firsts = firsts.select("person", "first_date", number=firsts["first"] % codes.num_rows)
    return firsts.inner_join(numbered, "number").select("person", "deficit", "first_date", "code", "system")


def coded_by_day(events: ibis.Table, codes: pa.Table, dates: Sequence[date]) -> ibis.Table:
    """One row per person with any deficit, from one reading: person, and bits by_0, by_1… for each day."""
    hits = coded(events, codes, max(dates))
    by_day = {f"by_{n}": united((hits.date <= day).ifelse(hits.bits, 0)) for n, day in enumerate(dates)}
    return hits.group_by("person").agg(**by_day)


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


def _numbered(codes: pa.Table) -> pa.Table:
    """The code list with `number`, its order by system and code, and `place`, the deficit's in DEFICITS."""
    in_order = codes.select(["deficit", "system", "code"]).sort_by(
        [("system", "ascending"), ("code", "ascending"), ("deficit", "ascending")]
    )
    places = [PLACE[name] for name in in_order["deficit"].to_pylist()]
    numbers = pa.array(range(len(in_order)), pa.int64())
    return in_order.append_column("number", numbers).append_column("place", pa.array(places, pa.int64()))
