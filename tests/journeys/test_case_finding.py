"""A team lead reads a rule, tries another threshold, and puts one it finds on the caseload with why."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.care.conftest import published_rows, transactional_exampleshire
from tests.care.teamwork import open_posts
from tests.journeys.hub import SignIn, enter

from commonweal.care import moments
from commonweal.care.case_finding import keeping
from commonweal.care.caseloads.models import CaseloadPlace
from commonweal.care.extents import blueprint

__all__ = ["enter", "published_rows", "transactional_exampleshire"]
pytestmark = [pytest.mark.browser, pytest.mark.requirement("P5")]


def test_from_a_rule_in_words_to_people_on_the_caseload(
    page: Page,
    phone: Page,
    transactional_exampleshire: None,
    enter: SignIn,
    accessible: Callable[[Page], None],
) -> None:
    open_posts()
    keeping.keep(blueprint().case_rules, moments.today() - timedelta(days=40))
    enter(page, "rita")
    page.goto("/caseload/")
    page.get_by_role("link", name="Case finding").click()
    expect(page.get_by_text("Aged at least 75")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Try it Frail at home").click()
    page.get_by_label("Deficits of the frailty index, at least").fill("6")
    page.get_by_role("button", name="Try").click()
    expect(page.get_by_text("That is 1 whom the file does not find")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="As declared").click()
    page.get_by_role("link", name="Who they are").click()
    page.get_by_role("link", name="Found, not seen").click()
    expect(page.get_by_text("were found more than 28 days ago")).to_be_visible()
    accessible(page)
    page.get_by_role("checkbox", name="ADAIR, Ann").check()
    page.get_by_role("button", name="Put those ticked on our caseload").click()
    accessible(page)
    page.get_by_role("button", name="Put on the caseload").click()
    expect(page.get_by_text("1 person put on the caseload, each with why")).to_be_visible()
    assert "15 of the 36 frailty deficits" in CaseloadPlace.objects.get().reason
    enter(phone, "rita")
    for here in ("/case-finding/", "/case-finding/frail-at-home", "/case-finding/frail-at-home/dry-run"):
        phone.goto(here)
        accessible(phone)
