"""Sign-ins, failed ones, sign-outs and changed credentials, of which packages tell by signals alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as second_factor
from django.contrib.auth import signals
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest

from commonweal.care.accounts.models import User
from commonweal.care.audit import actions as audit

TOLD = {  # deed → what tells of it
    "account.signed_in": signals.user_logged_in,
    "account.signed_out": signals.user_logged_out,
    "account.second_factor_failed": second_factor.authentication_failed,
    "account.second_factor_added": second_factor.authenticator_added,
    "account.second_factor_removed": second_factor.authenticator_removed,
    "account.second_factor_reset": second_factor.authenticator_reset,
    "account.password_set": account.password_set,
    "account.password_changed": account.password_changed,
    "account.password_reset": account.password_reset,
}


def listen() -> None:
    """From now on, all of these are recorded."""
    for deed, signal in TOLD.items():
        signal.connect(partial(_by_user, deed), weak=False, dispatch_uid=deed)
    signals.user_login_failed.connect(_failed, dispatch_uid="account.sign_in_failed")


def locked_out(request: HttpRequest | None, credentials: Mapping[str, object]) -> None:
    """Records an attempt that was not even tried, because too many before it had failed."""
    _attempt("account.locked_out", request, credentials)


def _by_user(deed: str, *, request: HttpRequest | None, user: User | None, **_: object) -> None:
    if user is not None:
        audit.record(deed, by=user, detail=_origin(request))


def _failed(*, credentials: Mapping[str, object], request: HttpRequest | None = None, **_: object) -> None:
    _attempt("account.sign_in_failed", request, credentials)


def _attempt(deed: str, request: HttpRequest | None, credentials: Mapping[str, object]) -> None:
    """Whose account was tried; what was typed is not kept where it is nobody's, for it may be a password."""
    typed = str(credentials.get("username") or credentials.get("email") or "")
    known = User.objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed)) if typed else None
    tried = known.values_list("username", flat=True).first() if known is not None else None
    audit.record(deed, by=None, detail={"account": tried, **_origin(request)})


def _origin(request: HttpRequest | None) -> dict[str, object]:
    try:
        return {"from": get_adapter(request).get_client_ip(request)} if request else {}
    except PermissionDenied:
        return {}
