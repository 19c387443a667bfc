"""What holds of every referral whatever is tried on it, by whomever, in whatever order."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.care.referred import MONDAY, POSTS, asked, holding, open_posts

from commonweal.care import moments
from commonweal.care.access import Refused
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import actions, reads, rules
from commonweal.care.referrals.models import ClockRun, Referral, StageCount, Step
from commonweal.care.referrals.rules import Made, Overtaken

pytestmark = pytest.mark.requirement("F1", "F2")

MINUTES = st.integers(0, 400).map(lambda minutes: timedelta(minutes=minutes))
OFTEN_RIGHT = st.sampled_from([0, 0, 0, 0, -1, 1])
COLUMNS = ("clock", "number", "rule", "state", "used_seconds", "limit_seconds", "target")
MOMENTS = ("started", "due", "ended")


@st.composite
def tries(draw: st.DrawFn) -> dict[str, object]:
    """Something that somebody tries: a move that may or may not be theirs, or a correction."""
    return {
        "by": draw(st.sampled_from(["hub", "hub", "river", *POSTS])),
        "wait": draw(MINUTES),
        "ago": draw(
            st.sampled_from([timedelta(0), timedelta(0), timedelta(minutes=7), timedelta(minutes=-1)])
        ),
        "stale": draw(OFTEN_RIGHT),
        "corrects": draw(st.sampled_from([None, None, None, 1, 2, 3, 9])),
        "never": draw(st.booleans()),
        "said": {
            "move": draw(st.sampled_from(["give", "give", "wait", "wake", "visit", "decline", "dance"])),
            "reason": draw(st.sampled_from(["", "wish", "declined"])),
            "outcome": draw(st.sampled_from(["", "well", "goes-on", "unseen"])),
            "next_owner": draw(
                st.sampled_from(["", "pathway:riverside-visit", "outside: a friend", "nobody"])
            ),
            "team": draw(st.sampled_from(["", "riverside-team", "hillside-team", "no-team"])),
        },
    }


@pytest.fixture
def posts(published: None) -> None:
    open_posts()


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
    phases=[Phase.generate],
)
@given(st.lists(tries(), min_size=6, max_size=14))
def test_whatever_is_tried_leaves_a_referral_that_its_file_declares(
    posts: None, tried: list[dict[str, object]]
) -> None:
    now = MONDAY
    with moments.at(now):
        first = actions.receive(holding("council"), asked()).referral
    for one in tried:
        now += one["wait"]
        with moments.at(now):
            before = list(Step.objects.order_by("pk").values())
            done = attempt(first.reference, now, one)
            after = list(Step.objects.order_by("pk").values())
            assert after[: len(before)] == before, "a step was changed"
            assert (len(after) > len(before)) == done
            for referral in Referral.objects.filter(pk__gte=first.pk):  # with the legs that follow it
                holds_together(referral)
    counted = StageCount.objects.values_list("stage").annotate(n=Sum("count")).exclude(n=0)
    assert dict(counted) == Counter(Referral.objects.filter(ended=None).values_list("stage", flat=True))


def attempt(reference: str, now, one) -> bool:
    """Whether it was done; what cannot be says so in one of four ways."""
    known = Referral.objects.get(reference=reference)
    seen, by = known.steps + one["stale"], holding(one["by"])
    made = Made(seen=seen, happened=now - one["ago"], **one["said"])
    try:
        if one["corrects"]:
            actions.correct(by, reference, one["corrects"], None if one["never"] else made, seen=seen)
        else:
            actions.move(by, reference, made)
    except (NotPossible, Refused, Overtaken):
        return False
    return True


def holds_together(referral: Referral) -> None:
    """Its stage is declared, its row and its clocks are what the rules make of its steps."""
    standing = reads.standing(referral, None)
    journey = standing.journey
    assert referral.stage in {stage.id for stage in standing.pathway.stages}
    assert (referral.stage, referral.steps) == (journey.stage.id, len(standing.steps))
    assert (referral.ended is not None) == journey.ended
    last = max(step.recorded for step in standing.steps)
    with moments.at(last):
        expected = rules.clock_rows(reads.standing(referral, None).journey)
    kept = [
        {column: getattr(run, column) for column in COLUMNS}
        | {name: moment.isoformat() if (moment := getattr(run, name)) else None for name in MOMENTS}
        for run in ClockRun.objects.filter(referral=referral).order_by("clock", "number")
    ]
    assert kept == expected
