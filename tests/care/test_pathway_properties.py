"""What holds of every referral, whatever is done and whenever it is recorded."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.blueprint.errand import errand
from tests.care.errands import begun, step

from commonweal.blueprint import Pathway, load
from commonweal.blueprint.pathways_clocks import Within
from commonweal.care.pathways import rules
from commonweal.care.pathways.rules import Journey, Step
from commonweal.care.pathways.working_time import INSTANT, Measure

pytestmark = pytest.mark.requirement("F1", "F2")

BLUEPRINTS = Path(__file__).parents[2] / "blueprints"
with tempfile.TemporaryDirectory() as folder:
    ERRAND = errand(Path(folder))
PATHWAYS = [ERRAND, *load(BLUEPRINTS / "exeter").pathways]
SHOP = ERRAND.hours[0]
MEASURES = [
    Measure(Within(hours=2), None),
    Measure(Within(hours=2), SHOP),
    Measure(Within(working_days=2), SHOP),
]
MINUTE = timedelta(minutes=1)
cheap = settings(max_examples=50, deadline=None)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
waits = st.timedeltas(timedelta(0), timedelta(days=6))


@st.composite
def referrals(draw: st.DrawFn, pathways: tuple[Pathway, ...] = tuple(PATHWAYS)) -> tuple[Pathway, list[Step]]:
    """A pathway and the steps of a referral on it, each one allowed to somebody where it was made."""
    pathway = draw(st.sampled_from(pathways))
    steps = [begun(pathway, draw(moments))]
    for number in range(1, draw(st.integers(1, 8))):
        stage = pathway.stage(steps[-1].to)
        able = [
            move.id for move in pathway.moves if any(not rules.refusal(move, stage, role) for role in move.by)
        ]
        if not able:
            break
        made = step(pathway, draw(st.sampled_from(able)), steps[-1].happened + draw(waits), number)
        steps.append(replace(made, source=stage.id))
    return pathway, steps


def seen(journey: Journey) -> tuple[object, ...]:
    """What a journey says, without the numbers that its steps were given."""
    return (
        journey.stage,
        journey.since,
        [(one.move, one.source, one.to, one.happened) for one in journey.taken],
        journey.clocks,
    )


@cheap
@given(referrals(), waits)
def test_no_moves_that_are_allowed_lead_out_of_the_pathway(
    referral: tuple[Pathway, list[Step]], wait: timedelta
) -> None:
    pathway, steps = referral
    journey = rules.read(pathway, steps, steps[-1].happened + wait)
    assert journey.stage in pathway.stages
    assert (journey.out_of_place, [one.id for one in journey.taken]) == ((), [one.id for one in steps])


@cheap
@given(referrals())
def test_where_a_referral_has_not_ended_somebody_can_always_go_on(
    referral: tuple[Pathway, list[Step]],
) -> None:
    pathway, steps = referral
    journey = rules.read(pathway, steps, steps[-1].happened)
    roles = {role for move in pathway.moves for role in move.by}
    able = any(one.allowed for role in roles for one in rules.moves(pathway, journey.stage, role))
    assert able != journey.ended


@cheap
@given(referrals(), waits, waits)
def test_no_clock_runs_backwards(
    referral: tuple[Pathway, list[Step]], wait: timedelta, longer: timedelta
) -> None:
    """As time goes on it uses no less, leaves no more, and is never in time again."""
    pathway, steps = referral
    now = steps[0].happened + wait
    earlier, later = (rules.read(pathway, steps, moment).clocks for moment in (now, now + longer))
    known = {(one.clock.id, one.started): one for one in later}
    for one in earlier:
        then = known[one.clock.id, one.started]
        assert then.used >= one.used
        assert then.remaining <= one.remaining
        assert then.breached >= one.breached
        assert len(then.reached) >= len(one.reached)


@cheap
@given(referrals(), waits)
def test_every_clock_has_stopped_when_a_referral_has_ended(
    referral: tuple[Pathway, list[Step]], wait: timedelta
) -> None:
    pathway, steps = referral
    journey = rules.read(pathway, steps, steps[-1].happened + wait)
    if journey.ended:
        assert {one.state for one in journey.clocks} <= {"stopped", "void"}


@cheap
@given(st.sampled_from(MEASURES), st.lists(moments, min_size=2, max_size=6))
def test_no_time_is_gained_or_lost_where_a_stretch_is_cut(measure: Measure, cuts: list[datetime]) -> None:
    cuts = sorted(cuts)
    parts = sum((measure.used(since, until) for since, until in pairwise(cuts)), Fraction(0))
    assert parts == measure.used(cuts[0], cuts[-1])


@cheap
@given(moments, st.lists(st.tuples(waits, waits), min_size=1, max_size=4), waits)
def test_resting_neither_gains_nor_loses_time(
    start: datetime, turns: list[tuple[timedelta, timedelta]], wait: timedelta
) -> None:
    """What was used and what it rested are all the working time there was."""
    steps = [begun(ERRAND, start)]
    rested: list[tuple[datetime, datetime]] = []
    for turn, (work, rest) in enumerate(turns):
        since = steps[-1].happened + work
        rested.append((since, since + rest))
        steps.append(step(ERRAND, "rest", since, 2 * turn + 1))
        steps.append(step(ERRAND, "wake", since + rest, 2 * turn + 2))
    now = steps[-1].happened + wait
    run = next(one for one in rules.read(ERRAND, steps, now).clocks if one.clock.id == "start")
    measure = Measure(run.version.within, ERRAND.opening(run.version.hours))
    resting = sum((measure.used(*rest) for rest in rested), Fraction(0)) if run.version.pauses else 0
    assert run.used == INSTANT * int(measure.used(start, now) - resting)
    assert run.used + run.remaining == measure.limit


@cheap
@given(st.sampled_from(MEASURES), moments, waits)
def test_a_clock_is_late_just_after_it_is_due(measure: Measure, since: datetime, later: timedelta) -> None:
    limit = Fraction(measure.limit // INSTANT)
    due = measure.when(measure.counts_from(since), limit)
    assert measure.used(measure.counts_from(since), due) == limit
    assert measure.used(measure.counts_from(since), due - MINUTE) < limit
    assert measure.used(measure.counts_from(since), due + later) >= limit


@cheap
@given(referrals(), waits, st.randoms(use_true_random=False))
def test_the_order_of_recording_has_no_bearing(
    referral: tuple[Pathway, list[Step]], wait: timedelta, dice: Random
) -> None:
    """Written down in any order, each at any time after it happened."""
    pathway, steps = referral
    now = steps[-1].happened + wait
    shuffled = [replace(one, recorded=one.recorded + dice.random() * timedelta(days=30)) for one in steps]
    dice.shuffle(shuffled)
    assert seen(rules.read(pathway, shuffled, now)) == seen(rules.read(pathway, steps, now))


@cheap
@given(referrals(), waits, st.data())
def test_a_correction_is_as_if_it_had_been_right_at_first(
    referral: tuple[Pathway, list[Step]], wait: timedelta, data: st.DataObject
) -> None:
    """Whichever step was wrong, in its time or in what was done, and however often it was put right."""
    pathway, right = referral
    now = right[-1].happened + wait
    place = data.draw(st.integers(0, len(right) - 1))
    truth = right[place]
    told = list(right)
    told[place] = replace(
        truth, happened=truth.happened + data.draw(waits), to=data.draw(st.sampled_from(["x", truth.to]))
    )
    for number in range(data.draw(st.integers(0, 2))):
        told.append(
            replace(told[place], id=f"again-{number}", corrects=truth.id, recorded=now + number * MINUTE)
        )
    told.append(
        replace(
            truth,
            id="last",
            corrects=told[-1].id if len(told) > len(right) else truth.id,
            recorded=now + 9 * MINUTE,
        )
    )
    assert seen(rules.read(pathway, told, now)) == seen(rules.read(pathway, right, now))
