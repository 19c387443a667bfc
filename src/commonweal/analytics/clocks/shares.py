"""How many were in time: with the open waits that are late already, and without them."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from commonweal.analytics.clocks.waits import DECIDED, DONE, FATES, OPEN


def shares(waits: ibis.Table, *by: str) -> ibis.Table:
    """One row per group with a wait in it: how many of each fate, shares from 0 to 1, and the target.

    `share` is that of all waits that are decided: completed, or open and past their due. An open wait that
    is not yet due is in neither part of it. `share_completed` leaves open waits out, and so looks better the
    more of them are late. Each is empty where nothing is decided. `target` is that of the newest rule;
    `target_met` is empty where there is none or nothing is decided.
    """
    counted = waits.agg(
        by=by,
        referrals=waits.referral.nunique(),
        waits=waits.count(),
        **{fate: _of(waits, (fate,)) for fate in FATES},
        completed=_of(waits, DONE),
        open=_of(waits, OPEN),
        decided=_of(waits, DECIDED),
        median_completed_minutes=waits.used_seconds.median(where=waits.fate.isin(DONE)) / 60,
        target=waits.target.argmax(waits.began),
    )
    shared = counted.mutate(
        share=counted.in_time / counted.decided.nullif(0),
        share_completed=counted.in_time / counted.completed.nullif(0),
    )
    met = counted.in_time * 100 >= counted.target * counted.decided
    return shared.mutate(target_met=(counted.decided > 0).ifelse(met, ibis.null("boolean")))


def by_week(waits: ibis.Table, *by: str) -> ibis.Table:
    """One row per group and week in which referrals were received (its Monday): decided and in_time."""
    return waits.agg(by=[*by, "week"], decided=_of(waits, DECIDED), in_time=_of(waits, ("in_time",)))


def _of(waits: ibis.Table, fates: tuple[str, ...]) -> ir.IntegerScalar:
    return waits.fate.isin(fates).sum().fill_null(0).cast("int64")
