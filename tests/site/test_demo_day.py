"""`commonweal demo-day`: days are played through the real actions, the same again for the same seed."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import Sum
from pytest_django import Settings
from tests.care.conftest import BLUEPRINT, exampleshire, published, published_rows
from typer.testing import CliRunner

from commonweal.blueprint import Blueprint
from commonweal.blueprint.play import Arrivals
from commonweal.care.audit.models import Entry
from commonweal.care.extents import blueprint
from commonweal.care.loads.models import LoadRefusal, LoadReport
from commonweal.care.referrals import reads, rules
from commonweal.care.referrals.models import ClockRun, Referral, StageCount, Step
from commonweal.site.command_line import app
from commonweal.site.played.account import Account
from commonweal.site.played.coming import Window
from commonweal.site.played.pace import Pace
from commonweal.site.played.playing import Asked, play
from commonweal.site.played.usual import usual

__all__ = ["exampleshire", "published", "published_rows"]
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F1")]

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
BUSY = Arrivals(pathway="riverside-visit", a_month=300, rhythm="daytime", winter=1.3, source="invented")


@pytest.fixture
def busy(published: None) -> Blueprint:
    """Exampleshire, where ten visits a day are asked for."""
    return blueprint().model_copy(update={"play": (BUSY,)})


def played(declared: Blueprint, days: int, *, seed: int = 3, stopped_after: int = 10**6) -> Account:
    window = Window(UNTIL - timedelta(days=days), UNTIL)
    pace = Pace(window.start)

    def told(moment: datetime, account: Account) -> None:
        if account.actions >= stopped_after:
            pace.stop.set()

    return play(declared, usual(), Asked(window, seed), pace, told)


def story() -> list[tuple[object, ...]]:
    """All that was played, without the references, which nobody can foretell."""
    who = (
        "pathway",
        "person__key",
        "identity",
        "family",
        "source",
        "reason",
        "received",
        "stage",
        "team",
        "due",
    )
    step = ("move", "happened", "recorded", "reason", "outcome", "given_team", "role", "corrects")
    referrals = list(Referral.objects.order_by("pk").values_list(*who))
    return referrals + list(Step.objects.order_by("pk").values_list(*step))


def test_the_same_seed_plays_the_same_days(busy: Blueprint) -> None:
    stories = []
    for seed in (3, 3, 4):
        with transaction.atomic():
            account = played(busy, 3, seed=seed)
            assert account.refused == {}
            stories.append(story())
            transaction.set_rollback(True)
    assert stories[0] == stories[1] != stories[2]
    assert len(stories[0]) > 60


def test_what_is_played_is_recorded_as_it_always_is(busy: Blueprint) -> None:
    """By people in posts, with clocks and counts, in the audit; some are open in the end."""
    account = played(busy, 4)
    referrals, steps = Referral.objects.count(), Step.objects.count()
    assert account.received.total() == referrals
    assert account.moved.total() + account.corrected == steps - referrals
    deeds = Counter(Entry.objects.filter(deed__startswith="referral.").values_list("deed", flat=True))
    assert (deeds["referral.received"], deeds["referral.moved"]) == (referrals, account.moved.total())
    assert not Step.objects.filter(number__gt=1, by=None).exists(), "somebody makes each step"
    assert Referral.objects.filter(team="").exclude(ended=None).count() < referrals
    for referral in Referral.objects.all():
        assert reads.standing(referral, None).journey.stage.id == referral.stage
    open_now = Counter(Referral.objects.filter(ended=None).values_list("stage", flat=True))
    kept = StageCount.objects.values_list("stage").annotate(n=Sum("count")).exclude(n=0)
    assert dict(kept) == open_now
    assert 0 < open_now.total() < referrals
    assert set(Referral.objects.values_list("source", flat=True)) <= set(rules.SOURCES)
    assert {"known", "unverified"} <= set(Referral.objects.values_list("identity", flat=True))
    assert ClockRun.objects.filter(referral__stage="visited", state="stopped").exists()


def test_another_play_goes_on_with_what_was_left_open(busy: Blueprint) -> None:
    before = Window(UNTIL - timedelta(days=4), UNTIL - timedelta(days=2))
    play(busy, usual(), Asked(before, seed=3), Pace(before.start), lambda moment, account: None)
    left = Referral.objects.filter(ended=None).count()
    later = played(busy, 2)
    assert later.carried_on == left > 0
    assert not Step.objects.filter(recorded__gt=UNTIL).exists()


def test_an_interrupted_play_leaves_whole_referrals(busy: Blueprint) -> None:
    account = played(busy, 4, stopped_after=12)
    assert 12 <= account.actions <= 14
    assert account.start < account.until < UNTIL
    for referral in Referral.objects.all():
        assert referral.steps == Step.objects.filter(referral=referral).count()


def typed(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["demo-day", *words])
    return done.exit_code, done.stdout, done.stderr


def everybody_was_invented() -> None:
    LoadRefusal.objects.all().delete()
    LoadReport.objects.update(id="invented-exampleshire-13")


def test_it_is_a_command_that_says_what_was_played(published: None) -> None:
    everybody_was_invented()
    words = ("--days", "30", "--until", "2026-11-01", "--seed", "3", "--at-most", "5", "--json")
    status, out, _ = typed("--blueprint", str(BLUEPRINT), *words)
    said = json.loads(out)
    assert (status, said["referrals"]) == (0, Referral.objects.filter(channel="played").count())
    assert said["until"] == "2026-11-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("invented", "words", "says"),
    [
        (False, (), "there are people here who were not invented"),
        (True, ("--blueprint", "exeter"), "the people here are those of exampleshire, not of exeter"),
        (True, ("--until", "2999-01-01"), "this is in the future"),
        (True, ("--until", "soon"), "give now, or a day such as 2026-11-01"),
    ],
)
def test_it_plays_among_invented_people_alone_and_not_in_the_future(
    published: None, settings: Settings, invented: bool, words: tuple[str, ...], says: str
) -> None:
    if invented:
        everybody_was_invented()
    status, out, err = typed(*words)
    assert (status, out) == (1, "")
    assert says in err
    assert not Referral.objects.exists()
