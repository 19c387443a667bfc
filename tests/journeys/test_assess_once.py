"""Somebody is assessed once: the front door fills it in, the team by the river relies on it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.care.assessed import PHQ9, begin_work
from tests.care.referred import holding, open_posts
from tests.journeys.hub import SignIn

from commonweal.care import moments
from commonweal.care.assessments import actions
from commonweal.care.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.requirement("T1", "T5", "T6", "U2")]


@pytest.fixture
def eve(transactional_exampleshire: None) -> Person:
    """Whom the team by the river works with, whose mood was asked three times; she could be pregnant."""
    open_posts()
    found = Person.objects.get(given="Eve")
    begin_work(found, "riverside-team")
    for days, score in ((40, "3"), (20, "2"), (3, "0")):
        given = PHQ9 | {f"q{number}": score for number in (1, 2, 3, 4)}
        happened = moments.now() - timedelta(days=days)
        actions.record(holding("hub"), found.pk, "phq-9", given, happened=happened)
    return found


def test_assessed_once_and_relied_on_by_the_next_team(
    new_page: Callable[..., Page], eve: Person, enter: SignIn, accessible: Callable[[Page], None]
) -> None:
    """The form on a phone, as at a bedside; the answer at a desk."""
    phone = new_page(390, 844)
    enter(phone, "hub")
    phone.goto(f"/people/{eve.pk}/assessments")
    accessible(phone)
    accessible(phone)
    phone.get_by_role("link", name="NEWS2, the National Early Warning Score 2").click()
    accessible(phone)
    accessible(phone)
    for label, value in (
        ("Breaths", "18"), ("Oxygen saturation", "96"), ("Systolic blood pressure", "118"),
        ("Heart beats", "112"), ("Temperature", "37.4"),
    ):  # fmt: skip
        phone.get_by_label(label, exact=True).fill(value)
    for answer in ("Scale 1", "Breathing air", "Alert"):
        phone.get_by_label(answer, exact=True).check()
    phone.get_by_role("button", name="Record it").click()
    expect(phone.get_by_role("alert")).to_contain_text("Is the person pregnant?")
    expect(phone.get_by_label("Heart beats", exact=True)).to_have_value("112")
    accessible(phone)
    phone.get_by_label("No", exact=True).check()
    phone.get_by_role("button", name="Record it").click()
    expect(phone.get_by_text("2 of 20, Low clinical risk")).to_be_visible()
    accessible(phone)
    accessible(phone)
    phone.get_by_role("link", name="Send it on").click()
    phone.get_by_label("To whom?").select_option("riverside-team")
    accessible(phone)
    phone.get_by_role("button", name="Send it").click()

    desk = new_page(1280, 900)
    enter(desk, "river")
    desk.goto("/assessments/")
    accessible(desk)
    desk.get_by_role("link", name="EVANS, Eve").click()
    desk.get_by_label("Accept it: we rely on it").check()
    accessible(desk)
    desk.get_by_role("button", name="Go on").click()
    expect(desk.get_by_text("Front door and Riverside team.")).to_be_visible()
    desk.goto(f"/people/{eve.pk}/assessments/phq-9")
    expect(desk.get_by_role("heading", name="Total: better")).to_be_visible()
    accessible(desk)
