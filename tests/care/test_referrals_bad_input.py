"""What is wrong, late, twice or changed meanwhile: each has its answer, and nothing is lost."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.models import Sum
from pytest_django import Settings
from tests.care.conftest import BLUEPRINT
from tests.care.referred import MONDAY, asked, holding, open_posts

from commonweal.care import access, moments
from commonweal.care.access import Refused, Viewer
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import User
from commonweal.care.audit.models import Entry
from commonweal.care.extents import blueprint
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import actions, reads
from commonweal.care.referrals.models import ClockRun, Referral, StageCount, Step
from commonweal.care.referrals.rules import About, Made, Overtaken

pytestmark = pytest.mark.requirement("F1", "H3")

At = Callable[[str], Viewer]
LONDON = ZoneInfo("Europe/London")
MINUTE = timedelta(minutes=1)
PATHWAY = "pathways/riverside-visit.yaml"
RENAMED = (  # the file as it is worded anew: what is asked for is called otherwise, and so is who goes
    ("id: asked, title: Asked for", "id: wanted, title: Wanted"),
    ("id: given, title: Given to a nurse", "id: sent, title: A nurse is sent"),
    ("from: [asked], to: given", "from: [wanted], to: sent"),
    ("from: [asked, given], to: waiting", "from: [wanted, sent], to: waiting"),
    ("to: asked, by:", "to: wanted, by:"),
    ("from: [given], to: visited", "from: [sent], to: visited"),
    ("from: [asked, waiting, given]", "from: [wanted, waiting, sent]"),
    ("starts: [{enters: asked}]", "starts: [{enters: wanted}]"),
)
CARRIES = "carries_over: [{stood_in: asked, comes_to: wanted}, {stood_in: given, comes_to: sent}]\n"


@pytest.fixture
def at(published: None) -> At:
    open_posts()
    return holding


def given_to(at: At, team: str = "riverside-team", when: datetime = MONDAY) -> str:
    """The reference of a visit that came in and was given to a team ten minutes later."""
    with moments.at(when):
        reference = actions.receive(at("council"), asked()).referral.reference
    with moments.at(when + 10 * MINUTE):
        actions.move(at("hub"), reference, Made("give", seen=1, team=team))
    return reference


def numbers(reference: str) -> list[tuple[int, str]]:
    steps = Step.objects.filter(referral__reference=reference).order_by("number")
    return list(steps.values_list("number", "move"))


def worded(settings: Settings, folder: Path, changes: dict[str, tuple[tuple[str, str], ...]]) -> None:
    """Exampleshire from now on, with its files changed."""
    shutil.copytree(BLUEPRINT, folder)
    for file, replaced in changes.items():
        text = (folder / file).read_text()
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new)
        (folder / file).write_text(text)
    settings.BLUEPRINT = str(folder)


# ---- Times that cannot be


@pytest.mark.parametrize(
    ("happened", "says"),
    [
        (MONDAY + 21 * MINUTE, "This is in the future; give the time at which it happened"),
        (datetime(1940, 4, 30, tzinfo=UTC), "This is before the person was born; check the year"),
        (MONDAY - MINUTE, "The referral had not come in then; ‘Visit’ can only have been after that"),
        (MONDAY + 5 * MINUTE, "It stood at ‘Asked for’ then; ‘Visit’ can only have been after that"),
    ],
)
def test_an_arrival_at_a_time_that_cannot_be_is_not_recorded(at: At, happened: datetime, says: str) -> None:
    """In the future, before birth, before the referral, before anybody was sent."""
    reference = given_to(at)
    with moments.at(MONDAY + 20 * MINUTE), pytest.raises(NotPossible) as fault:
        actions.move(at("river"), reference, Made("visit", seen=2, happened=happened, outcome="well"))
    assert (fault.value.about, str(fault.value)) == ("happened", says)
    assert numbers(reference) == [(1, ""), (2, "give")]


@pytest.mark.parametrize(
    ("made", "about", "says"),
    [
        (Made("wake", seen=2), "move", "The pathway has no move 'wake' from 'given' to 'asked'"),
        (Made("dance", seen=2), "move", "Choose what to do next"),
        (Made("wait", seen=2), "reason", "'Wait' needs a reason: wish"),
        (Made("decline", seen=2, reason="declined"), "outcome", "'Do not visit' needs an outcome: unseen"),
    ],
)
def test_a_move_out_of_order_or_half_made_is_not_recorded(at: At, made: Made, about: str, says: str) -> None:
    reference = given_to(at)
    with moments.at(MONDAY + 20 * MINUTE), pytest.raises(NotPossible) as fault:
        actions.move(at("hub"), reference, made)
    assert (fault.value.about, str(fault.value)) == (about, says)
    assert numbers(reference) == [(1, ""), (2, "give")]


def test_how_it_began_is_not_taken_back(at: At) -> None:
    """It can be ended; a referral without a beginning would stand nowhere."""
    with moments.at(MONDAY):
        reference = actions.receive(at("council"), asked()).referral.reference
        with pytest.raises(NotPossible, match="no such step to correct"):
            actions.correct(at("hub"), reference, 1, None, seen=1)
    assert Referral.objects.get().stage == "asked"


# ---- When the clocks change


@pytest.mark.parametrize(
    ("friday", "due", "ended"),
    [
        ("2026-03-27T17:00", "2026-03-30T09:00+01:00", "2026-03-30T08:30+01:00"),
        ("2026-10-23T17:00", "2026-10-26T09:00+00:00", "2026-10-26T08:30+00:00"),
    ],
)
def test_two_working_hours_are_two_over_the_night_when_the_clocks_change(
    at: At, friday: str, due: str, ended: str
) -> None:
    """One on Friday evening, one on Monday morning, as the clocks on the wall show them."""
    reference = given_to(at, when=datetime.fromisoformat(friday).replace(tzinfo=LONDON))
    assert Referral.objects.get().due == datetime.fromisoformat(due)
    with moments.at(datetime.fromisoformat(ended)):
        actions.move(at("river"), reference, Made("visit", seen=2, outcome="well"))
    run = ClockRun.objects.get()
    assert (run.state, run.used_seconds) == ("stopped", 90 * 60)


def test_of_the_hour_that_comes_twice_each_has_its_order(at: At) -> None:
    """Half past one in summer time comes before half past one in winter time."""
    night = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)
    with moments.at(night):
        reference = actions.receive(at("council"), asked()).referral.reference
    again = night.replace(fold=1)
    with moments.at(again.astimezone(UTC)):
        actions.move(at("hub"), reference, Made("give", seen=1, team="riverside-team", happened=again))
    came, given = Step.objects.order_by("number")
    assert given.happened - came.happened == timedelta(hours=1)


# ---- What changes while a referral is open


def test_what_a_disbanded_team_holds_stays_and_is_given_to_another(
    at: At, settings: Settings, tmp_path: Path
) -> None:
    reference = given_to(at, team="hillside-team")
    hillside = next(
        line for line in (BLUEPRINT / "teams.yaml").read_text().splitlines() if "hillside-team" in line
    )
    homes = (("coordinator: hillside-team", "coordinator: riverside-team"),)
    worded(settings, tmp_path / "without", {"teams.yaml": ((hillside + "\n", ""),), "homes.yaml": homes})
    with moments.at(MONDAY + 20 * MINUTE):
        assert reads.one(at("hub"), reference).referral.team == "hillside-team"
        actions.move(at("hub"), reference, Made("wait", seen=2, reason="wish"))
        actions.move(at("hub"), reference, Made("wake", seen=3))
        with pytest.raises(NotPossible) as fault:
            actions.move(at("hub"), reference, Made("give", seen=4, team="hillside-team"))
        assert str(fault.value) == "There is no such team any more; choose another"
        moved = actions.move(at("hub"), reference, Made("give", seen=4, team="riverside-team"))
    assert (moved.team, moved.stage) == ("riverside-team", "given")


def test_a_referral_finishes_on_the_wording_that_it_began_on(
    at: At, settings: Settings, tmp_path: Path
) -> None:
    reference = given_to(at)
    worded(settings, tmp_path / "anew", {PATHWAY: RENAMED})
    assert actions.apply(blueprint()) == {}
    with moments.at(MONDAY + 20 * MINUTE):
        later = actions.receive(at("council"), asked(About(given="Ben", family="Later"))).referral
        ended = actions.move(at("river"), reference, Made("visit", seen=2, outcome="well"))
    assert (ended.stage, later.stage) == ("visited", "wanted")


@pytest.mark.parametrize(("given", "stage"), [(True, "sent"), (False, "wanted")])
def test_where_the_file_says_how_open_referrals_go_on_under_it_and_so_does_their_clock(
    at: At, settings: Settings, tmp_path: Path, given: bool, stage: str
) -> None:
    """The time that was used under the old names is used, and asking again changes nothing."""
    if given:
        given_to(at)
    else:
        with moments.at(MONDAY):
            actions.receive(at("council"), asked())
    worded(
        settings, tmp_path / "anew", {PATHWAY: (*RENAMED, ("invented: true\n", f"invented: true\n{CARRIES}"))}
    )
    anew = blueprint()
    with moments.at(MONDAY + 30 * MINUTE):
        assert [actions.apply(anew), actions.apply(anew)] == [{"riverside-visit": 1}, {}]
        now = Referral.objects.get()
        assert (now.stage, now.due) == (stage, MONDAY + timedelta(hours=2))
        run = ClockRun.objects.get()
        assert (run.state, run.started, run.used_seconds) == ("running", MONDAY, 30 * 60)
        ended = actions.move(
            at("hub"), now.reference, Made("decline", now.steps, None, "declined", outcome="unseen")
        )
    assert (ended.stage, ClockRun.objects.get().state) == ("not-visited", "void")


# ---- Twice, at once, and by whom


def test_the_same_step_sent_twice_is_recorded_once(at: At) -> None:
    with moments.at(MONDAY):
        reference = actions.receive(at("council"), asked()).referral.reference
        made = Made("give", seen=1, team="riverside-team")
        actions.move(at("hub"), reference, made)
        with pytest.raises(Overtaken):
            actions.move(at("hub"), reference, made)
    assert numbers(reference) == [(1, ""), (2, "give")]
    assert Entry.objects.filter(deed="referral.moved").count() == 1
    assert StageCount.objects.aggregate(open=Sum("count")) == {"open": 1}


def test_who_is_overtaken_opens_no_next_leg(at: At) -> None:
    """Also where the page that acts goes on, in the same transaction, to say what became of it."""
    reference = given_to(at)
    with moments.at(MONDAY + 20 * MINUTE), transaction.atomic():
        actions.move(at("hub"), reference, Made("wait", seen=2, reason="wish"))
        with pytest.raises(Overtaken):
            actions.move(
                at("river"),
                reference,
                Made("visit", 2, outcome="goes-on", next_owner="pathway:riverside-visit"),
            )
    assert Referral.objects.count() == 1


def test_who_sees_a_referral_and_does_not_work_on_it_records_nothing(at: At) -> None:
    """A team lead of Ann's practice reads it; it is not theirs to give away."""
    reference = given_to(at)
    abbey = viewer_in("team-lead", "Z99001")
    assert access.referral(abbey, Referral.objects.get()).allowed
    refused = pytest.raises(Refused, match="neither sent to your team nor by it")
    with moments.at(MONDAY + 20 * MINUTE), transaction.atomic(), refused:
        actions.move(abbey, reference, Made("wait", seen=2, reason="wish"))
    assert numbers(reference) == [(1, ""), (2, "give")]
    with moments.at(MONDAY + 21 * MINUTE):
        assert actions.move(at("river"), reference, Made("visit", 2, outcome="well")).stage == "visited"


