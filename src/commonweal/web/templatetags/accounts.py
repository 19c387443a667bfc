"""How the pages around an account say when, with what, and why."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.template import Library

from commonweal.care.accounts import reads
from commonweal.care.accounts.models import User
from commonweal.web import words
from commonweal.web.accounts.second_step import kept, lacking

register = Library()
BROWSERS = {"Edg/": "Edge", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}  # first match
MACHINES = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "a Mac",
    "Linux": "Linux",
}


@register.filter
def moment(value: datetime) -> str:
    return words.moment_now(value)


@register.filter
def signed_name(user: User) -> str:
    """The name with the professional registrations, as it stands under what they do."""
    return reads.signed_name(user)


@register.filter
def browser(agent: str) -> str:
    """Firefox on Windows, as well as it can be told from what a browser says of itself."""
    program = next((name for mark, name in BROWSERS.items() if mark in agent), "another browser")
    machine = next((name for mark, name in MACHINES.items() if mark in agent), "another machine")
    return f"{program} on {machine}"


@register.filter
def in_fours(key: str) -> str:
    """A key in groups of four, as people type it."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


@register.filter
def keeps_second_step(user: User) -> bool:
    """Whether their posts need one, so that it cannot be taken away."""
    return kept(user)


@register.filter
def must_set_up(request: HttpRequest) -> bool:
    """Whether nothing else can be done before a second step is set up."""
    return isinstance(request.user, User) and lacking(request, request.user)
