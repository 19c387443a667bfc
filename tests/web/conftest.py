"""The village, and people of it who are signed in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from tests.care.conftest import exampleshire, published, published_rows
from tests.care.referred import open_posts
from tests.village import PASSWORD, empty_village, village, village_blueprint, village_rows

from commonweal.blueprint import load
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import User
from commonweal.care.sharing import actions as sharing

__all__ = [
    "empty_village",
    "exampleshire",
    "published",
    "published_rows",
    "signed_in",
    "signed_in_empty",
    "village",
    "village_blueprint",
    "village_rows",
]


@pytest.fixture
def signed_in(village: None) -> Callable[[str], Client]:
    """A browser of this account, without a window."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=name))
        return client

    return sign_in


@pytest.fixture
def signed_in_empty(empty_village: None, village_blueprint: Path) -> Callable[[str], Client]:
    """A browser of an account with this role, before anything has come in."""

    def sign_in(role: str) -> Client:
        sharing.apply(load(village_blueprint))
        post = open_account(by=None, name=role, password=PASSWORD, role=role, area="hamlet")
        client = Client()
        client.force_login(post.user)
        return client

    return sign_in


@pytest.fixture
def at_work(published: None) -> Callable[[str], Client]:
    """A browser of somebody in Exampleshire who works on referrals: a key of tests.care.referred.POSTS."""
    open_posts()

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=name))
        return client

    return sign_in