def test_the_next_leg_is_opened_by_who_saw_the_person_through_this_one_alone(at: At) -> None:
    """The nurse by the hill covers no practice that Ann is registered with."""
    reference = given_to(at, team="hillside-team")
    hill = at("hill")
    with moments.at(MONDAY + 20 * MINUTE):
        actions.move(
            hill, reference, Made("visit", 2, outcome="goes-on", next_owner="pathway:riverside-visit")
        )
    first, second = Referral.objects.order_by("pk")
    assert (second.follows, second.journey, second.person) == (first, first.pk, first.person)


def test_somebody_who_died_is_referred_with_a_mark(at: At) -> None:
    """Nobody is turned away for what the record says; whoever reads it is told."""
    olive = Person.objects.get(key="gone")
    with moments.at(MONDAY):
        came = actions.receive(None, asked(About(person=olive.pk)))
        assert (came.marks, came.referral.identity) == (("died",), "known")
        before = actions.receive(
            None, asked(About(person=olive.pk), received=datetime(2024, 12, 31, tzinfo=UTC))
        )
        assert before.marks == ()


def test_somebody_who_dies_meanwhile_is_still_worked_on_to_an_end(at: At) -> None:
    reference = given_to(at)
    Person.objects.filter(nhs_number="9990000018").update(death_date=date(2026, 11, 16))
    with moments.at(MONDAY + 20 * MINUTE):
        ended = actions.move(at("hub"), reference, Made("decline", 2, reason="declined", outcome="unseen"))
    assert ended.stage == "not-visited"


