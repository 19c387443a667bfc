"""Who has failed too often to sign in, counted for all server processes together."""

from __future__ import annotations

from allauth.core.internal.ratelimit import get_cache_key, get_rates
from django.core.cache import cache
from django.http import HttpRequest

from commonweal.care.accounts.models import User

COUNTED = {"app": "allauth.account", "action": "login_failed"}


def key(typed: str) -> str:
    """What failures are counted under; the same for a name that nobody has."""
    return f"sign-in {typed.strip().lower()}"


def forget(user: User) -> None:
    """Lets someone try again at once, with their name, their e-mail address and their second step."""
    counted = [key(user.get_username()), key(user.email), f"mfa-auth-user-{user.pk}"]
    rates = [rate for rate in get_rates(**COUNTED) if rate.per == "key"]
    for rate in rates:
        for one in counted:
            cache.delete(get_cache_key(HttpRequest(), **COUNTED, rate=rate, key=one))
