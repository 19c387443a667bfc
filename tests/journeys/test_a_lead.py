"""A team lead, from signing in to the evidence for one person: at a desk, by keyboard, on a phone."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.village import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.requirement("P1", "P2"), pytest.mark.numbers]

PAGES = (
    "/population/hamlet",
    "/population/hamlet?drawn=frail&measure=count&ages=65%2B",
    "/population/Z00001",
    "/population/E01990001",
    "/population/hamlet/practices",
    "/population/hamlet/small-areas",
    "/population/hamlet/people",
    "/people/",
    "/people/?q=crowdd",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/nothing/here",
    "/population/hamlet?band=worse",
    "/loads/",
)


def test_from_a_bar_of_the_pyramid_to_the_evidence_for_one_person(page: Page, sign_in, accessible):
    sign_in(page, "lead")
    expect(page).to_have_url(re.compile("/population/hamlet$"))
    expect(page.locator(".cw-answer")).to_contain_text("12 people registered here live with severe frailty")
    accessible(page)

    bar = page.get_by_role("link", name="Women aged 80 to 84, severe frailty: 10 people")
    bar.hover()
    expect(page.locator(".cw-says").first).to_have_text(
        re.compile("10 people \\(100.0% of women aged 80 to 84")
    )
    bar.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Women aged 80 to 84 with severe frailty, Hamlet"
    )
    expect(page.locator("tbody tr")).to_have_count(10)
    accessible(page)

    page.get_by_role("link", name="VALE, Ada").click()
    expect(page.locator(".cw-answer")).to_contain_text("15 of 36 deficits")
    expect(page.get_by_role("group", name="Evidence for each deficit").locator("tbody tr")).to_have_count(15)
    accessible(page)

    page.get_by_role("navigation", name="Years shown").get_by_role("link", name="2021").click()
    expect(page).to_have_url(re.compile("from=2021&to=2021"))
    page.get_by_role("link", name=re.compile("^GP, 24 August 2021")).click()
    expect(page).to_have_url(re.compile("#on-2021-08-24$"))
    accessible(page)


def test_from_the_map_to_a_small_area_and_from_the_table_to_a_practice(page: Page, sign_in, accessible):
    sign_in(page, "lead")
    page.get_by_role("link", name="Mill 1: 16.7 in 100 (range 9.3 to 28.0); 10 of 60").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mill 1")
    expect(page.locator(".cw-answer")).to_contain_text("10 people living here have severe frailty")
    accessible(page)
    page.go_back()
    page.get_by_role("group", name="Practices").get_by_role("link", name="The Green", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The Green")
    page.get_by_label("Frailty", exact=True).select_option("mild")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".cw-answer")).to_contain_text("9 people registered here live with mild frailty")
    page.get_by_label("Area", exact=True).select_option("mill")
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mill")


def test_a_list_is_walked_by_keyboard(page: Page, sign_in):
    sign_in(page, "lead")
    expect(page).to_have_url(re.compile("/population/hamlet$"))
    page.wait_for_load_state()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.goto("/population/hamlet/people?band=severe")
    for key in "jjk":
        page.keyboard.press(key)
    second = page.locator("tbody th a").nth(0)
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/people/[0-9a-f-]{36}$"))
    page.keyboard.press("/")
    field = page.get_by_label("Find a person")
    expect(field).to_be_focused()
    field.fill("marsh")
    page.keyboard.press("Enter")
    expect(page.locator(".cw-answer")).to_contain_text("Bea Marsh, 95, lives with severe frailty")


def test_every_page_fits_a_phone_and_is_accessible_there(new_page, sign_in, accessible):
    phone = new_page(375, 812)
    sign_in(phone, "lead")
    phone.goto("/people/?q=vale")
    for address in ("", *PAGES):
        if address:
            phone.goto(address)
        accessible(phone)


def test_everything_is_there_without_javascript(browser: Browser, live_server: LiveServer, served_village):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/population/hamlet?band=severe")
    page.fill("[name=login]", "lead")
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    assert "12 people registered here live with severe frailty" in page.inner_text(".cw-answer")
    page.select_option("[name=ages]", "90+")
    page.click(".cw-filters button")
    assert "2 people aged 90 and over" in page.inner_text(".cw-answer")
    page.click(".cw-answer a")
    page.click("tbody tr:first-child th a")
    assert "lives with severe frailty" in page.inner_text(".cw-answer")
    context.close()
