"""An organisation's provider: asked with a fresh nonce, believed only with a signed token that has it."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from requests import RequestException

from commonweal.web.accounts.openid.tokens import NotBelieved, believed

NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


class Conversation(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """What is said with a provider behind the person's back."""

    nonce = ""  # of the sign-in that is being answered

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself, where it is the one that was declared."""
        config: dict[str, Any] = super().openid_config
        if config.get("issuer") != self.get_provider().app.settings["issuer"]:
            raise ProviderException("the provider calls itself by another name than was declared")
        if missing := [word for word in NEEDED if not config.get(word)]:
            raise ProviderException(f"the provider does not say its {', '.join(missing)}")
        return config

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        config = self.openid_config
        try:
            claims = believed(
                kwargs["response"].get("id_token", ""),
                self._told(config["jwks_uri"]),
                issuer=app.settings["issuer"],
                client_id=app.client_id,
                nonce=self.nonce,
            )
        except NotBelieved as fault:
            raise ProviderException(f"the token is not believed: {fault}") from None
        claims |= self._further(config, token, claims["sub"])
        login: SocialLogin = self.get_provider().sociallogin_from_response(request, claims)
        login.claims = claims
        login.sign_out = config.get("end_session_endpoint", "")
        return login

    def _further(self, config: dict[str, Any], token: SocialToken, subject: str) -> dict[str, Any]:
        """What a provider says of the same person beside the token; nothing that the token says itself."""
        if "userinfo_endpoint" not in config:
            return {}
        told = self._told(config["userinfo_endpoint"], Authorization=f"Bearer {token.token}")
        if told.get("sub") != subject:
            raise ProviderException("the provider speaks of two people")
        proofs = ("iss", "sub", "aud", "exp", "iat", "nonce", "amr", "acr", "azp")
        return {word: said for word, said in told.items() if word not in proofs}

    def _told(self, address: str, **headers: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address, headers=headers)
            answer.raise_for_status()
            told: dict[str, Any] = answer.json()
        return told


class OrganisationProvider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth has no types
    """Nothing about a sign-in can be chosen by the address that starts it, but where to go afterwards."""

    oauth2_adapter_class = Conversation

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: object = None,
        **kwargs: Any,
    ) -> HttpResponse:
        nonce = secrets.token_urlsafe(32)
        asked = {"scope": self.get_scope(), "auth_params": {"nonce": nonce}, "nonce": nonce}
        try:
            answer: HttpResponse = super().redirect(request, "login", next_url=next_url, **asked)
        except (RequestException, ProviderException) as fault:
            answer = render_authentication_error(request, self, exception=fault)
        return answer

    def extract_uid(self, data: dict[str, Any]) -> str:
        """One for each subject of each issuer, of a length that fits."""
        return hashlib.sha256(f"{data['iss']} {data['sub']}".encode()).hexdigest()

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Whom the operator would have to name to the provider; nothing else is kept."""
        return {"issuer": data["iss"], "subject": data["sub"]}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        return []  # we keep none


provider_classes = [OrganisationProvider]
