"""Whoever sits at the front door: by keyboard beside the list, on a phone, two at once, as things come in."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.care.referred import holding
from tests.journeys.hub import came

from commonweal.care.referrals import actions
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import About, Made
from commonweal.web.referrals import clock

pytestmark = [pytest.mark.browser, pytest.mark.requirement("F4", "P4")]


def names(page: Page) -> list[str]:
    return page.locator(".cw-referrals tbody th a").all_inner_texts()


def test_a_referral_is_read_and_given_beside_the_list_by_keyboard(page: Page, front_door, enter, accessible):
    enter(page, "hub")
    page.goto("/referrals/")
    expect(page.locator(".cw-answer")).to_contain_text("3 open")
    assert names(page) == ["BAKER, Ben", "ADAIR, Ann", "KNOWN, Una"]
    accessible(page)

    for key in ("j", "j", "k", "j", "Enter"):
        page.keyboard.press(key)
    beside = page.get_by_role("region", name="The referral that is open")
    expect(beside.get_by_role("heading", level=1)).to_have_text(re.compile("ADAIR, Ann, 8"))
    expect(beside).to_contain_text("15 of 36 deficits")
    expect(page).to_have_url(re.compile(f"open={front_door['Ann']}$"))
    accessible(page)

    beside.locator("summary", has_text="Give to a nurse").press("Enter")
    beside.get_by_role("button", name="Give to a nurse").press("Enter")
    expect(beside.locator(".nhsuk-error-summary")).to_contain_text("Choose the team that goes")
    expect(beside.locator(".nhsuk-error-summary")).to_be_focused()
    beside.get_by_label("To which team?").select_option("riverside-team")
    beside.get_by_role("textbox", name="Note").fill("Ring first")
    beside.get_by_role("button", name="Give to a nurse").press("Enter")
    expect(beside.locator(".cw-done")).to_contain_text("‘Given to a nurse’ with Riverside team")
    expect(page.locator(f"#{front_door['Ann']}")).to_contain_text("Given to a nurse: Riverside team")
    expect(page.locator("#news")).to_contain_text("1 changed")

    page.keyboard.press("Escape")
    expect(beside).to_be_hidden()
    expect(page.get_by_role("link", name="ADAIR, Ann")).to_be_focused()
    page.reload()
    assert names(page) == ["BAKER, Ben", "ADAIR, Ann", "KNOWN, Una"]


def test_what_was_typed_stays_where_the_network_is_lost(page: Page, front_door, enter):
    enter(page, "hub")
    page.goto("/referrals/")
    page.get_by_role("link", name="ADAIR, Ann").click()
    beside = page.get_by_role("region", name="The referral that is open")
    beside.locator("summary", has_text="Do not visit").click()
    beside.get_by_role("textbox", name="Note").fill("Her daughter takes her")
    page.context.set_offline(True)
    beside.get_by_role("button", name="Do not visit").click()
    expect(beside.get_by_role("alert")).to_contain_text("No connection")
    page.context.set_offline(False)
    expect(beside.get_by_role("textbox", name="Note")).to_have_value("Her daughter takes her")
    beside.get_by_role("button", name="Do not visit").click()
    expect(beside.locator(".cw-referral__end")).to_have_text("Ended: Not visited.")
    assert Referral.objects.get(given="Ann").steps == 2


def test_on_a_phone_each_referral_has_its_own_page_and_everything_fits(
    phone: Page, front_door, enter, accessible
):
    enter(phone, "hub")
    for address in (
        "/referrals/",
        f"/referrals/{front_door['Una']}",
        f"/referrals/{front_door['Una']}/person",
    ):
        phone.goto(address)
        accessible(phone)
    phone.goto("/referrals/?lateness=new")
    phone.locator("summary", has_text="Saved views").click()
    phone.get_by_label("Keep what is shown now as").fill("Nobody has begun")
    phone.get_by_role("button", name="Keep").click()
    phone.locator("summary", has_text="Saved views (1)").click()
    phone.locator("summary", has_text="Show only some").click()
    accessible(phone)
    phone.goto("/referrals/")
    phone.get_by_role("link", name="KNOWN, Una").click()
    expect(phone).to_have_url(re.compile(f"/referrals/{front_door['Una']}$"))
    phone.locator("summary", has_text="Wait").click()
    phone.get_by_role("button", name="Wait").click()  # its one reason is chosen already
    expect(phone.locator(".cw-done")).to_contain_text("Waiting at your wish")
    expect(phone.get_by_role("list", name="Clocks")).to_contain_text("The person asked for a later time.")
    phone.get_by_role("button", name="That was wrong: take it back").click()
    expect(phone.locator(".cw-done")).to_contain_text("Asked for")
    expect(phone.locator(".cw-so-far")).to_contain_text("‘Wait’ never happened")
    accessible(phone)


def test_two_at_once_one_wins_and_the_other_is_told_and_loses_nothing(
    new_page, front_door, enter, accessible
):
    pages = [new_page(1000, 900), new_page(1000, 900)]
    for page in pages:
        enter(page, "hub")
        page.goto(f"/referrals/{front_door['Ben']}")
    first, second = pages
    first.locator("summary", has_text="Give to a nurse").click()
    first.get_by_label("To which team?").select_option("riverside-team")
    second.locator("summary", has_text="Do not visit").click()
    second.get_by_role("textbox", name="Note").fill("His son takes him to the practice")
    first.get_by_role("button", name="Give to a nurse").click()
    expect(first.locator(".cw-done")).to_be_visible()
    second.get_by_role("button", name="Do not visit").click()
    told = second.get_by_role("alert")
    expect(told).to_contain_text("Somebody was faster: nothing of yours was recorded yet")
    expect(told).to_contain_text("given to: Riverside team")
    expect(told).to_contain_text("His son takes him to the practice")
    accessible(second)
    second.get_by_role("link", name="Go on from here").click()
    expect(second.get_by_role("textbox", name="Note")).to_have_value("His son takes him to the practice")
    second.get_by_role("button", name="Do not visit").click()
    expect(second.locator(".cw-referral__end")).to_have_text("Ended: Not visited.")


def test_what_comes_in_appears_by_itself_and_nobody_loses_their_place(page: Page, front_door, enter):
    for number in range(30):
        came(About(given=f"N{number}", family="Crowd"), ago=20)
    enter(page, "hub")
    page.clock.install()
    page.goto("/referrals/")
    expect(page.locator(".cw-referrals tbody tr")).to_have_count(33)
    here = page.get_by_role("link", name="CROWD, N20")
    here.focus()
    page.evaluate("scrollTo(0, 700)")
    before = here.bounding_box()["y"]
    came(About(given="New", family="Comer"), ago=20_000)
    actions.move(
        holding("hub"), front_door["Ben"], Made("decline", seen=1, reason="declined", outcome="unseen")
    )
    page.clock.fast_forward(21_000)
    expect(page.locator("#news")).to_contain_text("1 new, 1 gone")
    assert names(page)[0] == "COMER, New"
    expect(here).to_be_focused()
    assert here.bounding_box()["y"] == before
    expect(page.locator(".cw-answer")).to_contain_text("33 open")


def test_the_board_works_without_javascript(browser, live_server, front_door, enter):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    enter(page, "hub")
    page.goto("/referrals/?words=ada")
    assert names(page) == ["ADAIR, Ann"]
    page.get_by_role("link", name="ADAIR, Ann").click()
    page.locator("summary", has_text="Give to a nurse").click()
    page.get_by_label("To which team?").select_option("hillside-team")
    page.get_by_role("button", name="Give to a nurse").click()
    assert Referral.objects.get(given="Ann").team == "hillside-team"
    context.close()


def test_the_page_and_the_browser_say_a_clock_in_the_same_words(page: Page, front_door, enter):
    enter(page, "hub")
    page.goto("/referrals/")
    lefts = [1, 59, 60, 61, 1799, 1800, 1801, 3600, 4320, 86399, 86400, 90000, 200000]
    noon = datetime(2026, 11, 16, 12, tzinfo=UTC)
    both = [seconds * sign for seconds in lefts for sign in (1, -1)]
    said = page.evaluate(
        """async (all) => {
            const { say } = await import("/static/clocks.js");
            return all.map((seconds) => say(seconds * 1000)).map(({ state, words }) => [state, words]);
        }""",
        both,
    )
    assert said == [list(clock.said(noon + timedelta(seconds=left), "", noon)) for left in both]
