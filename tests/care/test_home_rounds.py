"""Beds, concerns, rounds and calls of care homes: who may write and see them, and what of it stays."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.care.control import person_of
from tests.care.homely import FERRY, MONDAY, WEIR, came, holder, live_in

from commonweal.care import access, moments
from commonweal.care.access import acting
from commonweal.care.assessments import actions as assessments
from commonweal.care.assessments.models import SentAssessment
from commonweal.care.homes import actions, calling, reads, residents, rounds, saying
from commonweal.care.homes.calling import Said
from commonweal.care.homes.models import BedsSaid, Call, Concern, ElementDone, HomeRound, RoundEntry
from commonweal.care.homes.rounds import TakenDown
from commonweal.care.homes.rules import Overtaken
from commonweal.care.homes.saying import Bedcount, Notice
from commonweal.care.objections.models import Objection
from commonweal.care.possible import NotPossible
from commonweal.care.referrals.models import Referral
from commonweal.care.tasks.models import Task

pytestmark = pytest.mark.requirement("T7")
MAY = date(2026, 5, 4)
HOUR = timedelta(hours=1)
SEEN = TakenDown(0, "seen", "No injury")
CALM = {
    "respiration_rate": 16,
    "spo2_scale": "1",
    "air_or_oxygen": "air",
    "spo2": 97,
    "systolic_bp": 128,
    "pulse": 74,
    "consciousness": "a",
    "temperature_c": 36.6,
}
SAID = Said("Fast breathing", "", "", "Come soon", {"housebound": True})


@pytest.fixture
def homes(published: None) -> None:
    """Ann and Ben live in Weir House, Finn in Ferry House; it is a Monday morning."""
    live_in(WEIR, "Ann", "Ben")
    live_in(FERRY, "Finn")
    with moments.at(MONDAY):
        came("Ann", MAY)


def test_the_newest_word_of_beds_counts_until_it_is_old(homes: None) -> None:
    weir = holder("weir")
    with moments.at(MONDAY):
        saying.say_beds(weir, {"residential": Bedcount(10, 3), "nursing": Bedcount(4, 0)})
        saying.say_beds(weir, {"residential": Bedcount(10, 2)})
    for days, free, stale in ((7, 2, False), (8, 0, True)):
        with moments.at(MONDAY + timedelta(days=days) - HOUR * (1 if days == 7 else 0)):
            found = reads.standing(holder("door"), WEIR)
            assert (found.free, found.occupied, found.beds[0].stale) == (free, 86, stale)
    assert BedsSaid.objects.count() == 3
    ferry = holder("ferry")
    row = BedsSaid(home=WEIR, kind="nursing", beds=4, free=4, recorded=MONDAY, by_id=ferry.user)
    with acting(ferry, "direct_care"), pytest.raises(DatabaseError), transaction.atomic():
        BedsSaid.objects.bulk_create([row])
    with acting(weir, "direct_care"), pytest.raises(DatabaseError), transaction.atomic():
        BedsSaid.objects.update(free=9)
    with pytest.raises(access.Refused, match="no care home"):
        saying.say_beds(holder("door"), {"nursing": Bedcount(4, 0)})


def test_another_homes_manager_sees_and_writes_nothing(homes: None) -> None:
    """Of people, rounds and calls; those who look after the person see all of it."""
    weir, ferry, ann = holder("weir"), holder("ferry"), person_of("Ann")
    with moments.at(MONDAY):
        saying.notice(weir, WEIR, ann, Notice("fall", "in the hall"))
        held = rounds.begin(weir, WEIR)
        rounds.take_down(weir, held.pk, ann, replace(SEEN, elements=("plan",)))
        calling.call(weir, ann, SAID)
    tables = (Concern, HomeRound, RoundEntry, ElementDone, Call)
    for name, number in (("ferry", 0), ("weir", 1), ("abbey-lead", 1)):
        with acting(holder(name), "direct_care"):
            assert [table.objects.count() for table in tables] == [number] * len(tables), name
    with acting(ferry, "direct_care"):
        for row in (
            Concern(person_id=ann, home=FERRY, kind="fall", words="x", happened=MONDAY),
            ElementDone(person_id=ann, home=FERRY, element="plan", done=MAY),
            RoundEntry(person_id=ann, round_id=held.pk, number=2, seen="seen"),
            HomeRound(home=WEIR, day=MAY),
        ):
            row.recorded, row.by_id = MONDAY, ferry.user
            with pytest.raises(DatabaseError), transaction.atomic():
                type(row).objects.bulk_create([row])
    for deed in (
        lambda: saying.notice(ferry, WEIR, ann, Notice("fall", "x")),
        lambda: saying.notice(ferry, FERRY, ann, Notice("fall", "x")),
        lambda: rounds.take_down(ferry, held.pk, ann, SEEN),
        lambda: rounds.one(ferry, held.pk),
        lambda: calling.call(ferry, ann, SAID),
        lambda: saying.done(holder("abbey-lead"), FERRY, ann, "plan", None),
    ):
        with pytest.raises(access.NotSeen):
            deed()


def test_whom_a_person_has_shut_out_sees_nothing_of_their_health(homes: None) -> None:
    """Who lives there is seen still; what was noticed and scored is not, and nothing is written."""
    weir, ann = holder("weir"), person_of("Ann")
    with moments.at(MONDAY):
        saying.notice(weir, WEIR, ann, Notice("fall", "in the hall"))
        Objection.objects.create(person_id=ann, organisation=WEIR, category="assessments")
        found = residents.one(weir, WEIR, ann)
        assert (found.concerns, found.scores, [one.place for one in found.reasons]) == ((), (), ["overdue"])
        with pytest.raises(access.NotSeen):
            saying.notice(weir, WEIR, ann, Notice("fall", "again"))


def test_what_is_still_to_be_done_is_a_task_that_the_home_follows(homes: None) -> None:
    """Asked for twice it is one task; a round that is closed stays as it was."""
    lead, ann = holder("abbey-lead"), person_of("Ann")
    wanted = replace(SEEN, follow_up="Look at her stick", owner="front-door", due=date(2026, 11, 20))
    with moments.at(MONDAY):
        held = rounds.begin(lead, WEIR)
        first = rounds.take_down(lead, held.pk, ann, wanted)
        second = rounds.take_down(lead, held.pk, ann, replace(wanted, number=1))
        task = Task.objects.get()
        assert (first.task_id, second.task_id, task.owner, task.person_id) == (
            task.pk,
            task.pk,
            "front-door",
            ann,
        )
        assert task.watchers == sorted([WEIR, "riverside-team"])
        with pytest.raises(Overtaken):
            rounds.take_down(lead, held.pk, ann, wanted)
        rounds.close(lead, held.pk, present="", note="", next_day=date(2026, 11, 24))
        with pytest.raises(Overtaken, match="closed"):
            rounds.take_down(lead, held.pk, ann, replace(SEEN, number=2))
        with pytest.raises(Overtaken, match="closed"):
            rounds.close(lead, held.pk, present="", note="", next_day=date(2026, 11, 24))
    with acting(lead, "direct_care"), pytest.raises(DatabaseError), transaction.atomic():
        HomeRound.objects.update(note="another word")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (TakenDown(0, "seen"), "what was decided"),
        (TakenDown(0, ""), "whether they were seen"),
        (TakenDown(0, "seen", "x", follow_up="ring them"), "Choose who does it"),
        (TakenDown(0, "seen", "x", follow_up="ring them", owner="front-door"), "Give the day"),
        (TakenDown(0, "seen", "x", points=("feet",)), "from what is offered"),
        (TakenDown(0, "seen", "x", elements=("feet",)), "from what is offered"),
    ],
)
def test_what_a_round_cannot_say(homes: None, said: TakenDown, message: str) -> None:
    lead = holder("abbey-lead")
    with moments.at(MONDAY):
        held = rounds.begin(lead, WEIR)
        with pytest.raises(NotPossible, match=message):
            rounds.take_down(lead, held.pk, person_of("Ann"), said)
    assert not RoundEntry.objects.exists()


def test_what_was_noticed_before_the_round_looked_counts_no_more(homes: None) -> None:
    lead, weir, ann = holder("abbey-lead"), holder("weir"), person_of("Ann")
    with moments.at(MONDAY):
        saying.notice(weir, WEIR, ann, Notice("see", "her leg"))
        rounds.take_down(lead, rounds.begin(lead, WEIR).pk, ann, SEEN)
    with moments.at(MONDAY + HOUR):
        assert [one.place for one in residents.one(weir, WEIR, ann).reasons] == ["overdue"]
        saying.notice(weir, WEIR, ann, Notice("see", "her other leg"))
        assert residents.one(weir, WEIR, ann).reasons[0].words == "her other leg"


def test_a_call_is_one_referral_and_takes_the_observations_along(homes: None) -> None:
    """They are sent to the hub while they hold; somebody else's are no part of it."""
    weir, ann, ben = holder("weir"), person_of("Ann"), person_of("Ben")
    with moments.at(MONDAY):
        hers = assessments.record(
            weir, ann, "news2", CALM | {"respiration_rate": 26, "spo2": 91, "pulse": 95}
        )
        his = assessments.record(weir, ben, "news2", CALM)
    with moments.at(MONDAY + HOUR / 2):
        first = calling.call(weir, ann, replace(SAID, assessment=hers.pk))
        assert calling.call(weir, ann, replace(SAID, assessment=hers.pk)).pk == first.pk
        assert calling.call(weir, ben, replace(SAID, assessment=hers.pk)).assessment_id is None
    assert (hers.total, first.assessment_id, Referral.objects.count()) == (7, hers.pk, 2)
    sent = SentAssessment.objects.get()
    assert (sent.assessment_id, sent.to_team) == (hers.pk, "front-door")
    assert his.pk != sent.assessment_id
    with pytest.raises(NotPossible, match="Say what is happening"):
        calling.call(weir, ann, replace(SAID, situation=" "))
    with pytest.raises(NotPossible, match="Is it hard to go out"):
        calling.call(weir, ann, replace(SAID, situation="Worse", answers={}))
    with pytest.raises(NotPossible, match="Book an appointment"):
        calling.call(weir, ann, replace(SAID, situation="Worse", answers={"housebound": False}))
    actions.end_stay(weir, residents.one(weir, WEIR, ann).stay.pk, "home", MAY)  # type: ignore[union-attr]
    with pytest.raises(access.NotSeen):
        calling.call(weir, ann, SAID)


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 11, 16), date(2026, 11, 17)),
        (date(2026, 11, 17), date(2026, 11, 17)),
        (date(2026, 11, 18), date(2026, 11, 24)),
    ],
)
def test_the_next_round_is_on_its_day_of_the_week(exampleshire: None, today: date, day: date) -> None:
    """Or when the last one said."""
    home = reads.declared(WEIR)
    assert rounds.next_day(home, None, today) == day
    said = HomeRound(home=WEIR, day=date(2026, 11, 10), next_day=date(2026, 11, 26), closed=MONDAY)
    assert rounds.next_day(home, said, today) == date(2026, 11, 26)
    assert rounds.next_day(None, None, today) is None
