"""How allauth opens accounts here: it does not."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ByInvitation(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """An account is opened by the operator for a post, never by whoever comes by."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
