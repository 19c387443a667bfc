"""Sessions end: after a while without a page, and after a working day whatever happens."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, resolve_url

BEGUN, SEEN = "begun", "seen"  # keys of a session: when it began, and about when it was last used
NOTED_EVERY = 60  # seconds; a session is not written for each page
OF_ITSELF = "X-Of-Itself"  # what a page asks for by itself, while nobody may be there, keeps no session alive


def sessions_end(
    answer: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """A session that is over asks to sign in again, says why, and comes back to the page asked for."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return answer(request)
        now = time.time()
        if over := why_over(request.session, now):
            get_adapter(request).logout(request)
            back = {"next": request.get_full_path()} if request.method == "GET" else {}
            return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'ended': over, **back})}")
        if OF_ITSELF not in request.headers:
            note(request.session, now)
        return answer(request)

    return answered


def why_over(session: SessionBase, now: float) -> str:
    """`long` or `idle` for a session that is over; nothing for one that goes on."""
    if now - session.get(BEGUN, now) >= settings.SESSION_COOKIE_AGE:
        return "long"
    return "idle" if now - session.get(SEEN, now) >= settings.SESSION_IDLE_AGE else ""


def note(session: SessionBase, now: float) -> None:
    """Keeps when the session began and was last used."""
    if BEGUN not in session:
        session[BEGUN] = now
    if now - session.get(SEEN, 0) >= min(NOTED_EVERY, settings.SESSION_IDLE_AGE / 2):
        session[SEEN] = now
