"""How allauth opens accounts, counts failures and begins sessions here."""

from __future__ import annotations

import base64
import hashlib
import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from commonweal.care.accounts import lockout, reads
from commonweal.care.accounts.models import User
from commonweal.care.audit import sign_ins
from commonweal.web.accounts.ending import BEGUN
from commonweal.web.accounts.second_step import DONE, kept

SIGN_OUT_THERE = "sign_out_there"  # the key of a session that holds where else somebody may sign out
VOUCHED = "vouched"  # what a provider vouches for, on its way through the steps of signing in
LOCKED = (
    "Too many attempts. Wait 15 minutes and try again, or ask whoever runs this site to let you in sooner."
)


class ByInvitation(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """An account is opened by the operator for a post, never by whoever comes by."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": LOCKED,
        "username_password_mismatch": "The user name or the password is not correct.",
        "email_password_mismatch": "The user name or the password is not correct.",
        "incorrect_password": "The password is not correct.",
        "enter_current_password": "Enter the password you have now.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By the name that was typed alone, whether or not there is such an account."""
        return lockout.key(str(credentials.get("email") or credentials.get("username", "")))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            sign_ins.locked_out(request, credentials)
            raise

    def get_login_stages(self) -> list[str]:
        ours = f"{AskSecondStep.__module__}.{AskSecondStep.__qualname__}"
        theirs = f"{AuthenticateStage.__module__}.{AuthenticateStage.__qualname__}"
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of those who have just signed in, such as to set up their second step."""
        begun = self.request.session.get(BEGUN, 0)
        just_now = time.time() - begun < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not just_now and super().is_reauthentication_required(app=app, **kwargs)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        request.session.pop(SIGN_OUT_THERE, None)
        sociallogin = (kwargs.get("signal_kwargs") or {}).get("sociallogin")
        if sociallogin:
            vouched = sociallogin.state[VOUCHED]
            request.session[reads.THROUGH] = vouched["organisation"]
            request.session[SIGN_OUT_THERE] = vouched["sign_out"]
            if vouched["second_factor"]:
                request.session[DONE] = "there"
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def logout(self, request: HttpRequest) -> None:
        there = request.session.get(SIGN_OUT_THERE)
        super().logout(request)
        if there:
            request.session[SIGN_OUT_THERE] = there


class AskSecondStep(AuthenticateStage):  # type: ignore[misc]  # allauth has no types
    """The second step of signing in, unless the organisation's own sign-in has just asked for one."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        sociallogin = (self.login.signal_kwargs or {}).get("sociallogin")
        if sociallogin and sociallogin.state[VOUCHED]["second_factor"]:
            return None, True
        asked: tuple[HttpResponse | None, bool] = super().handle()
        return asked


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """The secrets of authenticator apps are kept enciphered; who needs a second step keeps it."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is not correct. Use the one that your app shows now.",
        "cannot_delete_authenticator": (
            "Your posts need a second step, so it cannot be taken away. For another phone, ask whoever runs"
            " this site to let you set it up again."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not kept(authenticator.user)


def _cipher() -> MultiFernet:
    """By the key that signs sessions, or one that did before it."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    derived = (hashlib.sha256(f"second step {key!s}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])
