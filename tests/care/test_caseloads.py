"""Caseloads: being on one is the team's episode; why, how urgent and when again is noted and watched."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.care.conftest import BLUEPRINT
from tests.care.control import person_of
from tests.care.referred import asked as referral
from tests.care.teamwork import NOON, TEAM, TODAY, met, on_caseload, open_posts, who

from commonweal.blueprint import load, team_warnings
from commonweal.care import access, moments
from commonweal.care.access import acting
from commonweal.care.audit.models import Entry
from commonweal.care.caseloads import actions, reads
from commonweal.care.caseloads.models import CaseloadChange, CaseloadPlace
from commonweal.care.caseloads.reads import Chosen
from commonweal.care.caseloads.rules import Noted, Overtaken
from commonweal.care.involvements import actions as involvements
from commonweal.care.involvements.models import Involvement
from commonweal.care.involvements.rules import Receiver
from commonweal.care.meetings import actions as meetings
from commonweal.care.meetings import reads as met_reads
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import actions as referrals
from commonweal.care.referrals.rules import About

pytestmark = pytest.mark.requirement("T3")
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def at_noon(published: None) -> Iterator[None]:
    """Wednesday noon, with everybody at work."""
    with moments.at(NOON):
        open_posts()
        yield


def sees(name: str, given: str) -> bool:
    return access.decide(who(name), "plan_care", Person.objects.get(given=given)).allowed


def names(listed: reads.Listed) -> list[str]:
    return [line.part.person.given for line in listed.lines]


def test_being_on_it_gives_the_team_sight_and_being_taken_off_ends_that() -> None:
    """Ida is registered elsewhere: whoever sees her hands her to the riverside team, which then has her."""
    assert not sees("rita", "Ida")
    receiver = Receiver("ZZ1", TEAM)
    with acting(who("hilda"), "direct_care"):
        part = involvements.begin(
            by=who("hilda"), person=person_of("Ida"), kind="episode", receiver=receiver, reason="moved"
        )
    assert sees("rita", "Ida")
    (line,) = reads.listed(who("rita"), Chosen()).lines
    assert (line.person.given if line.person else "", line.place, line.overdue) == ("Ida", None, True)
    actions.note(who("rita"), part.pk, Noted("lives by the river now", 1, TODAY + WEEK), seen=0)
    assert not reads.listed(who("rita"), Chosen()).lines[0].overdue
    actions.remove(who("rita"), part.pk, "well again")
    assert not sees("rita", "Ida")
    assert not reads.listed(who("rita"), Chosen()).lines
    assert Involvement.objects.get().outcome == "well again"


def test_several_at_once_and_those_there_already_stay() -> None:
    on_caseload("Ann", review=1, priority=1)
    people = [person_of(given) for given in ("Ann", "Ben", "Finn")]
    added = actions.add(who("rita"), people, Noted("found among risers", 2, TODAY + WEEK, "case_finding"))
    assert {place.person.given for place in added} == {"Ben", "Finn"}
    assert CaseloadPlace.objects.get(person=person_of("Ann")).priority == 1
    assert Entry.objects.filter(deed="caseload.added").count() == 3
    with pytest.raises(access.NotSeen):
        actions.add(who("rita"), [person_of("Hal"), person_of("Ida")], Noted("new", 2, TODAY + WEEK))
    assert not CaseloadPlace.objects.filter(person=person_of("Hal")).exists()


def test_overdue_first_then_by_priority_or_name() -> None:
    """Overdue is worked out when it is read."""
    for given, review, priority in (("Ann", 9, 3), ("Ben", 3, 2), ("Finn", 5, 1)):
        on_caseload(given, review, priority)
    rita = who("rita")
    assert names(reads.listed(rita, Chosen())) == ["Ben", "Finn", "Ann"]
    assert names(reads.listed(rita, Chosen(), sort="priority")) == ["Finn", "Ben", "Ann"]
    assert names(reads.listed(rita, Chosen(), sort="name")) == ["Ann", "Ben", "Finn"]
    assert names(reads.listed(rita, Chosen(priority=2))) == ["Ben"]
    with moments.at(NOON + timedelta(days=6)):
        late = reads.listed(rita, Chosen(late=True))
        assert (names(late), late.people, late.overdue) == (["Ben", "Finn"], 3, 2)


def test_a_page_goes_on_where_the_one_before_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """In every order, with those of whom nothing is noted yet first."""
    monkeypatch.setattr(reads, "SHOWN", 2)
    for given, review in (("Ann", 9), ("Ben", 3), ("Finn", 3)):
        on_caseload(given, review)
    involvements.begin(
        by=None, person=person_of("Hal"), kind="episode", receiver=Receiver("ZZ1", TEAM), reason="moved"
    )
    for sort in reads.SORTS:
        first = reads.listed(who("rita"), Chosen(), sort=sort)
        second = reads.listed(who("rita"), Chosen(), sort=sort, after=first.after)
        assert sorted(names(first) + names(second)) == ["Ann", "Ben", "Finn", "Hal"], sort
        assert second.after is None


def test_what_was_noted_stays_and_the_second_of_two_is_told() -> None:
    place, rita = on_caseload("Ann"), who("rita")
    actions.note(rita, place.pk, Noted("two falls", 1, TODAY + WEEK), seen=1)
    with pytest.raises(Overtaken):
        actions.note(who("rob"), place.pk, Noted("doing well", 3, TODAY + WEEK), seen=1)
    _, changes = reads.one(rita, place.pk)
    assert [(one.deed, one.priority, one.reason) for one in changes] == [
        ("reviewed", 1, "two falls"),
        ("added", 2, "lives alone, falls"),
    ]
    with acting(who("hilda"), "direct_care"):
        assert not CaseloadPlace.objects.exists()
        assert not CaseloadChange.objects.exists()


def test_only_the_team_keeps_it() -> None:
    """Another team's caseload answers like none, and whoever is of no team has none."""
    place = on_caseload("Grace")
    for id in (place.pk, 987654):
        with pytest.raises(access.NotSeen):
            reads.one(who("hilda"), id)
    with pytest.raises(access.Refused):
        actions.remove(who("hilda"), place.pk, "not ours")
    with pytest.raises(access.Refused, match="page caseload"):
        reads.listed(who("carla"), Chosen())
    assert not reads.keeps(who("analyst"))


