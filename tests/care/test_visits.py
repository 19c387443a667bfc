"""Visits: asked for, planned, set out to, begun, recorded; and who may see and do what."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import ProgrammingError, transaction
from pydantic import ValidationError
from tests.care.rounds import Holding, at, given, holder, riverside, shift, wanted

from commonweal.blueprint import load
from commonweal.blueprint.pathways import Move
from commonweal.care import moments
from commonweal.care.access import NotSeen, Refused, acting
from commonweal.care.pathways.rules import moves
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import actions as referrals
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import Made
from commonweal.care.teams import day
from commonweal.care.teams import reads as teams
from commonweal.care.teams.models import DayPlan
from commonweal.care.visits import actions, reads, rules
from commonweal.care.visits.models import Visit, VisitRecord
from commonweal.care.visits.rules import Asked, Overtaken, Recorded

__all__ = ["riverside"]
pytestmark = pytest.mark.requirement("F3")
DAY = date(2026, 11, 23)
TEAM = "riverside-team"


def planned(*windows: str, shifts: str = "rose 08:00-16:00") -> list[Visit]:
    """A visit for Ann, for Ben and so on, planned at half past eight."""
    for one in shifts.split(","):
        shift(*one.split(), "assessment")  # type: ignore[misc]  # name and hours
    found = [wanted(who, window) for who, window in zip(["Ann", "Ben", "Cleo"], windows, strict=False)]
    with moments.at(at("08:30")):
        day.plan(holder("river-lead"), TEAM, DAY)
    return list(Visit.objects.filter(pk__in=[one.pk for one in found]).order_by("pk"))


def said(visit: Visit, **more: object) -> Recorded:
    told = {"made": True, "arrived": at("09:10"), "finished": at("09:40"), "note": "Wound clean and dry"}
    return Recorded(seen=visit.records, **(told | more))  # type: ignore[arg-type]


def test_from_the_plan_to_the_record(riverside: Holding) -> None:
    """Ann's visit is planned for the start of its window, set out to, begun, and closes the referral."""
    (visit,) = planned("09:00-12:00")
    rose = riverside("rose")
    assert (visit.state, visit.post_id, visit.planned, visit.position) == (
        "planned",
        rose.post,
        at("09:00"),
        1,
    )
    with moments.at(at("08:55")):
        assert [one.pk for one in reads.mine(rose, DAY, at("00:00")).ahead] == [visit.pk]
        actions.set_out(rose, visit.pk)
        actions.set_out(rose, visit.pk)
    with moments.at(at("09:05")):
        actions.arrive(rose, visit.pk)
    with moments.at(at("09:45")):
        opened = reads.one(rose, visit.pk)
        assert [step.id for step in opened.steps] == ["wait|wish|", "visit||well", "visit||goes-on"]
        actions.record(rose, visit.pk, said(opened.visit, step="visit||well"))
    visit.refresh_from_db()
    assert (visit.state, visit.set_out, visit.arrived, visit.finished) == (
        "done", at("08:55"), at("09:10"), at("09:40"),
    )  # fmt: skip
    referral = Referral.objects.get()
    assert (referral.stage, referral.outcome, referral.ended) == ("visited", "well", at("09:40"))
    with moments.at(at("10:00")):
        assert [one.pk for one in reads.mine(rose, DAY, at("00:00")).over] == [visit.pk]


