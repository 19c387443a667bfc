"""/notices/: what I was told and have not answered, with one button."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer
from tests.attacks.same import answer
from tests.care.referred import holding
from tests.outgoing.conftest import At, minutes, referred, round_at
from tests.web.reading import rows, text

from commonweal.care import moments
from commonweal.care.accounts.models import User
from commonweal.care.audit.models import Entry
from commonweal.care.notices.models import Notice, Wish
from commonweal.care.referrals import actions as referrals
from commonweal.care.referrals.rules import Made

pytestmark = pytest.mark.requirement("F2")


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def test_the_page_shows_what_waits_and_one_button_answers_it(at: At) -> None:
    reference = referred(at)
    round_at(90)
    hub = signed_in("hub")
    with moments.at(minutes(95)):
        page = hub.get("/notices/")
        assert "One notice waits for an answer from Team lead, Front door, since today 10:30." in text(page)
        assert rows(page, "Notices") == [
            [
                "25 m left",
                f"{reference} Riverside visit",
                "Half an hour is left. 75% of the time: Visited within two working hours",
                "Today 10:30, by e-mail and to a system",
                "I see to it",
            ]
        ]
        assert "Notices (1)" in text(hub.get("/pathways/"))
        done = hub.post(f"/notices/{Notice.objects.get().pk}/answer", follow=True)
    assert f"You see to {reference}; nobody else is told of it now." in text(done)
    assert "Nothing waits for an answer from Team lead, Front door." in text(done)
    assert "Notices (1)" not in text(done)
    with moments.at(minutes(96)):
        ((*_, became),) = rows(hub.get("/notices/?shown=before"), "Notices")
    assert became == "hub sees to it today 10:35"
    again = hub.post(f"/notices/{Notice.objects.get().pk}/answer", follow=True)
    assert "Somebody has answered it meanwhile, or the referral went on." in text(again)


def test_a_clock_that_has_stopped_asks_nothing_before_the_sender_has_looked(at: At) -> None:
    reference = referred(at)
    with moments.at(minutes(5)):
        referrals.move(at("hub"), reference, Made("give", seen=1, team="riverside-team"))
    round_at(90)
    with moments.at(minutes(91)):
        referrals.move(at("river"), reference, Made("visit", seen=2, outcome="well"))
        page = signed_in("hub").get("/notices/")
    assert "Nothing waits for an answer" in text(page)
    assert rows(page, "Notices")[0][-1] == "It went on; there is nothing to do"


def test_the_page_says_when_nobody_is_being_told(at: At) -> None:
    """The sender has not been by for more than five minutes after somebody should have been told."""
    referred(at)
    for minute, says in ((94, False), (96, True)):
        with moments.at(minutes(minute)):
            page = text(signed_in("hub").get("/notices/"))
        assert ("Nobody has been told since today 10:30" in page) is says
    round_at(97)
    with moments.at(minutes(98)):
        assert "Nobody has been told" not in text(signed_in("hub").get("/notices/"))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("?pathway=riverside-visit", 200),
        ("?shown=before&pathway=riverside-visit", 200),
        ("?shown=before&before=7", 200),
        ("?pathway=nowhere", 400),
        ("?shown=all", 400),
        ("?shown=before&before=x", 400),
        ("?shown=before&before=99999999999999999999", 400),
    ],
)
def test_what_is_shown_is_an_address(at: At, address: str, status: int) -> None:
    assert signed_in("hub").get(f"/notices/{address}").status_code == status


@pytest.mark.parametrize(
    ("name", "status"), [("hub", 200), ("river", 200), ("council", 403), ("analyst", 403)]
)
def test_those_whom_a_file_names_have_the_page(at: At, name: str, status: int) -> None:
    client = signed_in(name)
    page = client.get("/notices/")
    assert page.status_code == status
    assert ("Notices" in text(client.get("/pathways/"))) is (status == 200)
    deed = "notices.listed" if status == 200 else "notices.refused"
    assert Entry.objects.filter(deed=deed).count() == 1


def test_whoever_is_not_named_answers_nothing(at: At) -> None:
    """Another team's notice is as good as none."""
    referred(at)
    round_at(90)
    hill = signed_in("hill")
    hill.post("/notices/7/answer")
    tried = (f"/notices/{id}/answer" for id in (Notice.objects.get().pk, 10**9))
    there, not_there = (answer(hill, address, address, method="post") for address in tried)
    assert there == not_there
    assert there.status == 404
    assert Notice.objects.get().state == "waiting"
    assert signed_in("hub").get(f"/notices/{Notice.objects.get().pk}/answer").status_code == 405


def test_somebody_wishes_to_be_told_by_email_too_and_takes_it_back(at: At, mailoutbox: list) -> None:  # type: ignore[type-arg]
    User.objects.filter(username="hub").update(email="hub@exampleshire.example")
    hub = signed_in("hub")
    assert "Your e-mail address is hub@exampleshire.example" in text(hub.get("/notices/"))
    told = hub.post("/notices/wish", {"by_email": "yes"}, follow=True)
    assert "You are told by e-mail too from now on." in text(told)
    referred(at)
    round_at(90)
    assert sorted(message.to[0] for message in mailoutbox) == [
        "front.door@exampleshire.example",
        "hub@exampleshire.example",
    ]
    hub.post("/notices/wish", {"by_email": "no"})
    assert Wish.objects.get(post=holding("hub").post).by_email is False


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_it_is_answered_at_a_desk_and_on_a_telephone(
    at_once: At,
    live_server: LiveServer,
    new_page: Callable[..., Page],
    accessible: Callable[[Page], None],
    settings: Settings,
    width: int,
) -> None:
    given = referred(at_once)
    round_at(90)
    page = new_page(width=width, height=844)
    client = signed_in("hub")
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto("/notices/")
    accessible(page)
    page.get_by_role("button", name="I see to it").click()
    page.get_by_text(f"You see to {given}").wait_for()
    accessible(page)
