"""A team lead goes through a meeting by the keys alone, to its minutes; on a phone it fits too."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.care.conftest import published_rows, transactional_exampleshire
from tests.care.control import person_of
from tests.care.teamwork import met, on_caseload, open_posts, who
from tests.journeys.hub import SignIn, enter

from commonweal.care import moments
from commonweal.care.meetings import actions
from commonweal.care.meetings.models import Meeting
from commonweal.care.tasks.models import Task

__all__ = ["enter", "published_rows", "transactional_exampleshire"]
pytestmark = [pytest.mark.browser, pytest.mark.requirement("T3")]
Accessible = Callable[[Page], None]


@pytest.fixture
def meeting(transactional_exampleshire: None) -> Meeting:
    """Of the riverside team, with Finn, whose review is overdue, and Ann, put on by hand."""
    open_posts()
    with moments.at(moments.now() - timedelta(days=30)):
        on_caseload("Finn", review=14)
    made = met()
    actions.draw_up(who("rita"), made.pk)
    actions.put_on(who("rita"), made.pk, person_of("Ann"), "fell on Monday")
    return made


def test_by_the_keys_from_the_agenda_to_the_minutes(
    page: Page, meeting: Meeting, enter: SignIn, accessible: Accessible
) -> None:
    enter(page, "rita")
    page.goto(f"/meetings/{meeting.pk}")
    accessible(page)
    page.keyboard.press("j")
    expect(page.get_by_role("heading", name="ADAIR, Ann")).to_be_visible()
    page.keyboard.press("d")
    page.keyboard.type("Stays at home; we look in twice a week")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Decided: Stays at home; we look in twice a week")).to_be_visible()
    page.keyboard.press("a")
    page.keyboard.type("weigh her @hillside by tomorrow")
    expect(page.get_by_role("status").filter(has_text="weigh her")).to_contain_text("Hillside team")
    accessible(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("A task: weigh her, Hillside team")).to_be_visible()
    page.keyboard.press("d")
    page.keyboard.type("a thought that is not kept yet")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.get_by_role("heading", name="FOX, Finn")).to_be_visible()
    page.keyboard.press("k")
    expect(page.get_by_label("What is decided, or said")).to_have_value("a thought that is not kept yet")
    assert Task.objects.get().owner == "hillside-team"

    page.get_by_role("button", name="Close the meeting").click()
    expect(page.get_by_text("Closed: the minutes stand.")).to_be_visible()
    page.get_by_role("link", name="Minutes", exact=True).click()
    expect(page.get_by_text("Not spoken of:")).to_be_visible()
    accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})
    accessible(page)
    for address in (f"/meetings/{meeting.pk}", "/meetings/", "/tasks/", "/caseload/"):
        page.goto(address)
        accessible(page)