@pytest.mark.parametrize(
    ("change", "about", "message"),
    [
        ({"arrived": at("08:05")}, "arrived", "before you were sent"),
        ({"arrived": at("11:00")}, "arrived", "in the future"),
        ({"arrived": None}, "arrived", "Say when you arrived"),
        ({"finished": at("09:00")}, "finished", "left before you arrived"),
        ({"finished": at("11:00")}, "finished", "in the future"),
        ({"finished": None}, "finished", "Say when you left"),
        ({"note": "-"}, "note", "Say what you saw"),
        ({"note": "x" * 10_001}, "note", "shorten it"),
        ({"made": False}, "reason", "Say why the visit was not made"),
        ({"made": False, "reason": "other", "note": ""}, "note", "Say in the note why"),
        ({"step": "visit||magic"}, "step", "no longer open"),
        ({"step": "visit||goes-on"}, "step", "needs whoever goes on"),
    ],
)
def test_a_record_that_cannot_be_says_why_and_changes_nothing(
    riverside: Holding, change: dict, about: str, message: str
) -> None:
    """The team was given the referral at ten past eight: nobody arrived before that."""
    (visit,) = planned("09:00-12:00")
    with moments.at(at("10:00")), pytest.raises(NotPossible, match=message):
        actions.record(riverside("rose"), visit.pk, said(visit, **change))
    assert not VisitRecord.objects.exists()
    assert Visit.objects.get().state == "planned"


def test_nobody_arrives_before_they_set_out(riverside: Holding) -> None:
    (visit,) = planned("09:00-12:00")
    with moments.at(at("08:50")):
        actions.set_out(riverside("rose"), visit.pk)
    with moments.at(at("09:30")):
        for happened, message in ((at("08:49"), "before you were sent"), (at("09:31"), "future")):
            with pytest.raises(NotPossible, match=message):
                actions.arrive(riverside("rose"), visit.pk, happened)
        assert actions.arrive(riverside("rose"), visit.pk, at("09:05")).arrived == at("09:05")
        with pytest.raises(NotPossible, match="has begun"):
            actions.set_out(riverside("rose"), visit.pk)


def test_a_typed_time_is_taken_for_the_moment_within_its_minute(riverside: Holding) -> None:
    """Set out at 08:50:20, at the door at 08:50:40: typed as 08:50, neither comes before the other."""
    (visit,) = planned("09:00-12:00")
    rose, seconds = riverside("rose"), timedelta(seconds=20)
    with moments.at(at("08:50") + seconds):
        actions.set_out(rose, visit.pk)
    with moments.at(at("08:50") + 2 * seconds):
        actions.arrive(rose, visit.pk)
    with moments.at(at("09:30")):
        actions.record(rose, visit.pk, said(visit, arrived=at("08:50"), finished=at("08:50")))
    kept = VisitRecord.objects.get()
    assert kept.arrived == kept.finished == at("08:50") + 2 * seconds


def test_the_second_of_two_is_shown_what_the_first_wrote(riverside: Holding) -> None:
    """And then records after it: both stay, the newest one holds."""
    (visit,) = planned("09:00-12:00")
    with moments.at(at("10:00")):
        actions.record(riverside("rob"), visit.pk, said(visit, note="Rob was there"))
        with pytest.raises(Overtaken) as fault:
            actions.record(riverside("rose"), visit.pk, said(visit, note="Rose was there"))
        assert (fault.value.theirs.note, fault.value.theirs.by_name) == ("Rob was there", "rob")
        again = reads.one(riverside("rose"), visit.pk)
        actions.record(riverside("rose"), visit.pk, said(again.visit, note="Rob and Rose were there"))
    notes = VisitRecord.objects.order_by("number").values_list("note", flat=True)
    assert list(notes) == ["Rob was there", "Rob and Rose were there"]


def test_a_visit_not_made_says_why_and_the_referral_goes_back_to_waiting(riverside: Holding) -> None:
    (visit,) = planned("09:00-12:00")
    with moments.at(at("09:30")):
        told = Recorded(0, made=False, reason="not_at_home", step="wait|wish|")
        actions.record(riverside("rose"), visit.pk, told)
    assert (Visit.objects.get().state, Referral.objects.get().stage) == ("not_done", "waiting")


