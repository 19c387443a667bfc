"""A night nurse, the person, a social worker and the governance lead: who sees, who looked, who decides."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.care.conftest import PASSWORD, published_rows, transactional_exampleshire
from tests.care.control import person_of, post

from commonweal.care.break_glass.models import Opening
from commonweal.care.involvements.models import Involvement

__all__ = ["published_rows", "transactional_exampleshire"]
pytestmark = [pytest.mark.browser, pytest.mark.requirement("R1", "R2", "R3", "R4")]
SignIn = Callable[[Page, str], None]
Accessible = Callable[[Page], None]


@pytest.fixture
def acting_as(transactional_exampleshire: None) -> SignIn:
    """Signs in as a person does."""

    def sign_in(page: Page, name: str) -> None:
        post(name)
        page.goto("/")
        page.get_by_label("User name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()

    return sign_in


def test_from_nobody_found_to_the_review(
    new_page: Callable[..., Page], acting_as: SignIn, accessible: Accessible
) -> None:
    """A nurse on a phone opens Ann's record; the governance lead sees it at once."""
    phone, desk = new_page(390, 844), new_page(1280, 900)
    acting_as(phone, "nurse")
    phone.goto("/people/?q=9990000018")
    phone.get_by_role("link", name="open a record in an emergency").click()
    phone.get_by_label("NHS number", exact=True).fill("999 000 0018")
    phone.get_by_label("Date of birth", exact=True).fill("1 May 1940")
    phone.get_by_role("button", name="Open the record").click()
    expect(phone.get_by_role("alert")).to_contain_text("Say why in at least 3 words")
    accessible(phone)
    phone.get_by_label("Why do you need this record now?").fill("found on the floor at home")
    phone.get_by_role("button", name="Open the record").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("ADAIR, Ann")
    expect(phone.get_by_role("region", name="Opened in an emergency")).to_contain_text("in 59 minutes")
    accessible(phone)

    acting_as(desk, "governance")
    desk.get_by_role("link", name="To review (1)").click()
    accessible(desk)
    desk.get_by_role("link", name=re.compile("^Look at the opening")).click()
    desk.get_by_role("button", name="Shut it now").click()
    desk.get_by_label("What did you find?").select_option("Justified")
    accessible(desk)
    desk.get_by_role("button", name="Keep the review").click()
    expect(desk.get_by_role("link", name="To review", exact=True)).to_be_visible()
    accessible(desk)
    desk.goto(f"/who-looked/{Opening.objects.get().person_id}")
    expect(desk.get_by_role("listitem").filter(has_text="found on the floor")).to_contain_text(
        "In an emergency"
    )
    accessible(desk)

    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Nobody here that you may see")
    accessible(phone)


def test_a_lead_refers_and_the_council_hands_over(
    new_page: Callable[..., Page], acting_as: SignIn, accessible: Accessible
) -> None:
    """The council sees Ann from then on, and no more once it has handed over."""
    desk, phone = new_page(1280, 900), new_page(390, 844)
    acting_as(desk, "lead")
    desk.goto(f"/people/{person_of('Ann')}")
    desk.get_by_role("link", name="Bring somebody in").click()
    accessible(desk)
    desk.get_by_label("Who?").select_option("Exampleshire Council")
    desk.get_by_label("How do they work").select_option("Looks after the person")
    desk.get_by_label("Why?").fill("cannot cook any more")
    desk.get_by_role("button", name="Bring them in").click()
    expect(desk.get_by_role("status")).to_contain_text(
        "Exampleshire Council may see this record from now on."
    )
    accessible(desk)

    acting_as(phone, "council")
    phone.goto(f"/people/{person_of('Ann')}")
    phone.get_by_role("link", name="Hand over from Exampleshire Council").click()
    accessible(phone)
    phone.get_by_label("To whom?").select_option("Riverside team")
    phone.get_by_label("Why, and what").fill("needs a nurse")
    phone.get_by_role("button", name="Hand over").click()
    expect(phone.get_by_role("status")).to_contain_text("Riverside team looks after this person now")
    phone.goto(f"/involvements/{Involvement.objects.get(ended=None).pk}/end")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Nobody here that you may see")


def test_a_person_reads_who_looked_and_objects(
    new_page: Callable[..., Page], acting_as: SignIn, accessible: Accessible
) -> None:
    """On their phone: their record, who looked, what an objection would shut, and undoing it."""
    desk, phone = new_page(1280, 900), new_page(390, 844)
    acting_as(desk, "lead")
    desk.goto(f"/people/{person_of('Ann')}")
    acting_as(phone, "ann")
    expect(phone.get_by_role("heading", level=1)).to_have_text("My record")
    accessible(phone)
    phone.get_by_role("link", name="Who looked at my record").click()
    expect(phone.get_by_role("listitem").filter(has_text="Team lead")).to_contain_text(
        "you are registered with a practice they work for"
    )
    accessible(phone)
    phone.get_by_role("navigation", name="Main").get_by_role("link", name="My choices").click()
    accessible(phone)
    phone.get_by_label("Which part of the record?").select_option("GP record")
    phone.get_by_role("button", name="Show what it would shut").click()
    expect(phone.locator(".cw-losing")).to_contain_text("Team lead: GP record")
    accessible(phone)
    phone.get_by_role("button", name="Object", exact=True).click()
    expect(phone.get_by_role("status")).to_contain_text("The objection holds from now on.")
    accessible(phone)
    desk.reload()
    expect(desk.get_by_role("region", name="What this person has chosen")).to_contain_text("GP record")
    accessible(desk)
    phone.get_by_role("button", name=re.compile("^Withdraw")).click()
    expect(phone.locator(".cw-answer")).to_contain_text("You have chosen nothing")


def test_an_emergency_needs_no_script(browser: Browser, live_server: LiveServer, acting_as: SignIn) -> None:
    """Where the browser runs none, the record opens all the same."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    acting_as(page, "nurse")
    page.goto("/emergency/")
    page.fill("[name=nhs_number]", "9990000018")
    page.fill("[name=born]", "1/5/1940")
    page.fill("[name=reason]", "found on the floor")
    page.click(".cw-main button")
    assert "You opened this record in an emergency" in page.inner_text(".cw-emergency")
    context.close()
