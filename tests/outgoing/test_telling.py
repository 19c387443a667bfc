"""Before it breaches: each rung is told once, to whom the file says, until somebody answers."""

from __future__ import annotations

import pytest
from django.core import mail
from tests.care.referred import asked
from tests.outgoing.conftest import At, minutes, referred, round_at
from tests.outgoing.receiving import System

from commonweal.care import access, moments
from commonweal.care.audit.models import Entry
from commonweal.care.deliveries.models import Delivery
from commonweal.care.notices import actions, reads
from commonweal.care.notices.models import Notice
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import actions as referrals
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import Made
from commonweal.outgoing.sending import Round

pytestmark = pytest.mark.requirement("F2")


def noted() -> list[tuple[int, str, str]]:
    """Of clocks: per cent, state, why."""
    found = Notice.objects.filter(kind="role").order_by("rung")
    return [(one.rung, one.state, one.because) for one in found]


def ways() -> list[tuple[str, str, int, str]]:
    """Every delivery: channel, receiver, level and state."""
    found = Delivery.objects.order_by("channel", "level")
    return list(found.values_list("channel", "to", "level", "state"))


def test_a_rung_is_told_once_by_every_way_there_is(at: At, system: System) -> None:
    referred(at)
    assert round_at(89) == Round()
    assert round_at(90) == Round(told=1, sent=2, tried=2)
    assert round_at(91) == Round()
    assert ways() == [("email", "address:door", 0, "sent"), ("webhook", "address:system", 0, "sent")]
    assert (len(mail.outbox), len(system.came)) == (1, 1)
    assert reads.waiting_count(at("hub")) == 1
    assert reads.waiting_count(at("river")) == 0
    assert Referral.objects.get().next_rung == minutes(120)


def test_a_sender_that_was_down_for_hours_tells_the_highest_rung_alone(at: At) -> None:
    referred(at)
    assert round_at(400) == Round(told=1, sent=2, tried=2)
    assert noted() == [
        (75, "overtaken", "100% of the time is used, and that was told"),
        (100, "waiting", ""),
    ]
    assert [message.subject.partition(": ")[2] for message in mail.outbox] == [
        "Visited within two working hours, 4 hours 40 minutes over"
    ]
    assert list(Notice.objects.order_by("rung").values_list("reached", flat=True)) == [
        minutes(90),
        minutes(120),
    ]


def test_one_that_comes_in_late_is_told_at_once(at: At) -> None:
    """It reached us at nine and was entered at noon: no rung is ahead, and one is told all the same."""
    with moments.at(minutes(180)):
        from_noon = referrals.receive(at("council"), asked(received=minutes(0))).referral
    assert from_noon.next_rung == minutes(180)
    assert round_at(181).told == 1
    assert Referral.objects.get().next_rung is None


def test_whoever_is_named_answers_and_nobody_else_is_told(at: At) -> None:
    reference = referred(at)
    round_at(90)
    notice = Notice.objects.get()
    with moments.at(minutes(95)):
        for name in ("river", "council"):
            with pytest.raises((access.Refused, NotPossible)):
                actions.answer(by=at(name), notice=notice.pk)
        actions.answer(by=at("hub"), notice=notice.pk)
        with pytest.raises(NotPossible, match="Somebody has answered it meanwhile"):
            actions.answer(by=at("hub"), notice=notice.pk)
    notice.refresh_from_db()
    assert (notice.state, notice.answered_name, notice.closed) == ("answered", "hub", minutes(95))
    assert reads.waiting_count(at("hub")) == 0
    assert round_at(110) == Round()
    assert Entry.objects.filter(deed="notice.answered", detail__referral=reference).count() == 1


def test_where_nobody_answers_those_who_are_next_are_told_once(at: At, system: System) -> None:
    reference = referred(at)
    with moments.at(minutes(5)):
        referrals.move(at("hub"), reference, Made("give", seen=1, team="riverside-team"))
    round_at(90)
    assert reads.waiting_count(at("river")) == 0
    assert round_at(99) == Round()
    assert round_at(100) == Round(escalated=1, sent=1, tried=1)
    assert round_at(101) == Round()
    assert reads.waiting_count(at("river")) == 1
    assert [message["escalated"] for _, message in system.came] == [False, True]
    with moments.at(minutes(102)):
        (line,) = reads.waiting(at("river")).lines
        assert (line.escalated_to_us, line.due) == (True, minutes(120))
        actions.answer(by=at("river"), notice=line.notice.pk)
    assert reads.waiting_count(at("hub")) == 0


def test_what_was_not_sent_when_the_clock_stopped_is_dropped(at: At, system: System) -> None:
    reference = referred(at)
    with moments.at(minutes(5)):
        referrals.move(at("hub"), reference, Made("give", seen=1, team="riverside-team"))
    system.status = 503
    round_at(90)
    with moments.at(minutes(91)):
        referrals.move(at("river"), reference, Made("visit", seen=2, outcome="well"))
    system.status = 200
    round_at(92)
    assert noted() == [(75, "moved_on", "the clock stopped first")]
    webhook = Delivery.objects.get(channel="webhook", notice__kind="role")
    assert (webhook.state, webhook.because) == ("dropped", "the clock stopped first")
    assert reads.waiting_count(at("hub")) == 0
    assert round_at(130).told == 0


def test_a_step_corrected_so_that_it_never_came_to_it_withdraws_the_notice(at: At) -> None:
    """It was given at five past nine and put to rest at half past, which somebody wrote down at noon."""
    reference = referred(at)
    round_at(90)
    with moments.at(minutes(92)):
        referrals.move(at("hub"), reference, Made("wait", seen=1, reason="wish", happened=minutes(30)))
    round_at(93)
    assert noted() == [(75, "withdrawn", "a step was corrected: this much of the time was not used")]
    assert reads.waiting_count(at("hub")) == 0
    told = reads.history(at("hub"))
    assert [line.notice.because for line in told.lines] == [noted()[0][2]]


def test_nobody_is_told_while_the_clock_rests(at: At) -> None:
    """An hour and forty minutes are used when it rests; told only once it runs again."""
    reference = referred(at)
    with moments.at(minutes(100)):
        referrals.move(at("hub"), reference, Made("wait", seen=1, reason="wish"))
    assert round_at(300) == Round()
    with moments.at(minutes(301)):
        referrals.move(at("hub"), reference, Made("wake", seen=2))
    assert round_at(301).told == 1
    assert noted() == [(75, "waiting", "")]


def test_what_is_on_its_way_is_held_back_while_the_clock_rests(at: At, system: System) -> None:
    reference = referred(at)
    system.status = 503
    round_at(90)
    with moments.at(minutes(91)):
        referrals.move(at("hub"), reference, Made("wait", seen=1, reason="wish"))
    system.status, sent = 200, len(system.came)
    round_at(95)
    assert len(system.came) == sent
    assert round_at(110).escalated == 0
    with moments.at(minutes(200)):
        referrals.move(at("hub"), reference, Made("wake", seen=2))
    assert round_at(201) == Round(sent=1, tried=1)
    assert len(system.came) == sent + 1
    assert round_at(209).escalated == 0
    assert round_at(210).escalated == 1


def test_others_read_no_notice(at: At) -> None:
    """Neither another team, nor a role that no file tells, nor whoever has no team."""
    referred(at)
    round_at(90)
    assert reads.waiting(at("hill")).lines == ()
    with pytest.raises(access.Refused):
        reads.waiting(at("council"))
    with access.acting(at("hill")):
        assert not Notice.objects.exists()
        assert not Delivery.objects.exists()
