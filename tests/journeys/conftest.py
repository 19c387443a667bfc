"""The village, and Exampleshire's front door, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.care.conftest import published_rows, transactional_exampleshire
from tests.journeys.hub import enter, front_door
from tests.village import PASSWORD, served_village, village_blueprint, village_rows

__all__ = [
    "enter",
    "front_door",
    "published_rows",
    "served_village",
    "sign_in",
    "transactional_exampleshire",
    "village_blueprint",
    "village_rows",
]


@pytest.fixture
def sign_in(served_village: None) -> Callable[[Page, str], None]:
    """Fills in the form as a person does."""

    def as_a_person_does(page: Page, name: str) -> None:
        page.goto("/")
        page.get_by_label("User name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()

    return as_a_person_does
