"""Measures made safe for those who plan: the rule of `suppress.py`, and nothing hidden can be worked out.

Of a group of fewer than eight referrals nothing is shown but that there are fewer than eight, and of a number
below eight no parts. Every other number is rounded by itself, so that what is left of a whole is a range;
where that and what is known of hidden numbers (1 to 7) leave one answer only, no part is shown either.
Lengths of time are rounded to five minutes, and not shown of fewer than eight; the longest is somebody's,
and never shown.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from commonweal.insight.measure_cells import CELL
from commonweal.insight.measure_groups import GROUP
from commonweal.insight.suppress import ROUNDED_TO, SMALLEST_SHOWN, shown

OF_ONE = ("queue_oldest",)  # lengths that are one referral's
LENGTHS = ("median", "nine_in_ten", "median_completed", "queue_median", "queue_nine_in_ten")
WHOLES = (  # parts, their number, and the measure that they add up to
    ("week", "among", "decided"),
    ("week", "count", "in_time"),
    ("age", "count", "queue"),
    ("hour", "count", "ran_out"),
)
SHARED_OUT = {"source": True, "team": False, "sender": False}  # whether each referral is in one of them
ROUGHLY = ROUNDED_TO // 2


def safe_measures(cells: ibis.Table) -> ibis.Table:
    """The cells for planning: the columns of CELL."""
    enough = cells.filter((cells.measure == "received") & (cells["count"] >= SMALLEST_SHOWN))
    few = cells.filter((cells.measure == "received") & (cells["count"] < SMALLEST_SHOWN))
    kept = cells.semi_join(enough, list(GROUP)).union(few)
    kept = kept.union(_queues_of_enough(cells))
    rounded = _rounded(kept.filter(~kept.measure.isin(OF_ONE)))
    return _without_what_gives_away(rounded)


def _queues_of_enough(cells: ibis.Table) -> ibis.Table:
    """What is open now, of queues of eight and more, and of others only that they are shorter."""
    queues = cells.filter(cells.period == "now")
    whole = queues.filter(queues.measure == "queue")
    enough = whole.filter(whole["count"] >= SMALLEST_SHOWN)
    return queues.semi_join(enough, [*GROUP, "clock"]).union(whole.filter(whole["count"] < SMALLEST_SHOWN))


def _rounded(cells: ibis.Table) -> ibis.Table:
    few = cells.measure.isin(LENGTHS) & (cells.among < SMALLEST_SHOWN)
    safe = cells.filter(~few.fill_null(False))
    among, count = shown(safe.among), shown(safe["count"])
    hidden = safe.among.notnull() & among.isnull()
    minutes = (safe.number / ROUNDED_TO).round() * ROUNDED_TO
    nothing = ibis.null("float64")
    return safe.mutate(
        among=among,
        count=hidden.ifelse(ibis.null("int32"), count),
        number=safe.measure.isin(LENGTHS).ifelse(minutes, nothing),
        low=nothing,
        high=nothing,
    ).select(*CELL)


def _without_what_gives_away(cells: ibis.Table) -> ibis.Table:
    keys = [*GROUP, "clock"]
    for measure, number, whole in WHOLES:
        wholes = cells.filter(cells.measure == whole).select(*keys, whole="count")
        parts = cells.filter(cells.measure == measure)
        given = _given_away(parts, number, wholes, keys, all_of_it=True)
        cells = cells.anti_join(given.mutate(measure=ibis.literal(measure)), [*keys, "measure"])
    keys = ["hub", "pathway", "period", "clock", "measure"]
    for split, all_of_it in SHARED_OUT.items():
        wholes = cells.filter((cells.split == "") & (cells.part == "")).select(*keys, whole="count")
        parts = cells.filter((cells.split == split) & (cells.part == ""))
        counted = parts.filter(~parts.measure.isin(LENGTHS))
        given = _given_away(counted, "count", wholes, keys, all_of_it=all_of_it)
        cells = cells.anti_join(given.mutate(split=ibis.literal(split)), [*keys, "split"])
    return cells


def _given_away(
    parts: ibis.Table, number: str, wholes: ibis.Table, keys: Sequence[str], *, all_of_it: bool
) -> ibis.Table:
    """The keys of each family whose whole is hidden, or whose hidden parts are all at their most or least."""
    value = parts[number]
    known = parts.mutate(
        hidden=value.isnull().cast("int64"),
        low=_low(value).fill_null(0),
        high=_high(value).fill_null(0),
    )
    each = known.agg(by=list(keys), **{name: known[name].sum() for name in ("hidden", "low", "high")})
    each = each.inner_join(wholes, list(keys))
    most, least = each.hidden * (SMALLEST_SHOWN - 1), each.hidden
    forced = _high(each.whole) - each.low <= least
    if all_of_it:
        forced |= _low(each.whole) - each.high >= most
    return each.filter(each.whole.isnull() | ((each.hidden > 0) & forced)).select(*keys)


def _low(rounded: ir.IntegerValue) -> ir.IntegerValue:
    """The least that a number shown so can be; 0 is 0."""
    return ibis.greatest(rounded - ROUGHLY, 0).cast("int64")


def _high(rounded: ir.IntegerValue) -> ir.IntegerValue:
    return (rounded == 0).ifelse(0, rounded + ROUGHLY).cast("int64")
