"""Whoever leads a team puts somebody on the rota, gives a referral a visit, and plans the day."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.care.conftest import published_rows, transactional_exampleshire
from tests.care.rounds import holder, open_posts
from tests.journeys.test_my_visits import signed_in

from commonweal.care import moments
from commonweal.care.referrals import actions as referrals
from commonweal.care.referrals.rules import About, Given, Made, Sender
from commonweal.care.teams import actions
from commonweal.care.teams.rules import Turn

__all__ = ["published_rows", "transactional_exampleshire"]
pytestmark = [pytest.mark.browser, pytest.mark.requirement("F3", "F5")]
HOUR = timedelta(hours=1)


@pytest.fixture
def referred(transactional_exampleshire: None) -> None:
    """Ann is with the team, and Rose is on shift."""
    open_posts()
    now = timezone.now()
    about = About(given="Ann", family="Adair", address="14 Mill Lane")
    asked = Given("riverside-visit", about, Sender("council"), "Cannot get out", {"housebound": True})
    with moments.at(now - HOUR):
        reference = referrals.receive(holder("council"), asked).referral.reference
        referrals.move(holder("hub"), reference, Made("give", seen=1, team="riverside-team"))
        turn = Turn(now - HOUR, now + 3 * HOUR, ("assessment",), rest_minutes=30)
        actions.add(holder("river-lead"), "riverside-team", holder("rose").post, turn)


def test_from_room_to_a_planned_day(
    new_page: Callable[..., Page], referred: None, accessible: Callable[[Page], None]
) -> None:
    """At a desk, then the same pages on a phone."""
    desk = signed_in(new_page(1280, 900), "river-lead", "/teams/")
    expect(desk.get_by_text("1 person is on shift now")).to_be_visible()
    accessible(desk)
    desk.get_by_role("link", name="Riverside team").click()
    desk.get_by_text("The same as a table").click()
    desk.get_by_text("Add a shift").click()
    accessible(desk)
    desk.get_by_role("link", name="Today’s visits").click()
    desk.get_by_text("ADAIR, Ann: Cannot get out").click()
    desk.get_by_label("Begins between").fill("00:00")
    desk.get_by_label("and", exact=True).fill("23:59")
    desk.get_by_label("Minutes").fill("20")
    desk.get_by_role("checkbox", name="assessment").check()
    accessible(desk)
    desk.get_by_role("button", name="Put it on the list").click()
    expect(desk.get_by_text("The visit to Adair is on the list")).to_be_visible()
    desk.get_by_role("button", name="Plan the day").click()
    expect(desk.get_by_text("1 visit has somebody and a time.")).to_be_visible()
    expect(desk.get_by_role("region", name="rose").get_by_role("link", name="ADAIR, Ann")).to_be_visible()
    accessible(desk)

    phone = signed_in(new_page(390, 844), "river-lead", "/teams/")
    for address in ("/teams/", "/teams/riverside-team", "/teams/riverside-team/day"):
        phone.goto(address)
        accessible(phone)
