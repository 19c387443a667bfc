"""Twenty people act at once on five referrals: one wins each time, the others are told, nothing is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from django.db import connection
from django.db.models import Sum
from tests.care.referred import MONDAY, asked, holding, open_posts

from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.audit.models import Entry
from commonweal.care.referrals import actions
from commonweal.care.referrals.models import Referral, StageCount, Step
from commonweal.care.referrals.rules import About, Made, Overtaken

pytestmark = pytest.mark.requirement("F1", "F4", "R4")

PEOPLE, REFERRALS, TRIES = 20, 5, 6
NEXT = {
    "asked": {"move": "give", "team": "riverside-team"},
    "given": {"move": "wait", "reason": "wish"},
    "waiting": {"move": "wake"},
}


@pytest.fixture
def references(transactional_exampleshire: None) -> Iterator[list[str]]:
    open_posts()
    with moments.at(MONDAY):
        abouts = [About(given="Nobody", family=f"Number{number}") for number in range(REFERRALS)]
        yield [actions.receive(holding("council"), asked(about)).referral.reference for about in abouts]


def acted(by: Viewer, references: list[str], seed: int) -> Counter[str]:
    """How often somebody who tries to move referrals on was first, for each, and how often too late."""
    dice, done = Random(seed), Counter[str]()
    for _ in range(TRIES):
        known = Referral.objects.get(reference=dice.choice(references))
        try:
            actions.move(by, known.reference, Made(seen=known.steps, **NEXT[known.stage]))
            done[known.reference] += 1
        except Overtaken:
            done["too late"] += 1
    connection.close()
    return done


def test_no_update_is_lost(references: list[str]) -> None:
    hub = holding("hub")
    with ThreadPoolExecutor(PEOPLE) as people:
        tried = [people.submit(acted, hub, references, seed) for seed in range(PEOPLE)]
        done = sum((one.result(timeout=120) for one in tried), Counter[str]())
    assert done.total() == PEOPLE * TRIES
    assert done["too late"] > 0
    for referral in Referral.objects.all():
        steps = Step.objects.filter(referral=referral).order_by("number")
        numbers = list(steps.values_list("number", flat=True))
        assert numbers == list(range(1, done[referral.reference] + 2))
        assert (referral.steps, referral.stage) == (len(numbers), steps.last().to)
    counted = StageCount.objects.values_list("stage").annotate(n=Sum("count")).filter(n__gt=0)
    assert dict(counted) == Counter(Referral.objects.values_list("stage", flat=True))
    acknowledged = sum(done[reference] for reference in references)
    assert Entry.objects.filter(deed="referral.moved").count() == acknowledged
