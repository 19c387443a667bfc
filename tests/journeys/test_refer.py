"""A social worker refers at a desk, the hub asks back, a person asks for help on a phone, a home refers."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route, expect
from tests.care.conftest import PASSWORD, published_rows, transactional_exampleshire
from tests.care.control import person_of
from tests.care.referring import holding, refer

from commonweal.care import moments
from commonweal.care.referrals import actions
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import Made

__all__ = ["published_rows", "transactional_exampleshire"]
pytestmark = [pytest.mark.browser, pytest.mark.requirement("F1", "F6", "F7", "T7")]
SignIn = Callable[[Page, str], None]
Accessible = Callable[[Page], None]


@pytest.fixture
def acting_as(transactional_exampleshire: None) -> SignIn:
    """Signs in as a person does."""

    def sign_in(page: Page, name: str) -> None:
        holding(name)
        page.goto("/")
        page.get_by_label("User name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()

    return sign_in


def test_from_a_name_to_the_receipt(page: Page, acting_as: SignIn, accessible: Accessible) -> None:
    """Nothing typed is lost by a wrong answer, by leaving the page, or by going back."""
    refer(holding("council"), person_of("Ann"))
    acting_as(page, "council")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Refer", exact=True).click()
    accessible(page)
    late: list[Route] = []
    page.route("**/draft*.js", lambda route: late.append(route), times=1)
    page.get_by_role("link", name="Riverside visit").click()
    page.get_by_label("Why do you refer them?").fill("Cannot get out of bed 😀 <b>since Monday</b>")
    late[0].continue_()  # what was typed before the page was all there is kept too
    expect(page.get_by_text("Kept.", exact=True)).to_be_visible(timeout=15_000)
    page.goto("/refer/riverside-visit")
    expect(page.get_by_label("Why do you refer them?")).to_have_value(
        "Cannot get out of bed 😀 <b>since Monday</b>"
    )
    page.get_by_role("radio", name="No").check()
    page.get_by_role("button", name="Check and send").click()
    expect(page.get_by_role("alert")).to_contain_text("Book an appointment at the practice.")
    accessible(page)
    page.get_by_role("radio", name="Yes").check()
    page.get_by_text("Or say who it is").click()
    page.get_by_label("NHS number", exact=True).fill("999 000 0018")
    page.get_by_label("Date of birth", exact=True).fill("1 May 1940")
    page.get_by_role("button", name="Check and send").click()
    expect(page.get_by_role("alert")).to_contain_text("Say how you can be reached with the answer")
    accessible(page)
    page.get_by_label("How are you reached").fill("R. Weir, 01632 960 001")
    page.get_by_role("button", name="Check and send").click()
    expect(page.get_by_role("region", name="Open already for the same person")).to_contain_text("Front door")
    accessible(page)
    page.go_back()
    expect(page.get_by_label("How are you reached")).to_have_value("R. Weir, 01632 960 001")
    page.go_forward()
    letter = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a letter"}
    page.get_by_label("Papers, if there are any").set_input_files(files=[letter])  # type: ignore[list-item]
    page.get_by_role("button", name="Send it anyway").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Referral sent")
    accessible(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="letter.pdf").click()
    assert taken.value.path().read_bytes() == b"%PDF-1.7 a letter"
    page.get_by_role("link", name="The whole journey").click()
    expect(page.locator(".cw-answer")).to_contain_text("Front door has it now")
    accessible(page)


def test_a_person_asks_for_help_on_a_phone(phone: Page, acting_as: SignIn, accessible: Accessible) -> None:
    """One question a page, with a thumb; then they read who has it and by when."""
    acting_as(phone, "ann")
    phone.get_by_role("link", name="My referrals").click()
    accessible(phone)
    phone.get_by_role("link", name="Riverside visit").click()
    accessible(phone)
    phone.get_by_role("radio", name="Yes").check()
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_label("In your own words").fill("I cannot get up")
    accessible(phone)
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_label("Telephone number").fill("01632 960 002")
    phone.get_by_role("button", name="Go on").click()
    accessible(phone)
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_role("status")).to_contain_text(Referral.objects.get().reference)
    expect(phone.get_by_role("listitem").filter(has_text="I cannot get up")).to_contain_text("Front door")
    accessible(phone)


def test_a_question_comes_back_and_the_journey_is_read_on_a_phone(
    phone: Page, acting_as: SignIn, accessible: Accessible
) -> None:
    began = moments.now() - timedelta(hours=6)
    with moments.at(began):
        reference = refer(holding("hill"), person_of("Ida"))
    with moments.at(began + timedelta(hours=1)):
        asked = Made("wait", seen=1, reason="wish", note="When is she at home?")
        actions.move(holding("hub"), reference, asked)
    acting_as(phone, "hill")
    phone.goto("/refer/sent")
    accessible(phone)
    phone.get_by_role("link", name="ADAIR, Ida").click()
    accessible(phone)
    phone.get_by_role("textbox", name="Your answer").fill("From noon on")
    phone.get_by_role("button", name="Go on").click()
    expect(phone.get_by_role("status")).to_contain_text("Your answer is with those who read the referral.")
    phone.get_by_role("link", name="The whole journey").click()
    expect(phone.locator(".cw-answer")).to_contain_text("6 hours since the first call")
    expect(phone.locator(".cw-journey__tall")).to_be_visible()
    expect(phone.locator(".cw-journey__wide")).to_be_hidden()
    accessible(phone)


def test_a_care_home_refers_a_resident(phone: Page, acting_as: SignIn, accessible: Accessible) -> None:
    acting_as(phone, "weir")
    phone.get_by_role("link", name="People", exact=True).click()
    accessible(phone)
    phone.get_by_role("link", name="Refer Ben Baker").click()
    phone.get_by_role("link", name="Riverside visit").click()
    expect(phone.locator(".cw-who")).to_contain_text("BAKER, Ben")
    accessible(phone)
