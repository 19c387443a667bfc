"""Which ID tokens are believed."""

import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from commonweal.web.accounts.openid.tokens import NotBelieved, believed, second_factor_asked

pytestmark = pytest.mark.requirement("R1")
OURS = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EXPECTED = {"issuer": "https://id.trust.example", "client_id": "commonweal", "nonce": "asked-with-this"}
GOOD = {
    "iss": "https://id.trust.example",
    "sub": "ada",
    "aud": "commonweal",
    "nonce": "asked-with-this",
}


def key(of: rsa.RSAPrivateKey, kid: str) -> dict[str, Any]:
    return json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(of.public_key())) | {"kid": kid, "use": "sig"}


KEYS = {"keys": [key(OURS, "one"), key(OTHER, "two")]}


def token(signed_by: object = OURS, kid: str | None = "one", alg: str = "RS256", **claims: object) -> str:
    """A good token, but for what is given; a claim of None is left out."""
    now = int(time.time())
    said = {**GOOD, "iat": now, "exp": now + 300, **claims}
    said = {name: value for name, value in said.items() if value is not None}
    return jwt.encode(said, signed_by, algorithm=alg, headers={"kid": kid} if kid else None)  # type: ignore[arg-type]


def test_a_good_token_is_believed() -> None:
    """Its claims are what is known of the person."""
    assert believed(token(), KEYS, **EXPECTED)["sub"] == "ada"


def test_a_token_need_not_name_the_only_key() -> None:
    assert believed(token(kid=None), {"keys": [key(OURS, "one")]}, **EXPECTED)["sub"] == "ada"


@pytest.mark.parametrize(
    "bad",
    [
        lambda: token(iss="https://id.other.example"),
        lambda: token(aud="another-client"),
        lambda: token(aud=["commonweal", "other"], azp="other"),
        lambda: token(nonce="of-another-sign-in"),
        lambda: token(nonce=None),
        lambda: token(exp=int(time.time()) - 120),
        lambda: token(iat=int(time.time()) + 120),
        lambda: token(exp=None),
        lambda: token(sub=None),
        lambda: token(signed_by=OTHER),
        lambda: token(kid="unknown"),
        lambda: token(kid=None),
        lambda: token(signed_by="a secret that is long enough to be one, or so", alg="HS256"),
        lambda: token(signed_by=None, alg="none"),
        lambda: token(signed_by=ec.generate_private_key(ec.SECP256R1()), alg="ES256"),
        lambda: token()[:-4] + "AAAA",
        lambda: "",
        lambda: "three.short.words",
    ],
    ids=[
        "another issuer",
        "another audience",
        "for another party",
        "another nonce",
        "no nonce",
        "too old",
        "from the future",
        "good for ever",
        "nobody's",
        "signed by another key",
        "a key that is not there",
        "no key named of two",
        "signed with a shared secret",
        "not signed",
        "signed in another way",
        "signature changed",
        "no token",
        "not a token",
    ],
)
def test_any_other_is_not(bad) -> None:
    with pytest.raises(NotBelieved):
        believed(bad(), KEYS, **EXPECTED)


def test_without_a_nonce_of_ours_none_is_believed() -> None:
    with pytest.raises(NotBelieved):
        believed(token(nonce=""), KEYS, **EXPECTED | {"nonce": ""})


@pytest.mark.parametrize(
    ("claims", "asked"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"amr": ["pwd"]}, False),
        ({"amr": "mfa"}, False),
        ({}, False),
        ({"acr": "AAL3"}, True),
        ({"acr": "AAL1"}, False),
    ],
)
def test_a_second_factor_is_one_in_the_words_agreed(claims: dict[str, object], asked: bool) -> None:
    """What a provider says in other words is not taken for it."""
    assert second_factor_asked(claims, {"amr": ["mfa"], "acr": ["AAL2", "AAL3"]}) is asked
