"""Signing in through an organisation's own provider, which runs beside the tests in a process of its own."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django import Settings
from tests.site.openid_provider_words import CLIENT, PASSWORD, SECRET

from commonweal.care.accounts import actions, reads
from commonweal.care.accounts.models import User
from commonweal.care.audit.models import Entry
from commonweal.site import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R1")]
HERE = Path(__file__).parent
BACK_TO = "http://testserver/accounts/through/trust/answer/"
DECLARED = """
providers:
  - id: trust
    title: Exampleshire Trust
    organisation: ZZ1
    issuer: {issuer}
    client_id: {client}
    secret_env: TRUST_SECRET
    staff_number: staff_number
"""
SignIn = Callable[..., requests.Response]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Its address; it ends when its input does."""
    command = [sys.executable, str(HERE / "openid_provider.py"), BACK_TO]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdin
        address = process.stdout.readline().strip()
        yield address
        process.stdin.close()


@pytest.fixture
def declare(settings: Settings, tmp_path: Path) -> Callable[[str], None]:
    """Declares the provider with this issuer, as a deployment would."""
    settings.BLUEPRINT = str(HERE.parent / "exampleshire")

    def declared(issuer: str) -> None:
        file = tmp_path / "sign-in.yaml"
        file.write_text(DECLARED.format(issuer=issuer, client=CLIENT))
        providers = sign_in.apps(sign_in.declared(str(file), https=False), {"TRUST_SECRET": SECRET})
        kind = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**kind, "APPS": providers}}

    return declared


@pytest.fixture
def signing_in(provider: str, declare: Callable[[str], None]) -> SignIn:
    """Goes from our page to the provider, signs in there, and comes back; `change` alters addresses."""
    declare(f"{provider}/o")

    def go(client: Client, name: str, *, there=str, back=str, asked: str = ""):
        begun = client.get(f"/accounts/through/trust/{asked}")
        theirs = requests.Session()
        known = theirs.get(f"{provider}/sign-in", params={"name": name, "password": PASSWORD})
        assert known.status_code == 204
        answer = theirs.get(there(begun.url), allow_redirects=False).headers["Location"]
        return client.get(back(answer.removeprefix("http://testserver")))

    return go


def open_account(name: str, **further: str) -> User:
    post = {"role": "team-lead", "area": "riverside", "organisation": "ZZ1"} | further
    return actions.open_account(by=None, name=name, password=None, **post).user


def test_someone_signs_in_with_their_organisation(signing_in: SignIn, client: Client) -> None:
    """Matched by verified e-mail once, and by who they are at the provider from then on."""
    ada = open_account("ada", email="Ada@trust.example")
    assert signing_in(client, "ada").url == "/"
    assert reads.viewer(ada, client.session)
    ada.email = "ada@elsewhere.example"
    ada.save()
    again = Client()
    assert signing_in(again, "ada").url == "/"
    assert again.session["_auth_user_id"] == str(ada.pk)


def test_nothing_is_kept_but_whose_the_token_is(signing_in: SignIn, client: Client, provider: str) -> None:
    """The operator can name the person to the provider."""
    open_account("ada", email="ada@trust.example")
    signing_in(client, "ada")
    assert SocialAccount.objects.get().extra_data == {"issuer": f"{provider}/o", "subject": "1"}


def test_someone_is_matched_by_staff_number(signing_in: SignIn, client: Client) -> None:
    """Where the operator gave that instead of an e-mail address."""
    open_account("dan", staff_number="S-unverified-dan")
    assert signing_in(client, "unverified-dan").url == "/"


def test_they_come_back_to_the_page_they_asked_for(signing_in: SignIn, client: Client) -> None:
    """And never to another site."""
    open_account("ada", email="ada@trust.example")
    assert signing_in(client, "ada", asked="?next=/people/").url == "/people/"
    assert signing_in(Client(), "ada", asked="?next=https://evil.example/").url == "/"


def other(parameter: str) -> Callable[[str], str]:
    """The same address with another value of this parameter."""
    return lambda address: re.sub(rf"([?&]{parameter}=)[^&]*", r"\1" + "x" * 43, address)


@pytest.mark.parametrize(
    "tampered",
    [
        {"there": other("nonce")},
        {"there": other("code_challenge")},
        {"back": other("state")},
        {"back": other("code")},
        {"back": lambda address: address.partition("?")[0]},
    ],
    ids=["another nonce", "another proof of the code", "another state", "another code", "nothing"],
)
def test_an_answer_that_was_tampered_with_signs_nobody_in(
    signing_in: SignIn, client: Client, tampered: dict[str, Callable[[str], str]]
) -> None:
    """The page says that signing in did not work, and what to do."""
    open_account("ada", email="ada@trust.example")
    page = signing_in(client, "ada", **tampered)
    assert "Signing in did not work" in page.content.decode()
    assert "_auth_user_id" not in client.session
    assert Entry.objects.latest("id").deed == "account.sign_in_failed"


