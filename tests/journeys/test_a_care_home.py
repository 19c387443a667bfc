"""At two in the morning on a phone: observations, a score of 7, a call in four parts, the hub's answer."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from tests.care.conftest import PASSWORD, published_rows, transactional_exampleshire
from tests.care.homely import WEIR, came, holder, live_in

from commonweal.care.homes.models import Call
from commonweal.care.referrals import actions as referrals
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import Made

__all__ = ["published_rows", "transactional_exampleshire"]
pytestmark = [pytest.mark.browser, pytest.mark.requirement("T7", "T12")]
Accessible = Callable[[Page], None]
MEASURED = {
    "Breaths": "22",
    "Oxygen saturation": "93",
    "Systolic blood pressure": "105",
    "Heart beats": "115",
    "Temperature": "37.0",
}
CHOSEN = ("Scale 1", "Breathing air", "Alert")


def test_somebody_gets_worse_at_night(
    phone: Page, transactional_exampleshire: None, accessible: Accessible
) -> None:
    live_in(WEIR, "Ann")
    came("Ann", date(2026, 5, 4))
    phone.goto("/")
    phone.get_by_label("User name").fill("weir")
    phone.get_by_label("Password").fill(PASSWORD)
    phone.get_by_role("button", name="Sign in").click()
    phone.wait_for_url("**/our-home/")
    accessible(phone)
    phone.get_by_role("link", name="ADAIR, Ann").first.click()
    phone.get_by_role("button", name="Take observations").click()
    for label, value in MEASURED.items():
        phone.get_by_label(label, exact=True).fill(value)
    for label in CHOSEN[:2]:
        phone.get_by_label(label, exact=True).check()
    accessible(phone)
    phone.get_by_role("button", name="Record and see the score").click()
    expect(phone.get_by_role("alert")).to_contain_text("an answer that is not there is never taken as normal")
    phone.get_by_label(CHOSEN[2], exact=True).check()
    phone.get_by_role("button", name="Record and see the score").click()
    expect(phone.get_by_text("7 of 20, High clinical risk").first).to_be_visible()
    expect(phone.get_by_text("from home, ring 999")).to_be_visible()
    accessible(phone)

    phone.get_by_role("button", name="Call for help").click()
    expect(phone.get_by_label("A: Assessment")).to_have_value(re.compile("7 of 20, High clinical risk"))
    phone.get_by_label("S: Situation. What is happening now?").fill("Breathing fast since midnight")
    phone.get_by_label("R: Recommendation. What do you ask for, and how soon?").fill("Come within the hour")
    phone.get_by_label("Yes").check()
    accessible(phone)
    phone.get_by_role("button", name="Send it now").click()
    expect(phone.get_by_text("Sent to the front door as RV-")).to_be_visible()
    expect(phone.get_by_text("Not decided to the end: Asked for.")).to_be_visible()
    referral = Referral.objects.get()
    assert Call.objects.get().assessment_id

    made = Made("decline", seen=1, reason="declined", outcome="unseen")
    referrals.move(holder("door"), referral.reference, made)
    phone.reload()
    expect(phone.get_by_text("Nobody came; you may ask again.")).to_be_visible()
    accessible(phone)
