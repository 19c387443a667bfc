"""Those who hand people over, open records in an emergency, and choose about their own."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from tests.care.conftest import PASSWORD

from commonweal.care.access import Viewer
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import User
from commonweal.care.people.models import Person

HOLDERS = {  # sign-in name → role, area, organisation, team, whose own
    "council": ("social-worker", "exampleshire", "ZZ2", "", ""),
    "colleague": ("social-worker", "exampleshire", "ZZ2", "", ""),
    "home": ("social-worker", "exampleshire", "ZZ3", "", ""),
    "team": ("nurse", "Z99003", "ZZ1", "riverside-team", ""),
    "ann": ("person", "exampleshire", "", "", "Ann"),
    "governance": ("governance", "exampleshire", "", "", ""),
}


def post(name: str) -> Viewer:
    """The viewer who holds this post, which is opened where it is not there yet."""
    if not User.objects.filter(username=name).exists():
        role, area, organisation, team, whose = HOLDERS[name]
        person = person_of(whose) if whose else None
        open_account(
            by=None, name=name, password=PASSWORD, role=role, area=area,
            organisation=organisation, team=team, person=person,
        )  # fmt: skip
    viewer = accounts.viewer(User.objects.get(username=name), {})
    assert viewer
    return viewer


def person_of(given: str) -> UUID:
    return Person.objects.get(given=given).pk


@pytest.fixture
def acting_as(published: None) -> Callable[[str], Client]:
    """A browser, without a window, of whoever holds this post."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=post(name).user))
        return client

    return sign_in
