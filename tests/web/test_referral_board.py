"""The hub board: everything open for a team, the least time left first, and what it answers in a sentence."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.care.referred import ANN, MONDAY, asked, holding
from tests.web.reading import links, table, text

from commonweal.care import moments
from commonweal.care.accounts.actions import open_account
from commonweal.care.audit.models import Entry
from commonweal.care.referrals import actions
from commonweal.care.referrals.rules import About, Made, Sender

pytestmark = pytest.mark.requirement("F4")

SignIn = Callable[[str], Client]
BEN = About(given="Ben", family="Baker", birth_date=date(1945, 5, 1), nhs_number="999 000 0026")
CAME = {  # who is referred to the front door, and how many minutes after nine
    "late": (0, BEN),
    "soon": (60, ANN),
    "rests": (90, About(family="Stranger", postcode="ZZ1 1AA")),
    "given": (120, About(family="Given")),
    "new": (150, About()),
}
ALL = ["BAKER, Ben", "ADAIR, Ann", "GIVEN", "Not known by name", "STRANGER"]


@pytest.fixture
def morning(at_work: SignIn) -> dict[str, str]:
    """Five referrals of a Monday, by name."""
    came = {}
    for name, (minutes, about) in CAME.items():
        sender = Sender("family" if name == "soon" else "practice")
        with moments.at(MONDAY + timedelta(minutes=minutes)):
            came[name] = actions.receive(holding("council"), asked(about, sender=sender)).referral.reference
    with moments.at(MONDAY + timedelta(minutes=170)):
        actions.move(holding("hub"), came["rests"], Made("wait", seen=1, reason="wish"))
        actions.move(holding("hub"), came["given"], Made("give", seen=1, team="riverside-team"))
    return came


def read(client: Client, address: str = "/referrals/", *, minutes: int = 171, **headers: str) -> HttpResponse:
    """The page as it is read so many minutes after nine."""
    with moments.at(MONDAY + timedelta(minutes=minutes)):
        return client.get(address, headers=headers)


def names(page: HttpResponse) -> list[str]:
    """Who stands in the rows, in order."""
    return re.findall(r'<th role="rowheader" scope="row"><a [^>]*>([^<]+)</a>', page.content.decode())


def test_the_answer_comes_first_and_the_least_time_left_on_top(at_work, morning):
    page = read(at_work("hub"))
    assert "5 open: 1 late, 1 within half an hour, 3 new." in text(page).replace(" :", ":")
    assert names(page) == ALL
    assert "Asked for 3" in text(page)
    assert {"?lateness=late", "?lateness=soon", "?lateness=new"} <= links(page)


def test_a_row_says_how_long_who_why_where_and_how_frail(at_work, morning):
    page = read(at_work("hub"))
    body = page.content.decode()
    row = text(HttpResponse(body.split(f'id="{morning["late"]}"')[1].split("</tr>")[0]))
    for said in (
        "51 m late",
        "BAKER, Ben 81",
        "Practice Cannot get out",
        "Abbey Surgery Northgate",
        "severe",
    ):
        assert said in row, (said, row)
    resting = text(HttpResponse(body.split(f'id="{morning["rests"]}"')[1].split("</tr>")[0]))
    for said in (
        "rests The person asked for a later time.",
        "not matched yet",
        "ZZ1 1AA",
        "Waiting at your wish",
    ):
        assert said in resting, (said, resting)
    assert f"/referrals/{morning['new']}" in links(page)


@pytest.mark.parametrize(
    ("asked_for", "shown"),
    [
        ("lateness=late", ["BAKER, Ben"]),
        ("lateness=soon", ["ADAIR, Ann"]),
        ("lateness=resting", ["STRANGER"]),
        ("lateness=new", ["BAKER, Ben", "ADAIR, Ann", "Not known by name"]),
        ("team=riverside-team", ["GIVEN"]),
        ("stage=waiting&pathway=riverside-visit", ["STRANGER"]),
        ("source=family", ["ADAIR, Ann"]),
        ("words=ada", ["ADAIR, Ann"]),
        ("words=nobody", []),
        ("pathway=of-last-year", []),
        ("", ALL),
    ],
)
def test_the_address_says_which_are_shown_and_the_file_has_the_same(at_work, morning, asked_for, shown):
    client = at_work("hub")
    assert names(read(client, f"/referrals/?{asked_for}")) == shown
    file = table(read(client, f"/referrals.csv?{asked_for}"))
    assert [line[0] for line in file[1:]] == [
        morning[name]
        for name in ("late", "soon", "given", "new", "rests")
        if ALL[["late", "soon", "given", "new", "rests"].index(name)] in shown
    ]
    assert Entry.objects.filter(deed="referrals.exported").count() == 1


@pytest.mark.parametrize("asked_for", ["pathway=<x>", "lateness=x", "source=moon", "stage=a b", "team=<"])
def test_what_no_board_can_show_is_said(at_work, asked_for):
    assert read(at_work("hub"), f"/referrals/?{asked_for}").status_code == 400


def test_a_team_sees_what_it_was_given_and_others_are_told_why_they_see_nothing(at_work, morning):
    assert names(read(at_work("river"))) == ["GIVEN"]
    page = read(at_work("hill"))
    assert (names(page), "Nothing is open for your team." in text(page)) == ([], True)
    refused = read(at_work("council"))
    assert refused.status_code == 403
    assert "Your post is with no team" in text(refused)
    assert Entry.objects.filter(deed="referrals.refused").exists()


def test_whoever_has_the_newest_version_is_answered_without_a_page_and_without_a_look(at_work, morning):
    client = at_work("hub")
    tag = read(client).headers["ETag"]
    looks = Entry.objects.filter(deed="referrals.listed")
    assert looks.count() == 1
    again = read(client, **{"If-None-Match": tag})
    assert (again.status_code, again.content, looks.count()) == (304, b"", 1)
    with moments.at(MONDAY + timedelta(minutes=172)):
        actions.move(holding("hub"), morning["late"], Made("give", seen=1, team="hillside-team"))
    newer = read(client, **{"If-None-Match": tag})
    assert (newer.status_code, newer.headers["ETag"] != tag, looks.count()) == (200, True, 2)


def test_a_view_is_kept_under_a_name_by_the_post_that_made_it(at_work, morning):
    client = at_work("hub")
    kept = client.post("/referrals/views", {"name": " Late  ones ", "query": "?lateness=late&bad=1"})
    assert kept.url == "/referrals/?lateness=late"
    page = read(client)
    assert "Late ones" in text(page)
    assert "/referrals/?lateness=late" in links(page)
    assert "Late ones" not in text(read(at_work("river")))
    client.post("/referrals/views", {"name": "", "query": ""})
    assert "Give the view a name" in text(read(client))
    client.post("/referrals/views", {"drop": "Late ones", "query": ""})
    read(client)  # which says that it is dropped
    assert "Late ones" not in text(read(client))


def test_fifty_stand_on_a_page_which_is_light_and_the_others_follow(at_work, morning):
    for number in range(50):
        with moments.at(MONDAY + timedelta(minutes=number)):
            given = asked(About(family=f"Crowd{number}"), reason="She fell and cannot get up. " * 20)
            actions.receive(None, given)
    client = at_work("hub")
    page = read(client)
    assert (len(names(page)), len(page.content) < 150_000) == (50, True)
    rest = read(client, next(link for link in links(page) if "after=" in link))
    assert names(rest) == ["CROWD49", "ADAIR, Ann", "GIVEN", "Not known by name", "STRANGER"]
    assert len(set(names(page)) | set(names(rest))) == 55


@pytest.mark.parametrize(
    ("role", "team", "lands"),
    [
        ("hub-clinician", "single-point-of-access", "/referrals/"),
        ("hub-clinician", "", "/refer/"),
        ("visiting-nurse", "complex-care-west", "/visits/"),
        ("visiting-nurse", "", "/people/ours"),
    ],
)
def test_somebody_lands_on_the_first_page_that_their_post_has(db, settings, repository, role, team, lands):
    settings.BLUEPRINT = str(repository / "blueprints" / "exeter")
    post = open_account(by=None, name=role, password=None, role=role, area="exeter", team=team)
    client = Client()
    client.force_login(post.user)
    assert client.get("/").url == lands
