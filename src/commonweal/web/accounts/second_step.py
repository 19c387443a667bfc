"""Whoever sees people or governs sets up a second step before anything else."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from commonweal.care.accounts import reads
from commonweal.care.accounts.models import User

DONE = "second step"  # the key of a session that says by whom it was asked for: here, or the provider
BEFORE = ("mfa_activate_totp", "account_reauthenticate", "account_logout", "account_change_password")


def second_step_first(
    answer: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Without a second step, the only pages are those that set one up, and signing out."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        allowed = request.path in _before()
        if not allowed and isinstance(request.user, User) and lacking(request, request.user):
            return redirect("mfa_activate_totp")
        return answer(request)

    return answered


@cache
def _before() -> frozenset[str]:
    return frozenset(reverse(page) for page in BEFORE)


def lacking(request: HttpRequest, user: User) -> bool:
    """Whether this session needs a second step and has none; one of the account was asked for at sign-in."""
    if DONE in request.session or not kept(user):
        return False
    if is_mfa_enabled(user):
        request.session[DONE] = "here"
        return False
    return True


def kept(user: User) -> bool:
    """Whether someone needs a second step here."""
    return settings.SECOND_FACTOR == "required" and reads.needs_second_step(user)
