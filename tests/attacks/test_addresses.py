"""Ids in addresses: whoever tries one that is not theirs learns nothing, not even whether it is anybody's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.attacks import addresses
from tests.attacks.addresses import (
    BEFORE_SIGNING_IN,
    CLOSED,
    LOAD,
    OPENING,
    OURS,
    PART,
    PERSON,
    SIGNED_IN,
    SYSTEMS,
    some_id,
    written,
)
from tests.attacks.same import answer
from tests.village import PASSWORD

from commonweal.care.accounts import actions as accounts
from commonweal.care.accounts.models import User
from commonweal.care.break_glass.models import Opening
from commonweal.care.involvements.models import Involvement
from commonweal.care.people.models import Person

pytestmark = [pytest.mark.requirement("R1"), pytest.mark.numbers]
OF_PEOPLE = [name for name, kind in OURS.items() if kind == PERSON]
OF_LOADS = [name for name, kind in OURS.items() if kind == LOAD]
WITHOUT_NAME = [  # pages that are there to say no, and those in front of what is closed
    "accounts/password/reset/",
    "accounts/^(email/|confirm-email/|password/reset/.|password/set/|login/code/|social/)",
    "accounts/^3rdparty/(signup/)?$",
]
CHOICE = {  # all that a form about a person asks, filled in well
    "kind": "episode", "receiver": "visiting", "reason": "a fall at home", "outcome": "well again",
    "organisation": "RX1", "asked_by": "person", "finding": "justified", "id": "1",
}  # fmt: skip
NOTHING = (400, 403, 404, 405, 409)
KEPT_OUT = {  # who asks for Bea's page → what they and everybody in their place are told
    "lead-mill-lane": 404,
    "analyst": 403,
    "clerk": 403,
    "without a post": 302,
    "left": 302,
    "not signed in": 302,
}


@pytest.fixture
def asking(signed_in):
    """A browser of somebody who may not see Bea."""

    def of(who: str) -> Client:
        if who == "not signed in":
            return Client()
        if who == "without a post":
            user = User.objects.create(username=who)
            client = Client()
            client.force_login(user)
            return client
        if who == "left":
            client = signed_in("lead")
            accounts.close_account(by=None, name="lead")
            return client
        return signed_in(who)

    return of


def test_every_address_says_what_its_id_is_of():
    """Whoever adds an address adds a line to addresses.py, and is tested here from then on."""
    named = {one.name for one in addresses.every() if not one.route.startswith(("accounts/", "fhir/"))}
    assert named == set(OURS)
    assert {one.name for one in addresses.every() if one.route.startswith("fhir/")} == SYSTEMS
    around_accounts = {
        one.name for one in addresses.every() if one.route.startswith("accounts/") and one.name
    }
    assert around_accounts == BEFORE_SIGNING_IN | SIGNED_IN | CLOSED
    nameless = [one.route for one in addresses.every() if not one.name]
    assert [route for route in nameless if not route.startswith("accounts/social/")] == WITHOUT_NAME


@pytest.mark.parametrize("who", KEPT_OUT)
def test_a_hidden_person_answers_like_nobody(asking, bea, nobody, who):
    """Page and files: the same words, headers and statements, whoever asks and by whatever method."""
    client = asking(who)
    for name in OF_PEOPLE:
        for method in ("get", "head", "post"):
            client.get(written(name, nobody, kind="objection"))
            hidden, absent = (
                answer(client, written(name, id, kind="objection"), id, method=method, data=CHOICE)
                for id in (bea.pk, nobody)
            )
            assert hidden == absent, (name, method)
            assert hidden.status == KEPT_OUT[who] or hidden.status in NOTHING, (name, method)
            assert "Marsh" not in hidden.body
            assert "MARSH" not in hidden.body


@pytest.mark.parametrize("who", ["lead-mill-lane", "nurse", "analyst", "not signed in"])
def test_a_part_in_care_and_an_opening_that_are_not_theirs_answer_like_none(asking, bea, who):
    """Their ids are whole numbers, easily tried one after the other."""
    part = Involvement.objects.create(person=bea, kind="episode", organisation="ZC1", reason="asked for")
    post = User.objects.get(username="lead").posts.get()
    until = timezone.now() + timedelta(hours=1)
    opening = Opening.objects.create(post=post, person=bea, reason="found on the floor", until=until)
    client, ids = asking(who), {PART: part.pk, OPENING: opening.pk}
    for name, kind in OURS.items():
        if kind not in ids or (kind == PART and who == "nurse"):  # who sees Bea, and who works with her
            continue
        for method in ("get", "post"):
            client.get(written(name, 987654))
            theirs, none = (
                answer(client, written(name, id), written(name, id), method=method, data=CHOICE)
                for id in (ids[kind], 987654)
            )
            assert theirs == none, (name, method)
            assert theirs.status in (302, *NOTHING), (name, method)
    opening.refresh_from_db()
    part.refresh_from_db()
    assert (opening.ended, opening.reviewed, part.ended) == (None, None, None)


def test_an_id_written_in_another_way_opens_nothing_more(signed_in, bea):
    """In capitals, without hyphens, in braces, with a space or a further part behind it."""
    client, id = signed_in("lead-mill-lane"), str(bea.pk)
    for tried in (
        id.upper(),
        id.replace("-", ""),
        f"{{{id}}}",
        f"{id}%20",
        f"{id}/",
        f"{id}/..",
        f"x/../{id}",
    ):
        assert client.get(f"/people/{tried}").status_code == 404, tried
    assert client.get(f"/people/{id}", {"id": id, "person": id, "area": "Z00003"}).status_code == 404


@pytest.mark.parametrize("who", ["lead", "nurse", "not signed in"])
def test_a_load_answers_like_none_to_those_who_read_no_loads(asking, who):
    client = asking(who)
    for name in OF_LOADS:
        there, absent = (answer(client, written(name, id), id) for id in ("first", "never"))
        assert there == absent, name
        assert there.status == (302 if who == "not signed in" else 403)
        assert "conditions.ndjson" not in there.body


def test_a_post_that_is_somebody_elses_is_refused_like_one_that_is_nobodys(signed_in):
    """Ids of posts are whole numbers, easily tried one after the other."""
    client = signed_in("both")
    theirs = User.objects.get(username="lead").posts.get().pk
    other, absent = (answer(client, "/post", method="post", data={"post": id}) for id in (theirs, 987654))
    assert other == absent
    assert other.status == 403


def test_whoever_watches_over_the_audit_is_not_told_who_is_a_person_here(in_exampleshire, nobody):
    """Somebody at whom nobody looked answers like nobody, and the answer can be kept: nothing fails later."""
    governance, jo = in_exampleshire("governance"), Person.objects.get(given="Jo").pk
    there, absent = (answer(governance, written("who-looked", id), id) for id in (jo, nobody))
    assert there == absent
    assert there.status == 200
    connection.check_constraints()


def test_what_the_operator_does_is_open_to_nobody(signed_in):
    """Addresses of e-mail, forgotten passwords, bound identities: packages bring them, and they stay shut."""
    for client in (Client(), signed_in("lead")):
        for name in sorted(CLOSED):
            address = written(name)
            shown = 200 if name == "account_reset_password" else 404  # a page that says whom to ask
            assert client.get(address).status_code == shown, address
            assert client.post(address, {"email": "a@b.example"}).status_code in (404, 405), address


def test_nothing_is_shown_to_whoever_has_not_signed_in(village, bea):
    """Every address leads to signing in, whatever stands in it and whatever is sent there."""
    for name in (*OURS, *sorted(SIGNED_IN)):
        address = written(name, some_id(name, bea.pk), kind="objection")
        pages = [Client().get(address), Client().post(address)]
        assert {page.status_code for page in pages} <= {302, 405}, address
        led_to = {page.url.split("?")[0] for page in pages if page.status_code == 302}
        assert led_to in ({"/accounts/login/"}, {"/"}), address


def test_signing_in_again_is_the_only_way_back_for_whoever_left(signed_in):
    """A session of an account that was closed is nobody's."""
    client = signed_in("lead")
    accounts.close_account(by=None, name="lead")
    assert client.get("/population/hamlet").status_code == 302
    assert Client().post("/accounts/login/", {"login": "lead", "password": PASSWORD}).status_code == 200
