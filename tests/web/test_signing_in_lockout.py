"""Whoever guesses passwords is stopped, whichever process of the site they meet, and learns nothing."""

from typing import ClassVar

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client
from tests.village import PASSWORD
from tests.web.reading import text

from commonweal.care.accounts import actions
from commonweal.care.accounts.models import SharedCache

pytestmark = pytest.mark.requirement("R1")
WRONG, LOCKED = "is not correct", "Too many attempts. Wait 15 minutes"


def attempt(name: str, password: str, address: str = "192.0.2.1") -> str:
    page = Client(REMOTE_ADDR=address).post("/accounts/login/", {"login": name, "password": password})
    return "" if page.status_code == 302 else text(page)


def heard(said: str) -> str:
    return next((word for word in (WRONG, LOCKED) if word in said), "let in")


@pytest.mark.parametrize("name", ["lead", "LEAD", "nobody", "nobody@trust.example"])
def test_after_five_failures_a_name_is_locked_whether_or_not_anybody_has_it(village, name):
    """From any address, and with the right password too."""
    tried = [heard(attempt(name, "wrong", f"192.0.2.{n}")) for n in range(6)]
    assert tried == [WRONG] * 5 + [LOCKED]
    assert heard(attempt(name, PASSWORD)) == LOCKED


def test_one_address_that_tries_many_names_is_locked(village, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "3/10m/ip,5/15m/key"}
    assert [heard(attempt(f"name-{n}", "wrong")) for n in range(4)] == [WRONG] * 3 + [LOCKED]
    assert heard(attempt("lead", PASSWORD)) == LOCKED
    assert heard(attempt("lead", PASSWORD, "192.0.2.9")) == "let in"


def test_those_who_sign_in_are_not_counted(village):
    """However often, and however many behind one address."""
    assert {heard(attempt("lead", PASSWORD)) for _ in range(8)} == {"let in"}


def test_failures_are_counted_in_the_database_for_all_processes(village):
    """Under a key that gives no name away."""
    attempt("lead", "wrong")
    counted = SharedCache.objects.filter(cache_key__contains="login_failed")
    assert counted.count() == 2
    assert not any("lead" in one.cache_key for one in counted.all())
    cache.clear()
    assert not counted.exists()


def test_the_operator_lets_someone_try_again(village):
    for _ in range(6):
        attempt("lead", "wrong")
    actions.unlock(by=None, name="lead")
    assert heard(attempt("lead", PASSWORD)) == "let in"


class Counting(MD5PasswordHasher):
    """Keeps count of how often a password is hashed."""

    hashed: ClassVar[list[str]] = []

    def encode(self, password, salt):
        self.hashed.append(password)
        return super().encode(password, salt)


def test_a_name_that_nobody_has_costs_as_much_as_a_wrong_password(village, settings):
    """One password is hashed either way, so that the time taken tells nothing."""
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    counts = {}
    for name in ("lead", "nobody"):
        Counting.hashed.clear()
        attempt(name, "wrong")
        counts[name] = len(Counting.hashed)
    assert counts == {"lead": 1, "nobody": 1}


def test_an_address_that_sends_forms_without_end_is_told_to_wait(village, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "2/m/ip"}
    client, form = Client(), {"login": "lead", "password": "wrong"}
    pages = [client.post("/accounts/login/", form) for _ in range(3)]
    assert [page.status_code for page in pages] == [200, 200, 429]
    assert LOCKED.split(".")[0] in text(pages[-1])