def test_only_the_team_sees_and_records(riverside: Holding) -> None:
    """The hub, which reads what comes in, and whoever sent it see it too, and record nothing."""
    (visit,) = planned("09:00-12:00")
    for name, fault in (("hettie", NotSeen), ("council", Refused), ("hub", Refused)):
        with moments.at(at("10:00")), pytest.raises(fault):
            actions.record(riverside(name), visit.pk, said(visit))
        with acting(riverside(name)):
            assert Visit.objects.filter(pk=visit.pk).exists() == (fault is Refused), name
            assert not Visit.objects.filter(pk=visit.pk).update(state="waiting")
    for name in ("hub", "council", "hettie"):
        viewer, written = riverside(name), pytest.raises(ProgrammingError, match="row-level security")
        with written, transaction.atomic(), acting(viewer):
            VisitRecord.objects.create(
                visit=visit, number=1, made=True, recorded=at("10:00"), by_id=viewer.user
            )
    with pytest.raises(Refused):
        reads.mine(riverside("river-lead"), DAY, at("00:00"))
    with acting(None):
        assert not Visit.objects.exists()
    assert Visit.objects.get().state == "planned"


@pytest.mark.parametrize(
    ("asked", "about"),
    [
        (Asked(at("12:00"), at("09:00"), 30), "latest"),
        (Asked(at("09:00"), at("12:00"), 2), "minutes"),
        (Asked(at("09:00"), at("12:00"), 30, ("magic",)), "skills"),
    ],
)
def test_a_visit_that_cannot_be_asked_for_says_why(riverside: Holding, asked: Asked, about: str) -> None:
    referral = given("Ann")
    with pytest.raises(NotPossible) as fault:
        actions.ask(riverside("river-lead"), referral.reference, asked)
    assert fault.value.about == about
    with pytest.raises(Refused):
        actions.ask(riverside("hub"), referral.reference, Asked(at("09:00"), at("12:00"), 30))


def test_something_urgent_comes_in_and_what_has_begun_stays(riverside: Holding) -> None:
    """Rose is with Ann; Ben's visit moves to make room for Cleo, whose clock runs out first."""
    ann, ben = planned("08:35-09:00", "09:10-12:00")
    with moments.at(at("08:35")):
        actions.set_out(riverside("rose"), ann.pk)
    with moments.at(at("08:45")):
        actions.arrive(riverside("rose"), ann.pk)
        cleo = wanted("Cleo", "09:00-09:25", clock="08:20")
        plan = day.plan(riverside("river-lead"), TEAM, DAY)
    ann.refresh_from_db()
    cleo.refresh_from_db()
    assert (ann.state, ann.arrived) == ("with_person", at("08:45"))
    assert cleo.planned
    assert at("09:15") <= cleo.planned <= at("09:25")
    (change,) = plan.moved
    assert (change["visit"], change["from"]) == (ben.pk, ben.planned.isoformat())
    assert (plan.placed, plan.unplaced) == (2, [])


def test_a_visit_that_nobody_can_make_waits_and_the_plan_says_why(riverside: Holding) -> None:
    shift("rose", "08:00-16:00", "assessment")
    visit = wanted("Ann", "14:00-16:00", "catheter-care")
    with moments.at(at("08:30")):
        plan = day.plan(riverside("river-lead"), TEAM, DAY)
        shown = teams.day(riverside("river-lead"), TEAM, DAY)
    assert plan.unplaced == [{"visit": visit.pk, "because": "nobody on shift has catheter-care"}]
    assert [(one.pk, one.state) for one in shown.visits] == [(visit.pk, "waiting")]
    assert shown.plan == DayPlan.objects.get()


def test_the_same_face_goes_again(riverside: Holding) -> None:
    """Rob was with Ann in the morning; in the afternoon he goes, though Rose is as near."""
    (visit,) = planned("09:00-12:00", shifts="rob 08:00-16:00")
    shift("rose", "08:00-16:00", "assessment")
    with moments.at(at("10:00")):
        actions.record(riverside("rob"), visit.pk, said(visit))
        asked = Asked(at("13:00"), at("15:00"), 30)
        again = actions.ask(riverside("river-lead"), visit.referral.reference, asked)
        day.plan(riverside("river-lead"), TEAM, DAY)
    again.refresh_from_db()
    assert again.post_id == riverside("rob").post


