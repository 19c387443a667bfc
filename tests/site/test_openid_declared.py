"""What a deployment says of sign-in, and the faults it is told of."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from commonweal.site import environment, sign_in

TRUST = """
providers:
  - {id: trust, title: The Trust, organisation: RH8, issuer: "https://id.trust.example/", client_id: us,
     secret_env: TRUST_SECRET, second_factor: {amr: [mfa, hwk]}}
"""


def declared(tmp_path: Path, text: str, *, https: bool = True) -> tuple[sign_in.Provider, ...]:
    file = tmp_path / "sign-in.yaml"
    file.write_text(text)
    return sign_in.declared(str(file), https=https)


def test_an_organisation_is_declared_with_its_secret_elsewhere(tmp_path: Path) -> None:
    [app] = sign_in.apps(declared(tmp_path, TRUST), {"TRUST_SECRET": "s3"})
    assert (app["provider_id"], app["client_id"], app["secret"]) == ("trust", "us", "s3")
    assert app["settings"]["server_url"] == "https://id.trust.example"
    assert app["settings"]["issuer"] == "https://id.trust.example/"
    assert app["settings"]["organisation"] == "RH8"
    assert app["settings"]["second_factor"] == {"amr": ("mfa", "hwk"), "acr": ()}


def test_without_a_file_there_is_none() -> None:
    assert sign_in.declared("", https=True) == ()


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s4\n")
    text = TRUST.replace("secret_env: TRUST_SECRET", f"secret_file: {tmp_path}/secret")
    assert sign_in.apps(declared(tmp_path, text), {})[0]["secret"] == "s4"


@pytest.mark.parametrize(
    ("was", "is_now", "says"),
    [
        ("issuer: ", "isuer: ", "providers.0.isuer: Extra inputs are not permitted"),
        ("RH8", "the trust", "providers.0.organisation: String should match"),
        ('"https:', '"http:', "trust: issuer should be https://"),
        ("providers:", "providers: [", "cannot be read"),
        ("secret_env: TRUST_SECRET", "secret: s3", "providers.0.secret: Extra inputs are not permitted"),
    ],
)
def test_a_fault_names_the_file_and_the_key(tmp_path: Path, was: str, is_now: str, says: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=says) as fault:
        declared(tmp_path, TRUST.replace(was, is_now))
    assert "s3" not in str(fault.value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("secret_env: TRUST_SECRET", "there is no secret in TRUST_SECRET"),
        ("secret_file: /nowhere", "there is no secret in /nowhere"),
        ("secret_env: A, secret_file: b", "give either secret_env or secret_file"),
        ("staff_number: n", "give either secret_env or secret_file"),
    ],
)
def test_a_secret_is_in_one_place(tmp_path: Path, change: str, says: str) -> None:
    text = TRUST.replace("secret_env: TRUST_SECRET", change)
    with pytest.raises(ImproperlyConfigured, match=says):
        sign_in.apps(declared(tmp_path, text), {})


def test_two_providers_have_two_ids(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="two providers have the same id"):
        declared(tmp_path, TRUST + TRUST.partition("providers:\n")[2])


def test_plain_http_is_for_this_machine_alone(tmp_path: Path) -> None:
    local = TRUST.replace("https://id.trust.example/", "http://127.0.0.1:9000/")
    assert declared(tmp_path, local, https=False)
    with pytest.raises(ImproperlyConfigured):
        declared(tmp_path, local)


@pytest.mark.parametrize("word", ["none", "off", "Required"])
def test_a_second_factor_is_required_or_offered(word: str) -> None:
    """A word that was mistyped switches nothing off."""
    with pytest.raises(ImproperlyConfigured, match="set it to required or offered"):
        environment.one_of("SECOND", "required", "offered", environment={"SECOND": word})
    assert environment.one_of("SECOND", "required", "offered", environment={}) == "required"


@pytest.mark.parametrize("given", ["0", "-5", "half an hour", "1.5"])
def test_minutes_are_whole_ones(given: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="whole number of minutes"):
        environment.minutes("IDLE", 30, environment={"IDLE": given})
    assert environment.minutes("IDLE", 30, environment={}) == 30
