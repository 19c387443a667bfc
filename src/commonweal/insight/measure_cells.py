"""Every number that the page of a pathway's measures shows, as one row each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce

import ibis
import ibis.expr.types as ir

from commonweal.analytics.clocks.onward import hand_overs, repeats, went_back
from commonweal.analytics.clocks.queues import breaches, queue, queue_ages
from commonweal.analytics.clocks.shares import by_week, shares
from commonweal.analytics.clocks.survival import seconds_until, survival
from commonweal.analytics.clocks.waits import FATES, waits
from commonweal.care.measures.models import NOW
from commonweal.insight.measure_groups import GROUP
from commonweal.insight.recorded import Recorded
from commonweal.terms.measures import STEPS, TIMES

CELL = (*GROUP, "clock", "measure", "part", "count", "among", "number", "low", "high")
COUNTED = (*FATES, "completed", "open", "decided")
AGAIN = (7, 30)
KINDS = {"count": "int32", "among": "int32", "number": "float64", "low": "float64", "high": "float64"}


Keep = Callable[[str, ibis.Table], ibis.Table]  # works a table out once, under a name, to be read again


def count_measures(grouped: ibis.Table, recorded: Recorded, keep: Keep) -> ibis.Table:
    """One row per cell, of referrals in the groups of `together`: the columns of CELL."""
    grouped = keep("grouped", grouped)
    ours = recorded.referrals.semi_join(grouped, "referral")
    runs = keep("runs", waits(ours, recorded.runs, recorded.now).drop("hub", "pathway"))
    each = keep("waits", runs.inner_join(grouped.select("referral", *GROUP), "referral"))
    of_clocks = each.filter(each.period != NOW)
    told = [
        *_of_referrals(grouped.filter(grouped.period != NOW), recorded, keep),
        *_counts(of_clocks, keep),
        *_lengths(of_clocks.filter(of_clocks.split != "sender"), keep),
        *_queues(each.filter((each.period == NOW) & (each.split != "sender")), keep),
    ]
    return keep("cells", reduce(lambda one, other: one.union(other), told))


def _of_referrals(grouped: ibis.Table, recorded: Recorded, keep: Keep) -> Iterator[ibis.Table]:
    received = grouped.agg(by=[*GROUP], received=grouped.count())
    yield _cell(received, "received", count=received.received)
    whole = grouped.filter(grouped.split != "sender")
    back = went_back(whole, recorded.steps, *GROUP)
    yield _cell(back, back.kind, part=back.move + ":" + back.reason, count=back.steps)
    ours = recorded.referrals.semi_join(grouped, "referral")
    each = keep("hand_overs", hand_overs(ours, recorded.steps, "referral").drop("referrals"))
    each = whole.inner_join(each, "referral")
    handed = each.agg(by=[*GROUP], referrals=each.count(), hand_overs=each.hand_overs.sum())
    yield _cell(handed, "hand_overs", count=handed.hand_overs, among=handed.referrals)
    for days in AGAIN:
        again = repeats(whole, recorded.referrals, recorded.now, *GROUP, days=days)
        again = keep(f"again_{days}", again)
        for which in ("same_pathway", "any_pathway"):
            yield _cell(again, f"{which}_{days}", count=again[which], among=again.ended)


def _counts(each: ibis.Table, keep: Keep) -> Iterator[ibis.Table]:
    found = keep("shares", shares(each, *GROUP, "clock"))
    for measure in COUNTED:
        yield _cell(found, measure, count=found[measure])
    yield _cell(found, "ran_out", count=found.late + found.overdue)
    completed = found.filter(found.split != "sender")
    minutes = completed.median_completed_minutes
    yield _cell(completed, "median_completed", among=completed.completed, number=minutes)


def _lengths(each: ibis.Table, keep: Keep) -> Iterator[ibis.Table]:
    by = (*GROUP, "clock")
    weeks = by_week(each, *by)
    yield _cell(weeks, "week", part=weeks.week.cast("string"), count=weeks.in_time, among=weeks.decided)
    hours = breaches(each, *by)
    part = hours.weekday.cast("string") + "-" + hours.hour.cast("string").lpad(2, "0")
    yield _cell(hours, "hour", part=part, count=hours.breaches)
    known = each.filter(each.fate != "void")
    among = known.agg(by=list(by), among=known.count(), within=known.limit_seconds.max())
    curve = keep("curve", survival(each, *by))
    for measure, over in (("median", 0.5), ("nine_in_ten", 0.9)):
        length = seconds_until(curve, *by, over=over).inner_join(among, by)
        yield _cell(length, measure, among=length.among, number=length.seconds / 60)
    steps = _steps(curve.inner_join(among, by), by)
    still = (steps.waiting * steps.among).round().cast("int32")
    bounds = {name: steps[name] for name in ("low", "high")}
    part = steps.step.cast("string").lpad(2, "0")
    yield _cell(steps, "still", part=part, count=still, among=steps.among, number=steps.waiting, **bounds)


def _steps(curve: ibis.Table, by: tuple[str, ...]) -> ibis.Table:
    """The curve at every STEPS-th part of the limit at which it has changed, up to TIMES the limit."""
    step = (curve.seconds * STEPS / curve.within).ceil().cast("int64")
    curve = curve.mutate(step=step).filter(step <= STEPS * TIMES)
    last = {name: curve[name].argmax(curve.seconds) for name in ("waiting", "low", "high", "among")}
    return curve.agg(by=[*by, "step"], **last)


def _queues(each: ibis.Table, keep: Keep) -> Iterator[ibis.Table]:
    by = (*GROUP, "clock")
    now = keep("queue", queue(each, *by))
    yield _cell(now, "queue", count=now.open)
    yield _cell(now, "queue_overdue", count=now.overdue)
    for length in ("median", "nine_in_ten", "oldest"):
        yield _cell(now, f"queue_{length}", among=now.open, number=now[f"{length}_minutes"])
    ages = queue_ages(each, *by)
    yield _cell(ages, "age", part=ages.age.cast("string"), count=ages.open)


def _cell(
    found: ibis.Table, measure: str | ir.StringValue, part: str | ir.StringValue = "", **said: ir.NumericValue
) -> ibis.Table:
    values = {name: said.get(name, ibis.null(kind)).cast(kind) for name, kind in KINDS.items()}
    clock = found.clock if "clock" in found.columns else ibis.literal("")
    return found.select(*GROUP, clock=clock, measure=_text(measure), part=_text(part), **values)


def _text(said: str | ir.StringValue) -> ir.StringValue:
    return ibis.literal(said) if isinstance(said, str) else said
