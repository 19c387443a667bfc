"""Each wait with its fate: what every measure of a clock is counted from."""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from commonweal.analytics.clocks import british_time

DONE = ("in_time", "late")
OPEN = ("overdue", "waiting")
DECIDED = (*DONE, "overdue")
FATES = (*DECIDED, "waiting", "void")


def waits(referrals: ibis.Table, runs: ibis.Table, now: datetime) -> ibis.Table:
    """One row per run: the columns of its referral and of the run (its start as `began`), and its fate.

    Besides by the clocks of Britain: the week it was received in (its Monday), and the weekday (0 is Monday)
    and hour of its due.

    `in_time` and `late` stopped; `overdue` is open and past its due; `waiting` is open and not yet due, or
    rests with time left; `void` counts for nothing. Ended exactly when due is in time.
    """
    told = runs.select(
        "referral",
        "clock",
        "number",
        "rule",
        "due",
        "used_seconds",
        "limit_seconds",
        "target",
        "state",
        began="started",
        finished="ended",
    )
    joined = told.inner_join(referrals, "referral")
    return joined.mutate(
        fate=_fate(joined, now),
        week=british_time.week(joined.received),
        weekday=british_time.weekday(joined.due),
        hour=british_time.hour(joined.due),
    ).drop("state")


def in_period(referrals: ibis.Table, since: datetime, until: datetime) -> ibis.Table:
    """The referrals received from one moment on, before another."""
    return referrals.filter((referrals.received >= _moment(since)) & (referrals.received < _moment(until)))


def _fate(runs: ibis.Table, now: datetime) -> ir.StringValue:
    late = (runs.finished.fill_null(_moment(now)) > runs.due).fill_null(False)
    return ibis.cases(
        (runs.state == "void", "void"),
        (runs.finished.notnull(), late.ifelse("late", "in_time")),
        else_=late.ifelse("overdue", "waiting"),
    )


def _moment(at: datetime) -> ir.TimestampScalar:
    return ibis.literal(at, "timestamp('UTC')")
