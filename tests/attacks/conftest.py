"""The village and Exampleshire, for whoever tries to get at more of them than is theirs."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from tests.care.conftest import exampleshire, published, published_rows, viewer
from tests.web.conftest import (
    empty_village,
    signed_in,
    signed_in_empty,
    village,
    village_blueprint,
    village_rows,
)

from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import User
from commonweal.care.people.models import Person

__all__ = [
    "empty_village",
    "exampleshire",
    "published",
    "published_rows",
    "signed_in",
    "signed_in_empty",
    "viewer",
    "village",
    "village_blueprint",
    "village_rows",
]


@pytest.fixture
def bea(village: None) -> Person:
    """Of Station Road: hidden from whoever works for Mill Lane alone, and from those who see no people."""
    return Person.objects.get(family="Marsh")


@pytest.fixture
def nobody() -> str:
    """An id that is nobody's."""
    return str(uuid4())


@pytest.fixture
def in_exampleshire(published: None) -> Callable[[str], Client]:
    """A browser of somebody in Exampleshire, with an account opened for those who have none yet."""
    ann = Person.objects.get(given="Ann").pk
    more = {"governance": ("governance", None), "ann": ("person", ann)}

    def sign_in(name: str) -> Client:
        if name in more:
            role, person = more[name]
            open_account(by=None, name=name, password=None, role=role, area="exampleshire", person=person)
        client = Client()
        client.force_login(User.objects.get(username=name))
        return client

    return sign_in
