"""The addresses around an account. What an operator does here, nobody does for themselves."""

from __future__ import annotations

from typing import NoReturn

from django.http import Http404, HttpRequest
from django.urls import include, path, re_path
from django.views.generic import TemplateView


def closed(request: HttpRequest, *args: str, **kwargs: str) -> NoReturn:
    """Addresses of e-mail, forgotten passwords and bound identities are given and taken by the operator."""
    raise Http404


urlpatterns = [
    path(
        "password/reset/",
        TemplateView.as_view(template_name="account/password_reset.html", http_method_names=["get", "head"]),
    ),
    re_path("^(email/|confirm-email/|password/reset/.|password/set/|login/code/|social/)", closed),
    re_path("^3rdparty/(signup/)?$", closed),
    path("", include("allauth.urls")),
]
