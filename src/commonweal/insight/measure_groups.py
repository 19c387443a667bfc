"""Which referrals are measured together: all, or those of an area, source, team or sender."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import ibis

from commonweal.analytics.clocks.waits import in_period
from commonweal.care.extents import Extent
from commonweal.care.measures.models import NOW, PERIODS
from commonweal.care.pathways.working_time import HERE, midnight
from commonweal.insight.areas import in_areas

GROUP = ("hub", "pathway", "split", "value", "period")
OF_ITSELF = ("source", "team", "sender")


def begins(now: datetime, weeks: int) -> date:
    """The Monday on which so many weeks began, the one of `now` among them."""
    today = now.astimezone(HERE).date()
    return today - timedelta(days=today.weekday() + 7 * (weeks - 1))


def together(referrals: ibis.Table, extents: Sequence[Extent], now: datetime) -> ibis.Table:
    """One row per referral and group it is measured in: the columns of referrals, split, value, period.

    The period NOW is there for every referral that is open, whenever it was received.
    """
    split = _split(referrals, "", ibis.literal(""))
    for name in OF_ITSELF:
        split = split.union(
            _split(referrals.filter(referrals[name].fill_null("") != ""), name, referrals[name])
        )
    areas = in_areas(referrals, extents)
    split = split.union(_split(areas, "area", areas.area).drop("area"))
    still = split.filter(split.ended.isnull()).mutate(period=ibis.literal(NOW))
    for period, weeks in PERIODS.items():
        since = midnight(begins(now, weeks))
        received = in_period(split, since, now + timedelta(microseconds=1))
        still = still.union(received.mutate(period=ibis.literal(period)))
    return still


def _split(referrals: ibis.Table, split: str, value: ibis.Value) -> ibis.Table:
    return referrals.mutate(split=ibis.literal(split), value=value.cast("string"))
