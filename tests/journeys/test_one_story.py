"""One story through every hand: a fall, a referral, a visit, an assessment, a plan, a meeting, a night."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.care import planned, teamwork
from tests.care.planned import ann
from tests.journeys.hub import SignIn

from commonweal.care.meetings import actions as meetings
from commonweal.care.referrals.models import Referral

pytestmark = [pytest.mark.browser, pytest.mark.requirement("T1", "T2", "T3", "R2")]
Accessible = Callable[[Page], None]
OBSERVED = {
    "Breaths": "18",
    "Oxygen saturation": "96",
    "Systolic blood pressure": "118",
    "Heart beats": "112",
    "Temperature": "37.4",
}


@pytest.fixture
def at_work(transactional_exampleshire: None) -> None:
    planned.open_posts()
    teamwork.open_posts()


@pytest.mark.usefixtures("at_work")
def test_told_once_and_known_in_the_night(
    new_page: Callable[..., Page], enter: SignIn, accessible: Accessible
) -> None:
    """Ann falls; the council refers her, and at two in the morning somebody knows what she wants."""
    desk, phone = new_page(1280, 900), new_page(390, 844)
    referred(desk, enter)
    given_and_visited(desk, phone, enter)
    assessed_once(desk, phone, enter)
    planned_and_met(desk, enter)
    read_in_the_night(phone, enter, accessible)


def referred(desk: Page, enter: SignIn) -> None:
    enter(desk, "council")
    desk.goto("/refer/riverside-visit")
    desk.get_by_label("Why do you refer them?").fill("Fell in the kitchen")
    desk.get_by_role("radio", name="Yes").check()
    desk.get_by_text("Or say who it is").click()
    desk.get_by_label("NHS number", exact=True).fill("999 000 0018")
    desk.get_by_label("Date of birth", exact=True).fill("1 May 1940")
    desk.get_by_label("First name", exact=True).fill("Ann")
    desk.get_by_label("Family name", exact=True).fill("Adair")
    desk.get_by_label("How are you reached").fill("R. Weir, 01632 960 001")
    desk.get_by_role("button", name="Check and send").click()
    desk.get_by_role("button", name="Send the referral").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Referral sent")


def given_and_visited(desk: Page, phone: Page, enter: SignIn) -> None:
    enter(desk, "hub")
    desk.goto("/referrals/")
    desk.get_by_role("link", name="ADAIR, Ann").click()
    beside = desk.get_by_role("region", name="The referral that is open")
    beside.locator("summary", has_text="Give to a nurse").click()
    beside.get_by_label("To which team?").select_option("riverside-team")
    beside.get_by_role("button", name="Give to a nurse").click()
    expect(beside.locator(".cw-done")).to_contain_text("with Riverside team")

    enter(phone, "river")
    phone.goto(f"/referrals/{Referral.objects.get().reference}")
    phone.locator("summary", has_text="Visit").click()
    phone.get_by_label("How did it end?").select_option("well")
    phone.get_by_role("button", name="Visit").click()
    expect(phone.locator(".cw-referral__end")).to_contain_text("Seen at home")


def assessed_once(desk: Page, phone: Page, enter: SignIn) -> None:
    phone.goto(f"/people/{ann().pk}/assessments")
    phone.get_by_role("link", name="NEWS2, the National Early Warning Score 2").click()
    for label, value in OBSERVED.items():
        phone.get_by_label(label, exact=True).fill(value)
    for answer in ("Scale 1", "Breathing air", "Alert"):
        phone.get_by_label(answer, exact=True).check()
    phone.get_by_role("button", name="Record it").click()
    expect(phone.get_by_text("2 of 20, Low clinical risk")).to_be_visible()
    phone.get_by_role("link", name="Send it on").click()
    phone.get_by_label("To whom?").select_option("front-door")
    phone.get_by_role("button", name="Send it").click()

    enter(desk, "hub")
    desk.goto("/tasks/")
    desk.get_by_role("link", name="Assessments to answer").click()
    desk.get_by_role("link", name="ADAIR, Ann").click()
    desk.get_by_label("Accept it: we rely on it").check()
    desk.get_by_role("button", name="Go on").click()
    expect(desk.get_by_text("Riverside team and Front door.")).to_be_visible()


def planned_and_met(desk: Page, enter: SignIn) -> None:
    enter(desk, "river")
    desk.goto(f"/people/{ann().pk}/plan/sections/contingency")
    desk.get_by_label("If this happens").fill("Found on the floor")
    desk.get_by_label("Do this", exact=True).fill("Check for pain before moving her")
    desk.get_by_role("button", name="Publish").click()
    expect(desk.get_by_role("status").first).to_contain_text("Published")

    made = teamwork.met()
    meetings.put_on(teamwork.who("rita"), made.pk, ann().pk, "fell in the kitchen")
    enter(desk, "rita")
    desk.goto(f"/meetings/{made.pk}")
    desk.keyboard.press("j")
    expect(desk.get_by_role("heading", name="ADAIR, Ann")).to_be_visible()
    desk.keyboard.press("d")
    desk.keyboard.type("Looked in on twice a week")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_text("Decided: Looked in on twice a week")).to_be_visible()


def read_in_the_night(phone: Page, enter: SignIn, accessible: Accessible) -> None:
    """A nurse who has never met her opens the record, and reads one screen."""
    enter(phone, "hill")
    phone.goto("/emergency/")
    phone.get_by_label("NHS number", exact=True).fill("999 000 0018")
    phone.get_by_label("Date of birth", exact=True).fill("1 May 1940")
    phone.get_by_label("Why do you need this record now?").fill("found on the floor at home")
    phone.get_by_role("button", name="Open the record").click()
    phone.goto(f"/people/{ann().pk}/crisis")
    expect(phone.get_by_role("main")).to_contain_text("Check for pain before moving her")
    accessible(phone)