def test_a_visit_whose_referral_goes_elsewhere_is_dropped_and_says_so(riverside: Holding) -> None:
    (visit,) = planned("11:00-12:00")
    with moments.at(at("09:00")):
        said_no = Made("decline", seen=2, reason="declined", outcome="unseen")
        referrals.move(riverside("hub"), visit.referral.reference, said_no)
        assert reads.mine(riverside("rose"), DAY, at("00:00")).ahead == ()
        day.plan(riverside("river-lead"), TEAM, DAY)
    record = VisitRecord.objects.get()
    assert (Visit.objects.get().state, record.reason) == ("not_done", "not_needed")


def test_a_window_that_has_gone_by_is_planned_late_rather_than_never(riverside: Holding) -> None:
    visit = wanted("Ann", "08:30-09:00")
    shift("rose", "10:00-16:00", "assessment")
    with moments.at(at("09:30")):
        plan = day.plan(riverside("river-lead"), TEAM, DAY)
    visit.refresh_from_db()
    assert visit.planned
    assert visit.planned >= at("10:00")
    assert plan.late >= 60


def test_those_without_a_visit_are_listed_until_one_is_asked_for(riverside: Holding) -> None:
    referral = given("Ann")
    lead = riverside("river-lead")
    assert teams.day(lead, TEAM, DAY).without_visit == (referral,)
    actions.ask(lead, referral.reference, Asked(at("09:00"), at("12:00"), 30))
    assert teams.day(lead, TEAM, DAY).without_visit == ()
    with pytest.raises(Refused):
        teams.day(riverside("hub"), TEAM, DAY)


def test_being_with_the_person_is_the_move_that_stops_the_clock(repository: Path) -> None:
    """Where the file says so; the ways on from the door are those from after it, and of turning back."""
    found = {}
    for pathway in load(repository / "blueprints" / "exeter").pathways:
        for stage in pathway.stages:
            if move := rules.arriving(moves(pathway, stage, "visiting-nurse")):
                found[pathway.id, stage.id] = move.id
    assert found["urgent-community-response", "allocated"] == "arrive"
    assert found["home-visiting-proactive", "planned"] == "visit"
    assert set(found.values()) == {"arrive", "visit", "see", "again"}
    ucr = next(p for p in load(repository / "blueprints" / "exeter").pathways if p.id.startswith("urgent"))
    allocated = moves(ucr, ucr.stage("allocated"), "visiting-nurse")
    ways = [step.id for step in rules.ways_on(ucr, allocated, "visiting-nurse")]
    assert ways == [
        "close||managed-at-home", "close||goes-on", "close||to-hospital", "hand-back|no-room|",
        "hand-back|other-skill|", "withdraw|declined|withdrawn", "withdraw|better|withdrawn",
        "withdraw|died|withdrawn",
    ]  # fmt: skip


def test_times_that_are_taken_are_told_and_whose_they_are_is_not(riverside: Holding) -> None:
    """A team that does not see Ann's referral counts the room of the team that visits her."""
    planned("09:00-12:00")
    with moments.at(at("08:30")):
        seen_by = {name: teams.standing(riverside(name), TEAM, DAY) for name in ("hill-lead", "river-lead")}
    assert seen_by["hill-lead"].room == seen_by["river-lead"].room
    assert seen_by["hill-lead"].room.used >= 30
    with acting(riverside("hill-lead")):
        assert not Visit.objects.exists()


def test_a_move_at_the_door_asks_for_nothing_more() -> None:
    """One tap makes it; a file that wants a reason or an outcome with it is refused."""
    door = {
        "id": "arrive",
        "title": "Arrive",
        "from": ["given"],
        "to": "seen",
        "by": ["nurse"],
        "visit": "begins",
    }
    assert Move.model_validate(door).visit == "begins"
    for more in (
        {"reasons": ["late"]},
        {"outcomes": ["well"]},
        {"instruments": ["news2"]},
        {"team": "given"},
    ):
        with pytest.raises(ValidationError, match="it may ask for nothing"):
            Move.model_validate(door | more)
