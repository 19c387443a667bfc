"""Every address of the site, and what the id in it is of: a new one has to be said here before it is open."""

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

ALL_MAY = "no id, or one of the blueprint, which is no secret"
PERSON = "a person"
LOAD = "a load"

OURS = {  # name of the address → what its id is of
    "home": ALL_MAY,
    "population": ALL_MAY,
    "area": ALL_MAY,
    "ages-file": ALL_MAY,
    "practices": ALL_MAY,
    "practices-file": ALL_MAY,
    "small-areas": ALL_MAY,
    "small-areas-file": ALL_MAY,
    "people": ALL_MAY,
    "people-file": ALL_MAY,
    "find-people": ALL_MAY,
    "person": PERSON,
    "evidence-file": PERSON,
    "contacts-file": PERSON,
    "loads": ALL_MAY,
    "loads-file": ALL_MAY,
    "load": LOAD,
    "reasons-file": LOAD,
    "sharing": ALL_MAY,
    "sharing-file": ALL_MAY,
    "agreement": ALL_MAY,
    "choose-post": ALL_MAY,
}
BEFORE_SIGNING_IN = {  # addresses around an account that answer to anybody
    "account_login",
    "account_inactive",
    "account_signup",
    "mfa_authenticate",
    "openid_connect_callback",
    "openid_connect_login",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
}
SIGNED_IN = {
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "usersessions_list",
}
CLOSED = {  # what the packages bring and the operator does here instead
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_set_password",
    "socialaccount_connections",
    "socialaccount_signup",
}


class Address(NamedTuple):
    route: str
    name: str


def every() -> list[Address]:
    """All that anybody can ask for, each with its name; those without one are closed by their route."""
    return list(_within(get_resolver(), ""))


def _within(resolver: URLResolver, before: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield Address(before + str(pattern.pattern), pattern.name or "")
        else:
            yield from _within(pattern, before + str(pattern.pattern))
