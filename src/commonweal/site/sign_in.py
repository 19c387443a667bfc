"""The organisations whose own sign-in is taken, as the deployment declares them; secrets stand elsewhere."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from yaml import YAMLError

from commonweal.blueprint import yaml
from commonweal.blueprint.words import Ods, OneLine, Slug

LOOPBACK = ("http://127.0.0.1:", "http://localhost:")


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class SecondFactor(_Declared):
    """By which words in its tokens a provider says that it asked for a second factor itself."""

    amr: tuple[str, ...] = ("mfa",)
    acr: tuple[str, ...] = ()


class Provider(_Declared):
    """An OpenID Connect provider, and the organisation whose staff it vouches for."""

    id: Slug
    title: OneLine
    organisation: Ods
    issuer: OneLine
    client_id: OneLine
    secret_env: OneLine | None = Field(None, description="the environment variable that holds the secret")
    secret_file: OneLine | None = Field(None, description="the file that holds the secret")
    staff_number: str = Field("", description="the claim that holds the staff number; empty for none")
    emails_are_verified: bool = Field(False, description="where the provider does not say so in each token")
    second_factor: SecondFactor = SecondFactor()


class _File(_Declared):
    providers: tuple[Provider, ...] = Field(min_length=1)


def declared(file: str, *, https: bool) -> tuple[Provider, ...]:
    """The providers of the file, none without one; ImproperlyConfigured says what to put right."""
    if not file:
        return ()
    try:
        providers = _File.model_validate(yaml.load(Path(file).read_text())).providers
    except (OSError, UnicodeDecodeError, YAMLError) as fault:
        raise ImproperlyConfigured(f"COMMONWEAL_SIGN_IN: {file} cannot be read: {fault}") from None
    except ValidationError as faults:
        said = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in faults.errors())
        raise ImproperlyConfigured(f"COMMONWEAL_SIGN_IN: {file}: {said}") from None
    if len({one.id for one in providers}) < len(providers):
        raise ImproperlyConfigured(f"COMMONWEAL_SIGN_IN: {file}: two providers have the same id")
    for one in providers:
        if not one.issuer.startswith(("https://", *(() if https else LOOPBACK))):
            raise ImproperlyConfigured(f"COMMONWEAL_SIGN_IN: {file}: {one.id}: issuer should be https://…")
    return providers


def apps(providers: Sequence[Provider], environment: Mapping[str, str] = os.environ) -> list[dict[str, Any]]:
    """The same as allauth wants to hear of them, with their secrets."""
    return [
        {
            "provider_id": one.id,
            "name": one.title,
            "client_id": one.client_id,
            "secret": secret(one, environment),
            "settings": {
                "server_url": one.issuer.rstrip("/"),
                "oauth_pkce_enabled": True,
                **one.model_dump(
                    include={"issuer", "organisation", "staff_number", "emails_are_verified", "second_factor"}
                ),
            },
        }
        for one in providers
    ]


def secret(provider: Provider, environment: Mapping[str, str]) -> str:
    """From the environment or a file; ImproperlyConfigured where it is in neither, or said to be in both."""
    if bool(provider.secret_env) == bool(provider.secret_file):
        raise ImproperlyConfigured(f"sign-in {provider.id}: give either secret_env or secret_file")
    if provider.secret_env:
        found = environment.get(provider.secret_env, "")
    else:
        try:
            found = Path(str(provider.secret_file)).read_text().strip()
        except OSError:
            found = ""
    if not found:
        where = provider.secret_env or provider.secret_file
        raise ImproperlyConfigured(f"sign-in {provider.id}: there is no secret in {where}")
    return found