MISSING = [
    (Noted("", 2, TODAY), "reason"),
    (Noted("falls", 0, TODAY), "priority"),
    (Noted("falls", 2, None), "next_review"),
    (Noted("falls", 2, TODAY - WEEK), "next_review"),
    (Noted("falls", 2, TODAY + 60 * WEEK), "next_review"),
]


def test_what_is_missing_is_said() -> None:
    for noted, about in MISSING:
        with pytest.raises(NotPossible) as fault:
            actions.add(who("rita"), [person_of("Ann")], noted)
        assert fault.value.about == about, noted


@pytest.mark.requirement("P7")
def test_whoever_calls_often_is_spoken_of() -> None:
    """Of the caseload: three referrals within the month list Ann, one does not list Ben."""
    for given in ("Ann", "Ben"):
        on_caseload(given)
    ann = About(person=person_of("Ann"))
    for _ in range(3):
        referrals.receive(who("rita"), referral(ann))
    referrals.receive(who("rita"), referral(About(person=person_of("Ben"))))
    meeting = met()
    meetings.draw_up(who("rita"), meeting.pk)
    said = {
        one.item.person.given: one.item.reasons[0]["says"]
        for one in met_reads.one(who("rita"), meeting.pk).items
        if one.item.reasons[0]["rule"] == "Calling often"
    }
    assert said == {"Ann": "came to an emergency department or was referred 3 times in 30 days"}


def test_a_team_around_practices_is_held_against_its_range() -> None:
    """Durham's 30,000 to 50,000 unless the partnership says otherwise; Exampleshire does."""
    declared = load(BLUEPRINT)
    assert [declared.around_practices(team) for team in declared.teams] == [70, None, 50]
    assert not list(team_warnings.warnings(declared))
    usual = type(declared.partnership).model_fields["around_practices"].default
    small = declared.model_copy(
        update={"partnership": declared.partnership.model_copy(update={"around_practices": usual})}
    )
    said = [warning.message for warning in team_warnings.warnings(small)]
    assert [text.split(";")[0] for text in said] == [
        "70 people are registered where 'riverside-team' works",
        "50 people are registered where 'hillside-team' works",
    ]
    assert "30,000 to 50,000" in said[0]
