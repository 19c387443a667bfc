"""Referrals come in, are worked on step by step, and end with an outcome."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from tests.care.referred import MONDAY, asked, holding, open_posts

from commonweal.care import moments
from commonweal.care.access import NotSeen, Refused, Viewer
from commonweal.care.involvements.models import Involvement
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import actions, boards, reads
from commonweal.care.referrals.lines import Chosen
from commonweal.care.referrals.models import ClockRun, Referral
from commonweal.care.referrals.rules import About, Made, Overtaken

pytestmark = pytest.mark.requirement("F1")

At = Callable[[str], Viewer]


@pytest.fixture
def at(published: None) -> At:
    open_posts()
    return holding


def test_a_referral_is_given_seen_and_answered(at: At) -> None:
    with moments.at(MONDAY):
        came = actions.receive(at("council"), asked())
    assert came.referral.identity == "known"
    assert came.referral.stage == "asked"
    reference = came.referral.reference
    with moments.at(MONDAY + timedelta(minutes=10)):
        given = actions.move(at("hub"), reference, Made("give", seen=1, team="riverside-team"))
    assert (given.stage, given.team) == ("given", "riverside-team")
    with moments.at(MONDAY + timedelta(minutes=90)):
        ended = actions.move(at("river"), reference, Made("visit", seen=2, outcome="well"))
    assert ended.ended == MONDAY + timedelta(minutes=90)
    run = ClockRun.objects.get(referral=ended, clock="seen")
    assert (run.state, run.used_seconds, run.limit_seconds) == ("stopped", 5400, 7200)
    with moments.at(MONDAY + timedelta(days=1)):
        assert reads.one(at("council"), reference).journey.ended


def test_those_it_is_sent_to_see_the_person_until_it_ends(at: At) -> None:
    with moments.at(MONDAY):
        reference = actions.receive(at("council"), asked()).referral.reference
        actions.move(at("hub"), reference, Made("give", seen=1, team="riverside-team"))
    assert _sight() == {"front-door", "riverside-team"}
    with moments.at(MONDAY + timedelta(hours=1)):
        actions.move(at("river"), reference, Made("visit", seen=2, outcome="well"))
    assert _sight() == set()


def test_the_board_shows_the_least_time_left_first_page_by_page(at: At) -> None:
    for minutes in (30, 10, 20):
        with moments.at(MONDAY + timedelta(minutes=minutes)):
            actions.receive(at("council"), asked(About(given="N", family=f"After{minutes}")))
    first = reads.board(at("hub"), Chosen(), size=2)
    assert [line.family for line in first.lines] == ["After10", "After20"]
    rest = reads.board(at("hub"), Chosen(), after=first.after, size=2)
    assert [line.family for line in rest.lines] == ["After30"]
    assert boards.counts(at("hub")) == {("riverside-visit", "asked"): 3}


def test_the_second_of_two_is_told_and_nothing_is_lost(at: At) -> None:
    with moments.at(MONDAY):
        reference = actions.receive(at("council"), asked()).referral.reference
        actions.move(at("hub"), reference, Made("give", seen=1, team="riverside-team"))
        with pytest.raises(Overtaken):
            actions.move(at("hub"), reference, Made("wait", seen=1, reason="wish"))
    assert Referral.objects.get().stage == "given"


def test_others_do_not_see_it(at: At) -> None:
    reference = actions.receive(at("council"), asked(About(family="Nobody"))).referral.reference
    for name in ("river", "hill"):
        with pytest.raises(NotSeen):
            reads.one(at(name), reference)
    with pytest.raises(Refused):
        actions.move(at("council"), reference, Made("give", seen=1, team="riverside-team"))


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ({"pathway": "nowhere"}, "pathway"),
        ({"reason": " "}, "reason"),
        ({"answers": {"housebound": False}}, "housebound"),
        ({"received": MONDAY + timedelta(minutes=1)}, "received"),
        ({"received": datetime(1940, 4, 30, tzinfo=UTC)}, "received"),
    ],
)
def test_what_cannot_be_a_referral_is_said(at: At, said: dict[str, object], about: str) -> None:
    with moments.at(MONDAY), pytest.raises(NotPossible) as fault:
        actions.receive(at("council"), asked(**said))
    assert fault.value.about == about
    assert not Referral.objects.exists()


def _sight() -> set[str]:
    ann = Person.objects.get(nhs_number="9990000018")
    return set(Involvement.objects.filter(person=ann, ended=None).values_list("team", flat=True))
