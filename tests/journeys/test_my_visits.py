"""A nurse on a phone: on the way, at the door, recorded; without a network, and where somebody was faster."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.care.conftest import PASSWORD, published_rows, transactional_exampleshire
from tests.care.rounds import holder, open_posts

from commonweal.care import moments
from commonweal.care.referrals import actions as referrals
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import About, Given, Made, Sender
from commonweal.care.teams import actions, day, rules
from commonweal.care.teams.rules import Turn
from commonweal.care.visits import actions as visits
from commonweal.care.visits.models import Visit, VisitRecord
from commonweal.care.visits.rules import Asked, Recorded
from commonweal.web.words import clock

__all__ = ["published_rows", "transactional_exampleshire"]
pytestmark = [pytest.mark.browser, pytest.mark.requirement("F3", "T12")]
HOUR = timedelta(hours=1)
Accessible = Callable[[Page], None]
DRAFTS = "Object.keys(localStorage).filter((key) => key.startsWith('commonweal/')).length"


@pytest.fixture
def visit(transactional_exampleshire: None) -> Visit:
    """Ann, whom Rose is to visit about now."""
    open_posts()
    now, lead = timezone.now(), holder("river-lead")
    about = About(given="Ann", family="Adair", address="14 Mill Lane", phone="01632 960 123")
    asked = Given("riverside-visit", about, Sender("council"), "Cannot get out", {"housebound": True})
    with moments.at(now - HOUR):
        reference = referrals.receive(holder("council"), asked).referral.reference
        referrals.move(holder("hub"), reference, Made("give", seen=1, team="riverside-team"))
        actions.add(lead, "riverside-team", holder("rose").post, Turn(now - HOUR, now + 3 * HOUR))
        made = visits.ask(lead, reference, Asked(now - HOUR, now + HOUR, 30, (), "dressing", "key safe 1940"))
        day.plan(lead, "riverside-team", rules.day_of(now))
    return made


def signed_in(page: Page, name: str, address: str) -> Page:
    page.goto(address)
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{address}")
    return page


def now_by_the_clock() -> str:
    return clock(datetime.now(timezone.get_current_timezone()))


def test_without_a_network_nothing_is_lost(phone: Page, visit: Visit, accessible: Accessible) -> None:
    """Tapped and typed offline, kept over a reload, sent when the network is back, then off the phone."""
    visit.refresh_from_db()
    assert visit.planned
    signed_in(phone, "rose", f"/visits/?day={rules.day_of(visit.planned)}")
    expect(phone.get_by_text("Bring and know: key safe 1940")).to_be_visible()
    accessible(phone)
    phone.get_by_role("button", name="On the way").click()
    expect(phone.get_by_text("You are on the way since")).to_be_visible()
    phone.get_by_label("What did you see and do?").fill("Wound clean and dry")
    phone.reload()
    expect(phone.get_by_label("What did you see and do?")).to_have_value("Wound clean and dry")
    expect(phone.get_by_text("What you typed at")).to_be_visible()
    accessible(phone)
    accessible(phone)

    phone.context.set_offline(True)
    phone.get_by_role("button", name="I am here").click()
    expect(phone.get_by_text("is noted on this phone")).to_be_visible()
    phone.get_by_label("When did you arrive?").fill(now_by_the_clock())
    phone.get_by_label("When did you leave?").fill(now_by_the_clock())
    phone.get_by_label("What happens next?").select_option("Visit: Seen at home")
    phone.get_by_role("button", name="Keep the record").click()
    expect(phone.get_by_text("No network. What you typed is kept on this phone")).to_be_visible()
    assert phone.evaluate(DRAFTS) == 2
    assert not VisitRecord.objects.exists()

    phone.context.set_offline(False)
    expect(phone.get_by_text("Recorded. It stands in the history of this visit as number 1.")).to_be_visible()
    assert phone.evaluate(DRAFTS) == 0
    assert VisitRecord.objects.get().note == "Wound clean and dry"
    assert Referral.objects.get().outcome == "well"


def test_somebody_was_faster(phone: Page, visit: Visit, accessible: Accessible) -> None:
    """Both versions stand side by side, what is brought together is kept too; signing out clears all."""
    here = f"/visits/{visit.pk}"
    signed_in(phone, "rose", here)
    now = timezone.now()
    theirs = Recorded(0, made=True, arrived=now - HOUR / 2, finished=now, note="Rob was there")
    visits.record(holder("rob"), visit.pk, theirs)
    phone.get_by_label("When did you arrive?").fill(now_by_the_clock())
    phone.get_by_label("When did you leave?").fill(now_by_the_clock())
    phone.get_by_label("What did you see and do?").fill("Rose was there")
    phone.get_by_role("button", name="Keep the record").click()
    both = phone.get_by_role("alert")
    expect(both).to_contain_text("Somebody else recorded this visit while you wrote")
    expect(both).to_contain_text("Rob was there")
    expect(both).to_contain_text("Rose was there")
    accessible(phone)
    phone.get_by_label("What did you see and do?").fill("Rob and Rose were there")
    phone.get_by_role("button", name="Keep the record").click()
    expect(phone.get_by_text("as number 2")).to_be_visible()
    assert [one.note for one in VisitRecord.objects.order_by("number")] == [
        "Rob was there",
        "Rob and Rose were there",
    ]
    phone.goto(here)
    phone.get_by_label("What did you see and do?").fill("a thought that is not sent")
    assert phone.evaluate(DRAFTS) == 1
    phone.get_by_role("button", name="Sign out").click()
    phone.wait_for_url("**/accounts/login/**")
    assert phone.evaluate(DRAFTS) == 0
