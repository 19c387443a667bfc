"""How long a wait takes when some are not over: Kaplan and Meier 1958, doi:10.2307/2281868.

Open waits are censored: they count among those who still wait for as long as they have waited. Void waits
are left out, as they are everywhere. Time at rest does not count.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from commonweal.analytics.clocks.waits import DONE

Z = 1.959964  # 95 in 100
NEARLY = 1e-9  # what adding logarithms may be out by


def survival(waits: ibis.Table, *by: str) -> ibis.Table:
    """One row per group and length of a wait in seconds: at_risk, over, waiting, low, high.

    `waiting` is the share that still waits after so long, from 1 to 0; `low` and `high` are its 95% interval
    by Greenwood's variance on the scale of log(-log), empty where `waiting` is 1 or 0.
    """
    known = waits.filter(waits.fate != "void").rename(seconds="used_seconds")
    each = known.agg(by=[*by, "seconds"], over=known.fate.isin(DONE).sum().cast("int64"), gone=known.count())
    each = each.mutate(at_risk=each.gone.sum().over(_from(each.seconds.desc(), by)).cast("int64"))
    last, up_to = each.over == each.at_risk, _from(each.seconds, by)
    left = (each.at_risk - each.over).nullif(0)
    kept = (left / each.at_risk).ln().sum().over(up_to).fill_null(0.0)
    spread = (each.over / (each.at_risk * left)).sum().over(up_to)
    curve = each.mutate(waiting=last.ifelse(0.0, kept.exp()), spread=spread.sqrt(), depth=kept)
    return _with_interval(curve).select(*by, "seconds", "at_risk", "over", "waiting", "low", "high")


def seconds_until(curve: ibis.Table, *by: str, over: float = 0.5) -> ibis.Table:
    """One row per group of `survival`: seconds after which this share of the waits is over; empty if never.

    Where the curve runs level at exactly this share it is the middle of that stretch, as for a median of an
    even number (as `survfit` of R has it).
    """
    level = 1 - over
    found = curve.agg(
        by=by,
        first=curve.seconds.min(where=curve.waiting <= level + NEARLY),
        below=curve.seconds.min(where=curve.waiting < level - NEARLY),
    )
    return found.select(*by, seconds=(found.first + found.below.fill_null(found.first)) / 2)


def _with_interval(curve: ibis.Table) -> ibis.Table:
    inside = (curve.waiting > 0) & (curve.waiting < 1)
    power = Z * curve.spread / curve.depth.abs().nullif(0.0)
    low, high = (curve.waiting.pow((sign * power).exp()) for sign in (1, -1))
    nothing = ibis.null("float64")
    return curve.mutate(low=inside.ifelse(low, nothing), high=inside.ifelse(high, nothing))


def _from(order: ir.Value, by: tuple[str, ...]) -> object:
    return ibis.cumulative_window(group_by=list(by), order_by=[order])
