"""Those who plan and those who look after the data: numbers without people, and what came in."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.numbers]


@pytest.mark.requirement("P2")
def test_an_analyst_sees_small_numbers_withheld_and_no_people(page: Page, sign_in, accessible):
    sign_in(page, "analyst")
    expect(page.get_by_role("navigation", name="Main")).not_to_contain_text("People")
    expect(page.locator(".cw-answer")).to_contain_text("10 people registered here live with severe frailty")
    page.get_by_role(
        "link", name=re.compile("^Women aged 90 and over, severe frailty: a withheld number")
    ).click()
    expect(page).to_have_url(re.compile("/population/hamlet\\?ages=90%2B&sex=female&band=severe"))
    expect(page.locator(".cw-answer")).to_contain_text("A withheld number of women aged 90 and over")
    accessible(page)
    page.goto("/population/hamlet/people")
    expect(page.get_by_role("heading", level=1)).to_have_text("You may not see this")
    accessible(page)


@pytest.mark.requirement("P3")
def test_an_analyst_compares_a_place_in_every_way(page: Page, sign_in, accessible):
    """Each page of measures, wide and on a phone, without anything that runs off it."""
    sign_in(page, "analyst")
    ways = page.get_by_role("navigation", name="This area")
    for way in ("Segments", "Registers", "Inequality", "Map", "Compare"):
        ways.get_by_role("link", name=way).click()
        expect(ways.locator("[aria-current]")).to_have_text(way)
        expect(page.locator(".cw-answer")).to_be_visible()
        accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/population/hamlet/registers?measure=register:diabetes")
    accessible(page)


@pytest.mark.requirement("P10")
def test_a_data_clerk_follows_refused_records_to_their_line(page: Page, sign_in, accessible):
    sign_in(page, "clerk")
    expect(page).to_have_url(re.compile("/loads/$"))
    accessible(page)
    page.locator(".cw-answer").get_by_role("link", name="3").click()
    accessible(page)
    page.get_by_role("row", name=re.compile("no date")).first.get_by_role("link", name="2").click()
    refused = page.get_by_role("group", name="Refused records").locator("tbody tr")
    expect(refused).to_have_count(2)
    expect(refused.first).to_contain_text("conditions.ndjson")


def test_someone_with_two_posts_chooses_and_signs_out(page: Page, sign_in, accessible):
    sign_in(page, "both")
    expect(page.get_by_role("heading", level=1)).to_have_text("Choose a post")
    accessible(page)
    page.get_by_role("button", name=re.compile("Act in this post")).last.click()
    expect(page.locator(".cw-viewer")).to_contain_text("for planning")
    page.get_by_role("link", name="Change post").click()
    expect(page.get_by_text("you act in it now")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    accessible(page)


def test_a_wrong_password_says_what_is_wrong(page: Page, served_village, accessible):
    page.goto("/accounts/login/")
    page.get_by_label("User name").fill("lead")
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    accessible(page)
