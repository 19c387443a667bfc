"""A plan from the person's own words to the phone of whoever comes at night, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.care import planned
from tests.care.planned import ann, newest

pytestmark = [pytest.mark.browser, pytest.mark.requirement("T2", "T12", "R2")]
SignIn = Callable[[Page, str], None]
Accessible = Callable[[Page], None]


@pytest.fixture
def exampleshire_with_plans(transactional_exampleshire: None) -> None:
    planned.open_posts()


@pytest.mark.usefixtures("exampleshire_with_plans")
def test_from_her_own_words_to_the_night(
    new_page: Callable[..., Page], enter: SignIn, accessible: Accessible
) -> None:
    """Ann writes, Kim proposes, a nurse answers and signs, and somebody else reads it on a phone."""
    own, desk, phone = new_page(390, 844), new_page(1280, 900), new_page(390, 844)
    enter(own, "ann")
    own.goto("/own/plan")
    own.get_by_role("link", name="What matters most to me?").click()
    accessible(own)
    own.get_by_label("In words").fill("A cup of tea before anything else")
    own.get_by_role("button", name="Publish").click()
    expect(own.get_by_role("status").first).to_contain_text("Published")
    accessible(own)

    enter(own, "kim")
    own.goto("/own/plan/sections/contingency")
    own.get_by_label("If this happens").fill("Found on the floor")
    own.get_by_label("Do this", exact=True).fill("Check for pain before moving her")
    own.get_by_label("Do not do this").fill("Do not pull her up by the arms")
    own.get_by_role("button", name="Propose it").click()
    expect(own.get_by_role("main")).to_contain_text("waits for an answer")

    enter(desk, "river")
    desk.goto(f"/people/{ann().pk}")
    desk.get_by_role("navigation", name="This person").get_by_role("link", name="Plan").click()
    accessible(desk)
    desk.get_by_role("link", name="Proposals (1 waiting)").click()
    desk.get_by_role("link", name="Answer it").click()
    accessible(desk)
    desk.get_by_label("Call").first.fill("Kim, then the falls team")
    desk.get_by_label("What you say to whoever proposed it").fill("Thank you; I added whom to call")
    desk.get_by_role("button", name="Accept and publish").click()
    expect(desk.get_by_role("main")).to_contain_text("Accepted with a change")
    desk.goto(f"/people/{ann().pk}/plan/sections/who-to-call")
    desk.get_by_label("Name", exact=True).first.fill("Falls team")
    desk.get_by_label("Telephone", exact=True).first.fill("01632 960 100")
    desk.get_by_role("button", name="Add another entry").click()
    expect(desk.get_by_label("Name", exact=True).first).to_have_value("Falls team")
    accessible(desk)
    desk.get_by_role("button", name="Publish").click()
    desk.get_by_role("link", name="Sign the plan").click()
    desk.get_by_label("Was it agreed?").select_option("person")
    desk.get_by_label("How was it agreed, or why could it not be?").fill("Read aloud at home")
    desk.get_by_label("The whole is read again by").fill("3 May 2027")
    accessible(desk)
    desk.get_by_role("button", name="Sign", exact=True).click()
    expect(desk.get_by_role("main")).to_contain_text("Signed by river")

    enter(phone, "hub")
    phone.goto(f"/people/{ann().pk}/crisis")
    for words in ("Check for pain before moving her", "Do not pull her up", "A cup of tea", "01632 960 100"):
        expect(phone.get_by_role("main")).to_contain_text(words)
    accessible(phone)
    version = newest("contingency")
    assert version
    assert version.whose == "professional"
    own.goto("/own/plan/proposals")
    expect(own.get_by_role("main")).to_contain_text("Thank you; I added whom to call")
    own.goto("/own/plan/easy")
    accessible(own)
