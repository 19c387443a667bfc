"""An ID token is believed only where everything about it is as it should be."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from typing import Any

import jwt

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
LEEWAY = 60  # seconds by which two clocks may differ
ASKED = ("iss", "sub", "aud", "exp", "iat", "nonce")


class NotBelieved(Exception):
    """A token that proves nothing; the message is for the log and holds nothing of the token."""


def believed(
    token: str, keys: Mapping[str, Any], *, issuer: str, client_id: str, nonce: str
) -> dict[str, Any]:
    """What the token claims, signed by one of the issuer's keys, for us, now, and for this very sign-in."""
    try:
        key = _key(jwt.get_unverified_header(token), jwt.PyJWKSet.from_dict(dict(keys)).keys)
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key.key,
            algorithms=[*ALGORITHMS],
            issuer=issuer,
            audience=client_id,
            leeway=LEEWAY,
            options={"require": [*ASKED]},
        )
    except (jwt.PyJWTError, KeyError, TypeError, ValueError) as fault:
        raise NotBelieved(type(fault).__name__) from None
    if not (nonce and hmac.compare_digest(str(claims["nonce"]), nonce)):
        raise NotBelieved("another nonce")
    if claims.get("azp", client_id) != client_id:
        raise NotBelieved("for another party")
    return claims


def _key(header: Mapping[str, Any], keys: Sequence[jwt.PyJWK]) -> jwt.PyJWK:
    """The key that the token names; the only one where it names none."""
    signing = [key for key in keys if key.public_key_use in (None, "sig")]
    named = [key for key in signing if key.key_id == header.get("kid")] if "kid" in header else signing
    if len(named) != 1:
        raise NotBelieved("no such key")
    return named[0]


def second_factor_asked(claims: Mapping[str, Any], words: Mapping[str, Sequence[str]]) -> bool:
    """Whether the provider says, in the words agreed with it, that it asked for a second factor itself."""
    methods = claims.get("amr")
    said = set(methods) if isinstance(methods, list) else set()
    return bool(said & set(words["amr"])) or claims.get("acr") in words["acr"]
