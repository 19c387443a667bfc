"""One referral on one screen: its story, what can be done with it, and what becomes of two at once."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.care.referred import ANN, MONDAY, asked, holding
from tests.web.reading import links, text

from commonweal.care import moments
from commonweal.care.audit.models import Entry
from commonweal.care.objections.models import Objection
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import actions
from commonweal.care.referrals.models import Referral, Step
from commonweal.care.referrals.rules import About
from commonweal.web import typed

pytestmark = pytest.mark.requirement("F4")

SignIn = Callable[[str], Client]
TEN = MONDAY + timedelta(hours=1)


@pytest.fixture
def ann(at_work: SignIn) -> str:
    """Ann was referred at nine."""
    return came(ANN)


def came(about: About, *, minutes: int = 0, **said: object) -> str:
    with moments.at(MONDAY + timedelta(minutes=minutes)):
        return actions.receive(holding("council"), asked(about, **said)).referral.reference


def get(client: Client, reference: str, part: str = "", *, at: datetime = TEN) -> HttpResponse:
    with moments.at(at):
        return client.get(f"/referrals/{reference}{part}")


def post(
    client: Client, reference: str, part: str = "", *, at: datetime = TEN, **said: object
) -> HttpResponse:
    with moments.at(at):
        return client.post(f"/referrals/{reference}{part}", said)


def test_one_screen_says_why_who_and_what_can_be_done(at_work, ann):
    page = text(get(at_work("hub"), ann))
    for said in (
        "ADAIR, Ann, 86",
        "Cannot get out",
        "Is it hard to go out? Yes",
        "lives with severe frailty: 15 of 36 deficits",
        "Front door: referred to them",
        "Visited within two working hours 1 h left until today 11:00",
        "Give to a nurse → Given to a nurse",
        "Wait → Waiting at your wish",
        "Do not visit → Not visited",
        "Go on : from ‘Waiting at your wish’",
        "Visit : from ‘Given to a nurse’, for a visiting nurse",
        "Received → Asked for today 09:00, council, Social worker, Exampleshire Council",
    ):
        assert said in page, said
    assert Entry.objects.filter(deed="referral.read", about__given="Ann").exists()


def test_given_to_a_team_that_covers_where_they_live_and_visited_to_its_end(at_work, ann):
    form = get(at_work("hub"), ann).content.decode().split('id="give-team"')[1].split("</select>")[0]
    groups = re.findall(r'label="([^"]+)"><option value="([^"]+)"', form)
    assert groups == [
        ("Covers where they live", "riverside-team"),
        ("The same kind, elsewhere", "hillside-team"),
    ]
    given = post(
        at_work("hub"), ann, move="give", seen=1, team="riverside-team", happened="9:50", note="Ring first"
    )
    assert given.url == f"/referrals/{ann}"
    step = Step.objects.get(referral__reference=ann, number=2)
    assert (step.happened, step.recorded, step.note) == (MONDAY + timedelta(minutes=50), TEN, "Ring first")
    assert "Given to: Riverside team" in text(get(at_work("hub"), ann))
    ended = post(at_work("river"), ann, move="visit", seen=2, outcome="well", at=TEN + timedelta(minutes=30))
    assert ended.status_code == 302
    page = text(get(at_work("council"), ann, at=TEN + timedelta(hours=1)))
    assert "Ended: Seen at home." in page
    assert "in time took 1 h 30 m" in page


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"move": "give"}, ("#give-team", "Choose the team that goes")),
        ({"move": "wait"}, ("#wait-reason", "Choose why")),
        ({"move": "decline", "reason": "declined"}, ("#decline-outcome", "Choose how it ended")),
        (
            {"move": "give", "team": "riverside-team", "happened": "10:30"},
            ("#give-happened", "in the future"),
        ),
        (
            {"move": "give", "team": "riverside-team", "happened": "teatime"},
            ("#give-happened", "such as 14:20"),
        ),
        (
            {"move": "give", "team": "riverside-team", "happened": "8:59"},
            ("#give-happened", "had not come in then"),
        ),
        ({"move": "give", "team": "nobody"}, ("#give-team", "no such team")),
        ({"move": "nothing"}, ("#nothing-move", "Choose what to do")),
    ],
)
def test_what_is_missing_is_said_beside_its_question_and_nothing_typed_is_lost(at_work, ann, said, fault):
    page = post(at_work("hub"), ann, seen=1, note="As her daughter said", **said)
    assert page.status_code == 400
    assert fault[0] in links(page)
    assert fault[1] in text(page)
    if said["move"] != "nothing":
        assert "As her daughter said</textarea>" in page.content.decode()
    assert Referral.objects.get().steps == 1


def test_the_second_of_two_is_told_what_became_of_it_and_keeps_their_words(at_work, ann):
    post(at_work("hub"), ann, move="give", seen=1, team="riverside-team")
    late = post(
        at_work("hub"), ann, move="decline", seen=1, reason="declined", outcome="unseen", note="She rang"
    )
    page = text(late)
    assert late.status_code == 409
    for said in (
        "Somebody was faster: nothing of yours was recorded yet",
        "Give to a nurse, today 10:00, by hub, Team lead, Front door; given to: Riverside team",
        "You chose Do not visit Reason The person does not want it How it ended Not visited",
        "Your note She rang",
        "Go on from here",
    ):
        assert said in page, said
    assert Step.objects.count() == 2
    assert 'name="seen" value="2"' in late.content.decode()
    assert (
        post(at_work("hub"), ann, move="decline", seen=2, reason="declined", outcome="unseen").status_code
        == 302
    )


def test_a_move_of_another_role_is_refused_and_recorded(at_work, ann):
    refused = post(at_work("council"), ann, move="give", seen=1, team="riverside-team")
    assert refused.status_code == 403
    assert Step.objects.count() == 1
    assert Entry.objects.filter(deed="referral.refused", role="social-worker").exists()


def test_what_was_wrong_is_taken_back_and_stays_to_be_read(at_work, ann):
    client = at_work("hub")
    post(client, ann, move="give", seen=1, team="riverside-team")
    assert "That was wrong: take it back" in text(get(client, ann))
    assert post(client, ann, "/undo", number=2, seen=2).status_code == 302
    page = text(get(client, ann))
    assert "‘Give to a nurse’ never happened" in page
    assert "(corrected later)" in page
    found = Referral.objects.get()
    assert (found.stage, found.team, found.steps) == ("asked", "", 3)
    assert post(client, ann, "/undo", number=99, seen=3).status_code == 400
    assert post(client, ann, "/undo", number=2, seen=2).status_code == 409


def test_somebody_goes_on_outside_the_partnership_or_on_a_pathway(at_work, ann):
    post(at_work("hub"), ann, move="give", seen=1, team="riverside-team")
    without = post(at_work("river"), ann, move="visit", seen=2, outcome="goes-on")
    assert "#visit-next_owner" in links(without)
    done = post(
        at_work("river"), ann, move="visit", seen=2, outcome="goes-on", outside="Her church’s visitors"
    )
    assert done.status_code == 302
    assert Referral.objects.get().next_owner == "outside: Her church’s visitors"
    assert "Her church’s visitors, outside the partnership goes on" in text(get(at_work("council"), ann))


def test_whoever_has_handed_it_on_and_sees_it_no_longer_comes_back_to_the_board(at_work, ann):
    post(at_work("hub"), ann, move="give", seen=1, team="riverside-team")
    done = post(at_work("river"), ann, move="wait", seen=2, reason="wish")
    assert done.url == f"/referrals/{ann}"  # a wait takes it from nobody
    post(at_work("hub"), ann, "/undo", number=3, seen=3)
    post(at_work("hub"), ann, "/undo", number=2, seen=4)
    assert get(at_work("river"), ann).status_code in (200, 404)


def test_another_open_referral_of_the_same_person_warns_and_blocks_nothing(at_work, ann):
    second = came(ANN, minutes=5, reason="Rang again")
    page = get(at_work("hub"), second)
    assert "Another referral is open for the same person. You may go on all the same." in text(page)
    assert f"/referrals/{ann}" in links(page)
    assert post(at_work("hub"), second, move="give", seen=1, team="riverside-team").status_code == 302


def test_somebody_who_is_not_matched_is_found_among_those_in_sight(at_work):
    who = came(About(given="Ben", family="Baker", birth_date=date(1945, 5, 1)))
    client = at_work("hub")
    assert "Not matched yet. Find the person" in text(get(client, who))
    page = get(client, who, "/person")
    assert "999 000 0026" in text(page)
    ben = Person.objects.get(given="Ben")
    assert post(client, who, "/person", person="nobody").status_code == 400
    assert post(client, who, "/person", person=str(ben.pk)).url == f"/referrals/{who}"
    assert Referral.objects.get().person == ben
    assert "13 of 36 deficits" in text(get(client, who))


def test_what_the_person_objects_to_stays_shut_and_says_why(at_work, ann):
    lady = Person.objects.get(given="Ann")
    Objection.objects.create(person=lady, organisation="ZZ1", category="gp_record", asked_by="person")
    page = text(get(at_work("hub"), ann))
    assert "15 of 36 deficits" not in page
    assert "not open to you: this person has objected to it" in page
    assert "Cannot get out" in page


@pytest.mark.parametrize("who", ["river", "hill"])
def test_a_referral_of_others_answers_like_none(at_work, who):
    hidden = came(About(family="Hidden"))
    client = at_work(who)
    for part, method in (
        ("", "get"),
        ("", "post"),
        ("/undo", "post"),
        ("/person", "get"),
        ("/person", "post"),
    ):
        said = [
            getattr(client, method)(f"/referrals/{one}{part}", {"seen": 1, "move": "give", "number": 1})
            for one in (hidden, "RV-NONE")
        ]
        assert [one.status_code for one in said] == [404, 404], (part, method)
        assert text(said[0]) == text(said[1])


NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("", None),
        ("now", None),
        ("9:05", datetime(2026, 11, 16, 9, 5, tzinfo=UTC)),
        ("0905", datetime(2026, 11, 16, 9, 5, tzinfo=UTC)),
        ("9.05am", datetime(2026, 11, 16, 9, 5, tzinfo=UTC)),
        ("12:30 am", datetime(2026, 11, 16, 0, 30, tzinfo=UTC)),
        ("today 11", None),
        ("yesterday 23:50", datetime(2026, 11, 15, 23, 50, tzinfo=UTC)),
        ("3/5 14:20", datetime(2026, 5, 3, 13, 20, tzinfo=UTC)),
        ("3 May 2026, 14:20", datetime(2026, 5, 3, 13, 20, tzinfo=UTC)),
        ("31 dec 08:00", datetime(2025, 12, 31, 8, 0, tzinfo=UTC)),
        ("2026-11-16T11:00", datetime(2026, 11, 16, 11, 0, tzinfo=UTC)),
        ("25/10 1:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # shown twice that night
    ],
)
def test_times_are_understood_as_people_type_them(words, meant):
    if words == "today 11":
        with pytest.raises(NotPossible):
            typed.moment("happened", words, NOON)
    else:
        assert typed.moment("happened", words, NOON) == meant


@pytest.mark.parametrize("words", ["25:00", "31/2 10:00", "tomorrow 9:00", "29/3/2026 1:30", "9:99", "x"])
def test_a_time_that_no_clock_showed_is_refused(words):
    with pytest.raises(NotPossible):
        typed.moment("happened", words, NOON)


def test_just_after_midnight_a_late_hour_was_yesterdays():
    assert typed.moment("happened", "23:50", datetime(2026, 11, 17, 0, 10, tzinfo=UTC)) == datetime(
        2026, 11, 16, 23, 50, tzinfo=UTC
    )
