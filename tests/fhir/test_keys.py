"""Who may send: a key, in a live post, and nobody else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_django import Settings
from tests.care.referred import holding, open_posts
from tests.fhir.conftest import SYSTEM, Post
from tests.fhir.messages import alone, transfer
from tests.fhir.test_door import BEN, MESSAGE, REQUEST, reference_in, said
from tests.village import put_back

from commonweal.care.accounts import actions as accounts
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import User
from commonweal.care.audit.models import Entry
from commonweal.care.referrals import actions as referrals
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import Made
from commonweal.care.systems import keys, lockout, reads
from commonweal.care.systems.keys import NoSuchSystem
from commonweal.care.systems.models import SystemKey

pytestmark = [pytest.mark.requirement("F3", "R1"), pytest.mark.django_db]


def test_a_key_is_told_once_and_kept_as_a_hash(token: str) -> None:
    key = SystemKey.objects.get()
    assert token.startswith(f"commonweal_{key.pk}_")
    assert len(token) > 50
    with connection.cursor() as cursor:
        cursor.execute("SELECT care_systemkey::text FROM care_systemkey")
        assert token.rpartition("_")[2] not in cursor.fetchone()[0]
    assert Entry.objects.filter(deed="system.key_added", detail__title=SYSTEM).count() == 1
    assert token.rpartition("_")[2] not in str(list(Entry.objects.values()))


def test_without_a_right_key_nothing_is_heard(ask: Post) -> None:
    for address in (MESSAGE, REQUEST):
        for wrong in ("", "nonsense", "commonweal_1_x", "commonweal_99999999999999999999_x", "\xc3\xa9"):
            response = ask(address, {}, key=wrong)
            assert (response.status_code, said(response)) == (401, [("error", "login")]), wrong
            assert response.headers["WWW-Authenticate"].startswith("Bearer")
            assert response.headers.get("Set-Cookie") is None


def test_a_key_that_has_ended_opens_nothing_nor_does_one_whose_post_has(
    ask: Post, token: str, others: str
) -> None:
    reference = reference_in(ask(MESSAGE, transfer()))
    keys.end(by=None, title=SYSTEM)
    assert ask(f"Task/{reference}").status_code == 401
    anew = keys.add(by=None, account="council", post=None, source="council", title=SYSTEM)
    assert ask(f"Task/{reference}", key=anew).status_code == 200
    assert ask(MESSAGE, transfer(), key=anew).status_code == 200
    assert Referral.objects.count() == 1
    accounts.close_account(by=None, name="council")
    assert ask(f"Task/{reference}", key=anew).status_code == 401
    accounts.end_post(by=None, name="home", role="social-worker", area="exampleshire")
    assert ask(MESSAGE, transfer(), key=others).status_code == 401


def test_a_session_is_no_key(receiving: None) -> None:
    browser = Client()
    browser.force_login(User.objects.get(username="council"))
    for response in (
        browser.post(f"/fhir/R4/{MESSAGE}", transfer(), content_type="application/fhir+json"),
        browser.get("/fhir/R4/Task/RV-1"),
    ):
        assert response.status_code == 401


def test_only_who_sent_it_or_has_it_is_told_of_it(ask: Post, others: str) -> None:
    reference = reference_in(ask(MESSAGE, transfer(patient=BEN)))
    hub = keys.add(by=None, account="hub", post=None, source="community", title="Hub system")
    river = keys.add(by=None, account="river", post=None, source="community", title="River system")
    for kind in ("Task", REQUEST):
        assert ask(f"{kind}/{reference}", key=hub).status_code == 200
        strange, none = ask(f"{kind}/{reference}", key=others), ask(f"{kind}/RV-0000000000", key=others)
        assert (strange.status_code, strange.content) == (404, none.content)
        assert none.status_code == ask(f"{kind}/{reference}", key=river).status_code == 404
    referrals.move(holding("hub"), reference, Made("give", seen=1, team="riverside-team"))
    assert ask(f"Task/{reference}", key=river).status_code == 200
    looked = Entry.objects.filter(deed="referral.read").values_list("by__username", flat=True)
    assert set(looked) == {"hub", "river"}
    assert Entry.objects.filter(deed="referral.refused", by__username="home").count() == 4


def test_whom_the_pathway_does_not_take_referrals_from_is_refused(ask: Post) -> None:
    open_account(by=None, name="numbers", password=None, role="analyst", area="exampleshire")
    key = keys.add(by=None, account="numbers", post=None, source="nhs_111", title="Numbers")
    response = ask(MESSAGE, transfer(), key=key)
    assert (response.status_code, said(response)) == (403, [("error", "forbidden")])
    assert Entry.objects.filter(deed="referral.refused", by__username="numbers").count() == 1
    assert not Referral.objects.exists()


def test_an_address_that_shows_too_many_wrong_keys_is_not_heard(
    ask: Post, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lockout, "MOST", 3)
    assert [ask(MESSAGE, {}, key="wrong").status_code for _ in range(4)] == [401, 401, 401, 429]
    response = ask("Task/RV-1")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "600")
    assert ask("Task/RV-1", REMOTE_ADDR="192.0.2.7").status_code == 404
    assert Entry.objects.filter(deed="system.refused").count() == 3


def test_no_reference_makes_asking_fail(ask: Post) -> None:
    for reference in ("RV-1%00", "%F0%9F%92%89", "RV-1/_history", "x" * 5000, "..%2fmetadata"):
        assert ask(f"Task/{reference}").status_code in (400, 404), reference


SHAPES: tuple[tuple[str, dict[str, Any], int], ...] = (
    (MESSAGE, {"content_type": "text/xml"}, 415),
    (MESSAGE, {"content_type": "application/fhir+json; version=1.1.0"}, 200),
    (MESSAGE, {"content_type": "application/json"}, 200),
    (MESSAGE, {"headers": {"accept": "application/fhir+json;version=1.1.0"}}, 200),
    (MESSAGE, {"headers": {"accept": "text/html"}}, 406),
    (REQUEST, {}, 400),
    ("Task/RV-1", {}, 405),
    ("metadata", {}, 405),
    ("Patient", {}, 405),
)


def test_requests_are_of_the_right_shape(ask: Post) -> None:
    content = orjson.dumps(transfer())
    for address, more, status in SHAPES:
        response = ask(address, content, **{"content_type": "application/fhir+json"} | more)
        assert response.status_code == status, (address, more)
        kind = "Bundle" if status == 200 else "OperationOutcome"
        assert orjson.loads(response.content)["resourceType"] == kind


def test_a_body_that_is_too_long_is_not_read(ask: Post) -> None:
    for size in (2_000_001, 3_000_000):
        response = ask(MESSAGE, b" " * size)
        assert (response.status_code, said(response)) == (413, [("error", "too-long")])


def test_a_sender_knows_its_answer_again(ask: Post) -> None:
    response = ask(REQUEST, alone(), headers={"x-request-id": "r-1", "x-correlation-id": "c" * 101})
    assert response.headers["X-Request-Id"] == "r-1"
    assert "X-Correlation-Id" not in response.headers


def test_what_the_door_can_do_is_told_to_anybody_and_is_all_there_is(receiving: None) -> None:
    statement = orjson.loads(Client().get("/fhir/R4/metadata").content)
    assert (statement["fhirVersion"], statement["format"]) == ("4.0.1", ["application/fhir+json"])
    told = {
        one["type"]: [act["code"] for act in one["interaction"]] for one in statement["rest"][0]["resource"]
    }
    assert told == {
        "QuestionnaireResponse": ["read"],
        "ServiceRequest": ["create", "read"],
        "Task": ["read"],
    }
    assert [one["name"] for one in statement["rest"][0]["operation"]] == ["process-message"]
    assert Client().get("/fhir/R4/Patient/1").status_code == 404


NOT_GIVEN: tuple[tuple[dict[str, Any], str], ...] = (
    ({"account": "nobody"}, "there is no account 'nobody'"),
    ({"source": "pigeon"}, "'pigeon' sends no referrals"),
    ({"title": SYSTEM}, f"'{SYSTEM}' has a key"),
    ({"post": 0}, "council holds no such post"),
)


def test_a_key_that_cannot_be_given_says_what_to_give(token: str) -> None:
    given = {"account": "council", "post": None, "source": "council", "title": "More"}
    for changed, because in NOT_GIVEN:
        with pytest.raises(NoSuchSystem, match=because):
            keys.add(by=None, **given | changed)


def test_a_title_that_has_sent_stays_its_organisations(token: str, others: str) -> None:
    keys.end(by=None, title=SYSTEM)
    with pytest.raises(NoSuchSystem, match="another organisation"):
        keys.add(by=None, account="home", post=None, source="care_home", title=SYSTEM)
    with pytest.raises(NoSuchSystem, match="no system"):
        keys.end(by=None, title=SYSTEM)
    assert [(key.title, key.ended is None) for key in reads.systems()] == [
        ("Weir House", True),
        (SYSTEM, False),
    ]


@pytest.mark.django_db(transaction=True)
def test_the_same_message_from_two_hands_at_once_is_one(
    transactional_db: None, settings: Settings, declared: Path, published_rows: dict[str, bytes]
) -> None:
    settings.BLUEPRINT = str(declared)
    put_back(published_rows)
    open_posts()
    cache.clear()
    key = keys.add(by=None, account="council", post=None, source="council", title=SYSTEM)
    headers = {"authorization": f"Bearer {key}"}

    def send(_: int) -> bytes:
        try:
            client = Client(headers=headers)
            return client.post(
                f"/fhir/R4/{MESSAGE}", transfer(), content_type="application/fhir+json"
            ).content
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        answers = set(hands.map(send, range(4)))
    assert len(answers) == 1
    assert Referral.objects.count() == 1
