"""Holds back whoever asks for searches, lists of people and files faster than a person can read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import ResolverMatch

from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.models import User
from commonweal.care.audit import actions as audit
from commonweal.site.limits.counting import count

SEARCHES = {
    "find-people", "people", "our-people", "find-who-looked", "referral-person", "team-day", "plan-day",
    "refer-look", "plans-to-review",
}  # fmt: skip
AT_ONE_ADDRESS = 20  # accounts at work behind one address of a hospital or council


class HoldBack:
    """A page that costs much is answered so often in a minute, to one account and to one address."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._answer(request)

    def process_view(self, request: HttpRequest, view: object, args: Any, kwargs: Any) -> HttpResponse | None:
        """None lets the page be made."""
        if not is_costly(request.resolver_match):
            return None
        limit = settings.COSTLY_A_MINUTE
        if isinstance(request.user, User):
            times = count(f"account {request.user.pk}")
            if times == limit + 1:
                record(request, request.user)
            if times > limit:
                return too_many(request)
        if count(f"address {get_adapter().get_client_ip(request)}") > limit * AT_ONE_ADDRESS:
            return too_many(request)
        return None


def is_costly(asked: ResolverMatch | None) -> bool:
    """A search, a list of people, or any file to take away."""
    return asked is not None and (asked.url_name in SEARCHES or asked.route.endswith((".csv", ".pdf")))


def too_many(request: HttpRequest) -> HttpResponse:
    """Says when to come back."""
    page = render(request, "errors/too_many.html", status=429)
    page.headers["Retry-After"] = "60"
    return page


def record(request: HttpRequest, user: User) -> None:
    """Once in a minute: somebody may be taking the records of everybody away."""
    viewer = accounts.viewer(user, request.session)
    if viewer:
        audit.record("limit.reached", by=viewer, detail={"address": request.resolver_match.route})  # type: ignore[union-attr]  # it was costly
