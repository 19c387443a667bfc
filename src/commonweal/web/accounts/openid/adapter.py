"""Whom a provider's word lets in: somebody with an account and a post at that provider's organisation."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.shortcuts import render

from commonweal.care.accounts import reads
from commonweal.care.accounts.models import User
from commonweal.web.accounts.adapter import VOUCHED
from commonweal.web.accounts.openid.tokens import second_factor_asked


class ByOrganisation(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """An identity belongs to the account it was first matched with, and to no other ever after."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        if kwargs.get("error") != AuthError.CANCELLED:
            _failed(request, "")

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        declared, claims = sociallogin.provider.app.settings, sociallogin.claims
        user = sociallogin.user if sociallogin.is_existing else _matched(sociallogin)
        if not (user and reads.works_for(user, declared["organisation"])):
            _failed(request, user.get_username() if user else "")
            said = {"provider": sociallogin.provider}
            raise ImmediateHttpResponse(render(request, "socialaccount/not_known.html", said, status=403))
        if not sociallogin.is_existing:
            sociallogin.connect(request, user)
        sociallogin.state[VOUCHED] = {
            "organisation": declared["organisation"],
            "second_factor": second_factor_asked(claims, declared["second_factor"]),
            "sign_out": sociallogin.sign_out,
        }


def _failed(request: HttpRequest, name: str) -> None:
    """Tells of a failed sign-in as a wrong password does, for the audit."""
    user_login_failed.send(sender=__name__, credentials={"username": name}, request=request)


def _matched(sociallogin: SocialLogin) -> User | None:
    declared, claims = sociallogin.provider.app.settings, sociallogin.claims
    verified = claims.get("email_verified") is True or declared["emails_are_verified"]
    return reads.vouched_for(
        through=sociallogin.account.provider,
        organisation=declared["organisation"],
        email=_text(claims, "email") if verified else "",
        staff_number=_text(claims, declared["staff_number"]),
    )


def _text(claims: dict[str, Any], claim: str) -> str:
    """The claim where it is text; nothing where there is none."""
    said = claims.get(claim)
    return said.strip() if isinstance(said, str) else ""
