"""Requests that somebody else makes in a user's name, and answers that would lead a user somewhere else."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import get_resolver, reverse
from tests.attacks.addresses import BEFORE_SIGNING_IN, OURS, SIGNED_IN, SYSTEMS, some_id, written
from tests.village import PASSWORD

from commonweal.care.accounts.models import User
from commonweal.care.audit.models import Entry

pytestmark = pytest.mark.requirement("R1")
ELSEWHERE = (
    "//evil.example/",
    "///evil.example/",
    "https://evil.example/",
    "https:evil.example",
    "http:///evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\x08//evil.example",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "//evil.example\\@testserver/",
    "javascript:alert(1)",
    "data:text/html,x",
    "/%2f/evil.example",
    "%2f%2fevil.example",
)
METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
LISTENED = {  # name of an address → methods beyond reading that it listens to
    "plan-change-photo": {"post"},
    "own-plan-change-photo": {"post"},
    "bring-in": {"post"},
    "withdraw-choice": {"post"},
    "choose": {"post"},
    "hand-over": {"post"},
    "end-involvement": {"post"},
    "open-in-emergency": {"post"},
    "opening": {"post"},
    "shut-opening": {"post"},
    "withdraw-own-choice": {"post"},
    "choose-own": {"post"},
    "find-who-looked": {"post"},
    "answer-notice": {"post"},
    "answer-found": {"post"},
    "notices-wish": {"post"},
    "refer-several": {"post"},
    "refer-form": {"post"},
    "refer-check": {"post"},
    "refer-keep": {"post"},
    "sent-referral": {"post"},
    "add-to-referral": {"post"},
    "own-refer-step": {"post"},
    "choose-post": {"post"},
    "add-shift": {"post"},
    "end-shift": {"post"},
    "copy-week": {"post"},
    "take-in-rota": {"post"},
    "team-day": {"post"},
    "plan-day": {"post"},
    "visit": {"post"},
    "set-out": {"post"},
    "arrive": {"post"},
    "referral-views": {"post"},
    "referral": {"post"},
    "undo-step": {"post"},
    "referral-person": {"post"},
    "say-beds": {"post"},
    "propose-resident": {"post"},
    "call-for-resident": {"post"},
    "settle-resident": {"post"},
    "close-round": {"post"},
    "round-entry": {"post"},
    "home-round": {"post"},
    "notice-resident": {"post"},
    "resident-done": {"post"},
    "observe": {"post"},
    "begin-stay": {"post"},
    "end-stay": {"post"},
    "plan-section": {"post"},
    "plan-keep": {"post"},
    "plan-restore": {"post"},
    "plan-proposal": {"post"},
    "plan-sign": {"post"},
    "own-plan-section": {"post"},
    "own-plan-keep": {"post"},
    "own-plan-restore": {"post"},
    "new-task": {"post"},
    "task": {"post"},
    "add-to-caseload": {"post"},
    "caseload-place": {"post"},
    "new-meeting": {"post"},
    "meeting": {"post"},
    "action-preview": {"post"},
    "put-on-agenda": {"post"},
    "take-coordination": {"post"},
    "offer-coordination": {"post"},
    "end-coordination": {"post"},
    "join-care-team": {"post"},
    "leave-care-team": {"post"},
    "add-around": {"post"},
    "change-around": {"post"},
    "remove-around": {"post"},
    "carer-assessment": {"post"},
    "prefer": {"post"},
    "medicine-gone": {"post"},
    "contacted": {"post"},
    "change-end-of-life": {"post"},
    "coordination-offer": {"post"},
    "add-own-around": {"post"},
    "change-own-around": {"post"},
    "remove-own-around": {"post"},
    "pair": {"post"},
    "merge": {"post"},
    "assess": {"post"},
    "receive-assessment": {"post"},
    "change-assessment": {"post"},
    "send-assessment": {"post"},
    "strike-out-assessment": {"post"},
}
POSTED_ALONE = {
    "withdraw-choice", "shut-opening", "withdraw-own-choice", "referral-views", "undo-step", "refer-keep",
    "add-to-referral", "answer-notice", "refer-several", "copy-week", "take-in-rota", "plan-day", "set-out",
    "arrive", "add-shift", "close-round", "notice-resident", "resident-done", "plan-keep", "plan-restore",
    "own-plan-keep", "own-plan-restore", "action-preview",
}  # fmt: skip


def everywhere(bea) -> dict[str, str]:
    return {name: written(name, some_id(name, bea.pk), kind="objection") for name in OURS}


def checked(client: Client) -> Client:
    """The same browser, of whom forms are asked for their token as everybody's are."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    return strict


def test_no_form_is_taken_without_its_token(signed_in, bea):
    """Every address there is, those around accounts too: another site's form is refused before it is read."""
    lead = checked(signed_in("lead"))
    for name, address in everywhere(bea).items():
        assert lead.post(address, {"reason": "a fall at home"}).status_code == 403, name
        assert lead.post(address, headers={"x-csrftoken": "a" * 32}).status_code == 403, name
    for name in sorted((BEFORE_SIGNING_IN | SIGNED_IN) - {"openid_connect_callback", "openid_connect_login"}):
        for client in (lead, Client(enforce_csrf_checks=True)):
            assert client.post(written(name), {"login": "lead", "password": PASSWORD}).status_code == 403, (
                name
            )
    assert lead.get("/population/hamlet").status_code == 200
    assert (
        not Entry.objects.exclude(deed__in=["account.signed_in", "population.read"]).filter(by=None).exists()
    )


