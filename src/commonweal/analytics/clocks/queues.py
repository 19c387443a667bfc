"""The queue as it is now, and the hours in which time ran out."""

from __future__ import annotations

import ibis

from commonweal.analytics.clocks.waits import OPEN

QUARTERS = (1, 2, 3, 4, 6, 8, 16)  # of the limit: where one age of the queue ends and the next begins


def queue(waits: ibis.Table, *by: str) -> ibis.Table:
    """One row per group with an open wait: how many, and how long in minutes: median, nine in ten, oldest.

    Time at rest does not count.
    """
    still = waits.filter(waits.fate.isin(OPEN))
    minutes = still.used_seconds / 60
    return still.agg(
        by=by,
        open=still.count(),
        overdue=(still.fate == "overdue").sum().fill_null(0).cast("int64"),
        median_minutes=minutes.quantile(0.5),
        nine_in_ten_minutes=minutes.quantile(0.9),
        oldest_minutes=minutes.max(),
    )


def queue_ages(waits: ibis.Table, *by: str) -> ibis.Table:
    """One row per group and age with an open wait in it: age, open.

    Age 0 is up to a quarter of the limit, 1 up to half of it, and so on by QUARTERS; the last has no end.
    """
    still = waits.filter(waits.fate.isin(OPEN))
    ends = ((still.used_seconds * 4 > still.limit_seconds * end).cast("int64") for end in QUARTERS)
    aged = still.mutate(age=sum(ends, start=ibis.literal(0, "int64")))
    return aged.agg(by=[*by, "age"], open=aged.count())


def breaches(waits: ibis.Table, *by: str) -> ibis.Table:
    """One row per group, weekday (0 is Monday) and hour in which a wait ran out of time: breaches.

    Counted are late and overdue waits, in the hour of their due by the clocks of Britain.
    """
    late = waits.filter(waits.fate.isin(("late", "overdue")))
    return late.agg(by=[*by, "weekday", "hour"], breaches=late.count())