def test_a_person_found_during_triage_disturbs_nobody_who_acts(at: At) -> None:
    """Whoever gave it to a team had seen one step, and there is one; the team then sees the person."""
    ann = Person.objects.get(nhs_number="9990000018")
    with moments.at(MONDAY):
        came = actions.receive(at("council"), asked(About(given="Ann", family="Adaire"))).referral
        assert came.identity == "unverified"
        actions.identify(at("hub"), came.reference, ann.pk)
        moved = actions.move(at("hub"), came.reference, Made("give", seen=1, team="hillside-team"))
        assert (moved.person, moved.identity) == (ann, "known")
        assert reads.one(at("hill"), came.reference).referral.person == ann
    assert access.decide(at("hill"), "gp_record", ann, purpose="direct_care").allowed


def test_every_step_and_its_correction_stay(at: At) -> None:
    """Steps only ever grow, and say in the audit who made them."""
    reference = given_to(at)
    with moments.at(MONDAY + 20 * MINUTE):
        right = Made("give", 2, MONDAY + 5 * MINUTE, team="hillside-team")
        moved = actions.correct(at("hub"), reference, 2, right, seen=2)
    assert (moved.team, moved.since) == ("hillside-team", MONDAY + 5 * MINUTE)
    assert numbers(reference) == [(1, ""), (2, "give"), (3, "give")]
    deeds = Counter(Entry.objects.filter(deed__startswith="referral.").values_list("deed", flat=True))
    assert deeds == {"referral.received": 1, "referral.moved": 1, "referral.corrected": 1}


def viewer_in(role: str, area: str) -> Viewer:
    """Somebody else, in a post without a team."""
    open_account(by=None, name=f"{role} {area}", password="x" * 20, role=role, area=area)
    found = accounts.viewer(User.objects.get(username=f"{role} {area}"), {})
    assert found
    return found
