"""Signing in, and what stops somebody who guesses."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from commonweal.care.accounts.models import User

PASSWORD = "many small streams"


@pytest.fixture(autouse=True)
def ada(db: None) -> Iterator[User]:
    """An account that signs in by name or e-mail address; guesses are forgotten before and after."""
    cache.clear()
    yield User.objects.create_user("ada", "ada@partner.example", PASSWORD)
    cache.clear()


def sign_in(client: Client, login: str, password: str) -> bool:
    """Whether these let somebody in."""
    client.post("/accounts/login/", {"login": login, "password": password})
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("login", ["ada", "ada@partner.example"])
def test_the_right_password_signs_in(client: Client, login: str) -> None:
    assert sign_in(client, login, PASSWORD)


@pytest.mark.parametrize(
    ("login", "password"), [("ada", "many small stream"), ("ben", PASSWORD), ("ada", "")]
)
def test_anything_else_does_not(client: Client, login: str, password: str) -> None:
    assert not sign_in(client, login, password)


def test_after_five_wrong_passwords_the_right_one_has_to_wait(client: Client) -> None:
    """Guessing is not worth the while."""
    for guess in range(5):
        assert not sign_in(client, "ada", f"wrong password {guess}")
    assert not sign_in(client, "ada", PASSWORD)


def test_the_session_ends_with_the_browser_and_with_the_working_day(client: Client) -> None:
    """Whoever finds the machine in the evening is nobody."""
    sign_in(client, "ada", PASSWORD)
    assert client.session.get_expire_at_browser_close()
    assert client.session.get_session_cookie_age() == 8 * 60 * 60