def test_no_view_is_let_off_its_token():
    """Nothing of ours, and nothing of the packages, is marked as not to be asked."""
    let_off = {name for name in [*OURS, *SIGNED_IN] if getattr(found(name), "csrf_exempt", False)}
    assert let_off == set()
    assert "django.middleware.csrf.CsrfViewMiddleware" in site.MIDDLEWARE


def test_what_systems_ask_needs_no_token_because_no_session_opens_it(signed_in):
    """A form of another site reaches the door for systems with the browser's session, and that is no key."""
    lead = checked(signed_in("lead"))
    assert {name for name in SYSTEMS if not getattr(found(name), "csrf_exempt", False)} == set()
    for name in SYSTEMS - {"fhir-metadata", "fhir-nothing"}:
        more = {"fhir-questionnaire-response": [uuid4()]}.get(name, [])
        more = ["RV-1"] if name in ("fhir-task", "fhir-service-request") else more
        for method in ("get", "post"):
            assert getattr(lead, method)(reverse(name, args=more)).status_code == 401, name


def test_each_address_listens_to_no_other_methods(signed_in, bea):
    """What reads does not change, and what changes is not done by a link."""
    lead = signed_in("lead")
    heard = {
        name: {method for method in METHODS if getattr(lead, method)(address).status_code != 405}
        for name, address in everywhere(bea).items()
    }
    reading = {name: set() if name in POSTED_ALONE else {"get", "head"} for name in heard}
    assert heard == {name: reading[name] | LISTENED.get(name, set()) for name in heard}


def test_a_method_in_disguise_is_the_method_it_came_by(signed_in, bea):
    """A post that says it is something else is a post."""
    lead, address = signed_in("lead"), everywhere(bea)["people"]
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        assert lead.post(address, headers={name: "GET"}).status_code == 405


@pytest.mark.parametrize("where", ["/accounts/login/", "/accounts/reauthenticate/"])
def test_nobody_is_led_to_another_site_after_signing_in(signed_in, where):
    """Whatever the address says should come next."""
    for there in ELSEWHERE:
        client = Client() if where == "/accounts/login/" else signed_in("lead")
        said = {"login": "lead", "password": PASSWORD}
        for page in (
            client.post(f"{where}?next={there}", said),
            client.post(where, {**said, "next": there}),
            client.get(where, {"next": there}),
        ):
            stays_here(page, there)


def test_nobody_is_led_to_another_site_by_any_other_address(signed_in, bea):
    """Signing out, choosing a post, choosing an area, a session that is over, a slash left out."""
    for there in ELSEWHERE:
        lead = signed_in("lead")
        post = User.objects.get(username="lead").posts.get().pk
        for page in (
            lead.post("/post", {"post": post, "next": there}),
            lead.post(f"/post?next={there}", {"post": post}),
            lead.get("/population/", {"area": there, "next": there}),
            lead.get("/people/", {"q": "Ada Vale", "next": there}),
            lead.get(f"/{there}"),
            Client().get(f"/{there}"),
            Client().get("/people/", {"next": there}),
            lead.post("/accounts/logout/", {"next": there}),
        ):
            stays_here(page, there)


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "a b", "[::"]
)
def test_only_our_own_names_are_answered(village, settings, host):
    """A page, a link in it, or the alert of an emergency never takes its host from whoever asks."""
    settings.ALLOWED_HOSTS = ["testserver"]
    assert Client(headers={"host": host}).get("/accounts/login/").status_code == 400
    page = Client(headers={"x-forwarded-host": host}).get("/accounts/login/")
    assert page.status_code == 200
    assert "evil.example" not in page.content.decode()


def test_another_site_cannot_sign_somebody_in_as_somebody_else(signed_in):
    """A sign-in page opened elsewhere gives a token that is no good with another browser's cookie."""
    theirs = Client(enforce_csrf_checks=True)
    page = theirs.get("/accounts/login/").content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    ours = Client(enforce_csrf_checks=True)
    ours.get("/accounts/login/")
    said = {"login": "lead", "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert ours.post("/accounts/login/", said).status_code == 403
    assert theirs.post("/accounts/login/", said).status_code == 302


def stays_here(page, there: str) -> None:
    """It leads to a page of this site or nowhere, and no link in it leads away."""
    content = page.content.decode()
    links = [link.split('"')[0] for mark in ('href="', 'action="') for link in content.split(mark)[1:]]
    for link in (page.get("Location", "/"), *links):
        as_browsers_read = re.sub(r"[\x00-\x20]", "", unescape(link)).replace("\\", "/")
        led = urlsplit(urljoin("https://testserver/accounts/", as_browsers_read))
        assert (led.scheme, led.netloc) == ("https", "testserver"), (there, link)


def found(name: str):
    """The view behind the address with this name."""
    patterns = [*get_resolver().url_patterns]
    while patterns:
        one = patterns.pop()
        patterns += getattr(one, "url_patterns", [])
        if getattr(one, "name", None) == name:
            return one.callback
    raise KeyError(name)
