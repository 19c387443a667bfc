"""What holds of every referral whatever is tried on it, by whomever, in whatever order."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

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

COLUMNS = ("clock", "number", "rule", "state", "used_seconds", "limit_seconds", "target")
LAST = -1  # the step made last
MOMENTS = ("started", "due", "ended")


FITTING = {  # move → by whom, and all that it needs
    "give": ("hub", {"team": "riverside-team"}),
    "wait": ("hub", {"reason": "wish"}),
    "wake": ("hub", {}),
    "visit": ("river", {"outcome": "goes-on", "next_owner": "pathway:riverside-visit"}),
    "decline": ("hub", {"reason": "declined", "outcome": "unseen"}),
}
NEXT = {  # stage → what is made from it
    "asked": ("give", "give", "wait", "give", "decline"),
    "given": ("wait", "visit", "visit", "decline", "wait"),
    "waiting": ("wake", "wake", "wake", "wake", "decline"),
}
WORDS = {
    "reason": ["", "wish", "declined"],
    "outcome": ["", "well", "goes-on", "unseen"],
    "next_owner": ["", "pathway:riverside-visit", "outside: a friend", "nobody"],
    "team": ["", "riverside-team", "hillside-team", "no-team"],
}


@st.composite
def tries(draw: st.DrawFn) -> dict[str, Any]:
    """Something that somebody tries: often what fits, often anything at all; sometimes as a correction."""
    fits = draw(st.sampled_from([True, True, True, False]))
    return {
        "fits": draw(st.integers(0, 4)) if fits else None,
        "by": draw(st.sampled_from(list(POSTS))),
        "move": draw(st.sampled_from([*FITTING, "dance"])),
        "said": {word: draw(st.sampled_from(known)) for word, known in WORDS.items()},
        "wait": timedelta(minutes=draw(st.integers(0, 60))),
        "ago": timedelta(minutes=0 if fits else draw(st.sampled_from([0, 7, -1]))),
        "stale": 0 if fits else draw(st.sampled_from([0, -1, 1])),
        "corrects": draw(st.sampled_from([None] * 8 + [LAST, LAST, LAST, 1, 2, 9])),
        "never": draw(st.booleans()),
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
@given(st.lists(tries(), min_size=10, max_size=16))
def test_whatever_is_tried_leaves_a_referral_that_its_file_declares(
    posts: None, tried: list[dict[str, Any]]
) -> None:
    now = MONDAY
    with moments.at(now):
        first = actions.receive(holding("council"), asked()).referral
    legs = Referral.objects.filter(pk__gte=first.pk)
    for one in tried:
        now += one["wait"]
        with moments.at(now):
            before = list(Step.objects.order_by("pk").values())
            done = attempt(legs.latest("pk"), now, one)
            after = list(Step.objects.order_by("pk").values())
            assert after[: len(before)] == before, "a step was changed"
            assert (len(after) > len(before)) == done
            for referral in legs.all():
                holds_together(referral)
    counted = StageCount.objects.values_list("stage").annotate(n=Sum("count")).exclude(n=0)
    assert dict(counted) == Counter(Referral.objects.filter(ended=None).values_list("stage", flat=True))


def attempt(known: Referral, now: datetime, one: dict[str, Any]) -> bool:
    """Whether it was done; what cannot be says so in one of three ways."""
    seen, by, move, said = known.steps + one["stale"], one["by"], one["move"], one["said"]
    if one["fits"] is not None and known.stage in NEXT:
        move = NEXT[known.stage][one["fits"]]
        by, said = FITTING[move]
    made = Made(move, seen=seen, happened=now - one["ago"], **said)
    try:
        if one["corrects"]:
            number = known.steps if one["corrects"] == LAST else one["corrects"]
            right = None if one["never"] else made
            actions.correct(holding(by), known.reference, number, right, seen=seen)
        else:
            actions.move(holding(by), known.reference, made)
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
