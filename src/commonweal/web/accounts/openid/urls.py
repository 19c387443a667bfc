"""Where a sign-in through a provider begins, and where the provider sends people back to."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from commonweal.web.accounts.openid.provider import Conversation, OrganisationProvider


class Answered(OAuth2CallbackView):  # type: ignore[misc]  # allauth has no types
    """The provider's answer, held against the nonce that this very sign-in was begun with."""

    def _get_state(
        self, request: HttpRequest, provider: OrganisationProvider
    ) -> tuple[dict[str, Any] | None, HttpResponse | None]:
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, response


@login_not_required  # type: ignore[untyped-decorator]  # allauth has no types
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _by(OAuth2LoginView, request, provider_id)


@login_not_required  # type: ignore[untyped-decorator]  # allauth has no types
def answer(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _by(Answered, request, provider_id)


def _by(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        response: HttpResponse = view.adapter_view(Conversation(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return response


urlpatterns = [
    path("through/<slug:provider_id>/", begin, name="openid_connect_login"),
    path("through/<slug:provider_id>/answer/", answer, name="openid_connect_callback"),
]
