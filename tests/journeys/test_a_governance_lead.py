"""Whoever watches over sharing: from the warning to the agreement that ends, at a desk and on a phone."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings
from tests.blueprint.hamlet import HAMLET, write
from tests.village import PASSWORD

from commonweal.care.accounts.actions import open_account
from commonweal.care.extents import blueprint
from commonweal.care.sharing.actions import apply

pytestmark = [pytest.mark.browser, pytest.mark.requirement("R2")]

KEEPER = "  - {id: keeper, title: Keeper, purpose: oversight, sees_people: false, pages: [sharing]}\n"


@pytest.fixture
def keeper(transactional_db: None, settings: Settings, tmp_path: Path) -> str:
    """A governance lead of a hamlet whose only agreement ends in a month."""
    soon = timezone.localdate() + timedelta(days=30)
    care = HAMLET["sharing/care.yaml"].replace("2035-12-31", f"{soon}")
    settings.BLUEPRINT = str(write(tmp_path, roles=HAMLET["roles.yaml"] + KEEPER, care=care))
    apply(blueprint())
    open_account(by=None, name="keeper", password=PASSWORD, role="keeper", area="hamlet", organisation="RX1")
    return "keeper"


def test_from_the_warning_to_what_would_end(page: Page, new_page, keeper, accessible):
    sign_in(page, keeper)
    expect(page).to_have_url(re.compile("/sharing/$"))
    expect(page.get_by_role("region", name="An agreement needs you")).to_contain_text("in 30 days")
    accessible(page)
    page.get_by_label("Who looks").select_option(label="Nurse")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("role=nurse"))
    expect(page.get_by_role("group", name="Clauses").locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Your nurse sees your record.").click()
    expect(page).to_have_url(re.compile("/sharing/care#teams$"))
    expect(page.get_by_role("group", name="What ends")).to_contain_text("Nurse")
    accessible(page)

    phone = new_page(375, 812)
    sign_in(phone, keeper)
    for address in ("/sharing/?role=nurse", "/sharing/?role=nurse&category=cost", "/sharing/care"):
        phone.goto(address)
        accessible(phone)


def sign_in(page: Page, name: str) -> None:
    page.goto("/")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
