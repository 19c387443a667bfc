"""Everything that is measured of one clock of a pathway over a period, exactly: for the operator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import ibis

from commonweal.analytics.clocks.onward import hand_overs, repeats, went_back
from commonweal.analytics.clocks.queues import breaches, queue
from commonweal.analytics.clocks.shares import shares
from commonweal.analytics.clocks.survival import seconds_until, survival
from commonweal.analytics.clocks.waits import in_period, waits
from commonweal.care.extents import Extent
from commonweal.care.pathways.working_time import midnight
from commonweal.insight.areas import in_areas
from commonweal.insight.recorded import Recorded, Which

Row = dict[str, Any]
FIRST = ("completed", "open", "in_time", "share")
REST = ("late", "overdue", "waiting", "void", "decided", "share_completed", "target", "target_met")
SPLIT = ("referrals", *FIRST, *REST)
WITHIN_DAYS = (7, 30)


@dataclass(frozen=True)
class Asked:
    """One clock of a pathway, for referrals received from one day to another by Britain's calendar."""

    pathway: str
    clock: str
    first: date
    last: date

    @property
    def which(self) -> Which:
        """The referrals to bring."""
        return Which(self.pathway, midnight(self.first), midnight(self.last + timedelta(days=1)))


def report(recorded: Recorded, asked: Asked, extents: Sequence[Extent]) -> Row:
    """The answer first: referrals, completed, open, in_time, share, median_minutes. Then all the rest."""
    ours = _received(recorded, asked.which)
    each = waits(ours, recorded.runs.filter(recorded.runs.clock == asked.clock), recorded.now)
    whole, curve = _one(shares(each)), survival(each)
    referrals = _number(ours)
    return {
        "referrals": referrals,
        **{name: whole[name] for name in FIRST},
        "median_minutes": _minutes(_one(seconds_until(curve))["seconds"]),
        **_asked_for(asked, recorded.now),
        **{name: whole[name] for name in REST},
        "without_clock": referrals - whole["referrals"],
        "median_completed_minutes": whole["median_completed_minutes"],
        "nine_in_ten_minutes": _minutes(_one(seconds_until(curve, over=0.9))["seconds"]),
        "queue": _one(queue(each)),
        "breaches": _rows(breaches(each), "weekday", "hour"),
        "went_back": _rows(went_back(ours, recorded.steps), "kind", "move", "reason"),
        "hand_overs": _one(hand_overs(ours, recorded.steps)),
        "repeats": {f"{days}_days": _again(recorded, ours, days) for days in WITHIN_DAYS},
        "by": _by(each, extents),
    }


def _received(recorded: Recorded, which: Which) -> ibis.Table:
    assert which.since  # a report always says from when
    assert which.until
    referrals = recorded.referrals
    return in_period(referrals.filter(referrals.pathway == which.pathway), which.since, which.until)


def _asked_for(asked: Asked, now: datetime) -> Row:
    return {
        "pathway": asked.pathway,
        "clock": asked.clock,
        "from": asked.first,
        "to": asked.last,
        "as_at": now,
    }


def _again(recorded: Recorded, ours: ibis.Table, days: int) -> Row:
    return _one(repeats(ours, recorded.referrals, recorded.now, days=days))


def _by(each: ibis.Table, extents: Sequence[Extent]) -> dict[str, list[Row]]:
    """The same split by where people are registered, who sent them, and which team has them."""
    split = {name: shares(each.filter(each[name] != ""), name) for name in ("source", "sender", "team")}
    split["area"] = shares(in_areas(each, extents), "area")
    return {name: _rows(found.select(name, *SPLIT), name) for name, found in split.items()}


def _number(table: ibis.Table) -> int:
    return int(table.count().to_pyarrow().as_py())


def _one(result: ibis.Table) -> Row:
    rows: list[Row] = result.to_pyarrow().to_pylist()
    return rows[0] if rows else dict.fromkeys(result.columns)


def _rows(result: ibis.Table, *order: str) -> list[Row]:
    rows: list[Row] = result.order_by(list(order)).to_pyarrow().to_pylist()
    return rows


def _minutes(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / 60