def test_an_answer_is_good_once_and_for_the_browser_that_asked(signing_in: SignIn, client: Client) -> None:
    """Whoever gets at the address someone was sent back to can do nothing with it."""
    open_account("ada", email="ada@trust.example")
    seen = []
    signing_in(client, "ada", back=lambda address: seen.append(address) or address)
    for browser in (Client(), client):
        browser.logout()
        assert "Signing in did not work" in browser.get(seen[0]).content.decode()


def test_whoever_asks_chooses_nothing_of_the_sign_in(signing_in: SignIn, client: Client) -> None:
    """Neither what the provider is asked for, nor what becomes of the answer."""
    begun = client.get("/accounts/through/trust/?scope=offline&auth_params=nonce%3Dmine&process=connect")
    asked = parse_qs(urlsplit(begun.url).query)
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert asked["nonce"] != ["mine"]
    assert asked["code_challenge_method"] == ["S256"]


@pytest.mark.parametrize(
    ("name", "opened"),
    [
        ("eve", {}),
        ("ben", {"email": "ben@trust.example", "organisation": "Z99001"}),
        ("unverified-dan", {"email": "unverified-dan@trust.example"}),
    ],
    ids=["no account", "a post elsewhere", "an address that nobody verified"],
)
def test_whom_the_organisation_knows_and_we_do_not_is_refused(
    signing_in: SignIn, client: Client, name: str, opened: dict[str, str]
) -> None:
    """No account is opened, and none is bound."""
    if opened:
        open_account(name, **opened)
    page = signing_in(client, name)
    assert page.status_code == 403
    assert "no account here" in page.content.decode()
    assert "_auth_user_id" not in client.session
    assert User.objects.count() == bool(opened)
    assert not SocialAccount.objects.exists()
    assert Entry.objects.latest("id").deed == "account.sign_in_failed"


def test_an_address_given_to_somebody_new_does_not_open_the_account_of_who_had_it(
    signing_in: SignIn, client: Client
) -> None:
    """An account belongs to the first identity of a provider, however addresses wander."""
    account = open_account("ada", email="ada@trust.example")
    signing_in(client, "ada")
    account.email = "ben@trust.example"
    account.save()
    assert signing_in(Client(), "ben").status_code == 403


def test_a_leaver_is_refused_and_signed_out_at_once(signing_in: SignIn, client: Client) -> None:
    """Although the organisation's provider still knows them."""
    open_account("ada", email="ada@trust.example")
    signing_in(client, "ada")
    actions.close_account(by=None, name="ada")
    assert client.get("/").url == "/accounts/login/?next=/"
    assert signing_in(Client(), "ada").status_code == 403
    assert Entry.objects.latest("id").detail["account"] == "ada"


def test_a_provider_vouches_for_posts_of_its_own_organisation(signing_in: SignIn, client: Client) -> None:
    """Somebody with another employer as well signs in there for that."""
    ada = open_account("ada", email="ada@trust.example")
    open_account("ada", organisation="Z99001", area="Z99001")
    assert len(reads.posts(ada)) == 2
    signing_in(client, "ada")
    assert [post.organisation for post in reads.posts(ada, client.session)] == ["ZZ1"]


def test_a_second_factor_that_the_organisation_asked_for_is_enough(
    signing_in: SignIn, settings: Settings
) -> None:
    """Who gave none there is led to set one up here."""
    settings.SECOND_FACTOR = "required"
    led = {}
    for name in ("ada", "mfa-lead"):
        open_account(name, email=f"{name}@trust.example")
        client = Client()
        signing_in(client, name)
        led[name] = client.get("/post").status_code
    assert led == {"ada": 302, "mfa-lead": 200}


def test_signing_out_offers_to_sign_out_there_too(signing_in: SignIn, client: Client, provider: str) -> None:
    """The session here is over either way."""
    open_account("ada", email="ada@trust.example")
    signing_in(client, "ada")
    page = client.post("/accounts/logout/", follow=True).content.decode()
    assert "You have signed out." in page
    assert f'href="{provider}/o/logout/"' in page
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:9/o", "{provider}/o/"], ids=["nobody", "another name"])
def test_a_provider_that_is_not_there_or_not_the_one_declared_is_not_asked(
    provider: str, declare: Callable[[str], None], client: Client, issuer: str
) -> None:
    """The page says so; nothing fails."""
    declare(issuer.format(provider=provider))
    page = client.get("/accounts/through/trust/").content.decode()
    assert "Signing in did not work" in page


def test_an_organisation_that_is_not_declared_has_no_door(client: Client, db: None) -> None:
    assert client.get("/accounts/through/nobody/").status_code == 404
