"""Every page around an account in a real browser: readable by all, with nothing fetched from elsewhere."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from playwright.sync_api import Page, expect
from tests.village import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.requirement("R1")]


def code(secret: str) -> str:
    """What an app shows now for this key."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def type_password(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("User name").fill("lead")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def title(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


@pytest.fixture
def required(served_village, settings):
    settings.SECOND_FACTOR = "required"
    settings.MFA_TOTP_TOLERANCE = 1  # half a minute may end between reading a code and sending it


def set_up(page: Page, accessible) -> str:
    """Sets up an app from the page that asks to; its key."""
    page.goto("/population/hamlet")
    type_password(page)
    assert title(page) == "Set up a second step"
    accessible(page)
    secret = re.sub(r"[^A-Z2-7]", "", page.locator("code").inner_text())
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Set up").click()
    assert title(page) == "Recovery codes"
    accessible(page)
    page.get_by_role("button", name="Go on to your work").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hamlet")
    return secret


def test_from_the_first_sign_in_to_the_second(required, phone: Page, accessible):
    """A lead sets up a second step, works, signs out, and signs in with both steps."""
    secret = set_up(phone, accessible)
    phone.get_by_role("button", name="Sign out").click()
    expect(phone.get_by_role("status")).to_have_text("You have signed out.")
    type_password(phone, "wrong")
    expect(phone.get_by_role("alert")).to_contain_text("The user name or the password is not correct.")
    accessible(phone)
    cache.clear()  # a code is good once, and this one comes in the same half minute
    type_password(phone)
    assert title(phone) == "Second step"
    accessible(phone)
    phone.get_by_label("Code").fill(code(secret))
    phone.get_by_role("button", name="Sign in", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Hamlet")


def test_the_pages_of_an_account(required, page: Page, accessible):
    set_up(page, accessible)
    for address, says in (
        ("/accounts/2fa/", "Your account"),
        ("/accounts/password/change/", "Change your password"),
        ("/accounts/sessions/", "Where you are signed in"),
        ("/accounts/2fa/totp/deactivate/", "Stop using the app"),
        ("/accounts/2fa/reauthenticate/", "Confirm that it is you"),
        ("/post", "Choose a post"),
    ):
        page.goto(address)
        assert title(page) == says
        accessible(page)


def test_where_signing_in_leads_nowhere_the_page_says_what_to_do(served_village, phone: Page, accessible):
    for address in (
        "/accounts/inactive/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/accounts/3rdparty/login/cancelled/",
        "/accounts/3rdparty/login/error/",
    ):
        phone.goto(address)
        expect(phone.locator("main")).to_contain_text(re.compile("try again|back to signing in", re.I))
        accessible(phone)
