"""Systems send messages and ask what became of them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone
from tests.care.referred import holding
from tests.fhir.conftest import Post
from tests.fhir.messages import ANN, alone, resource, transfer

from commonweal.care.audit.models import Entry
from commonweal.care.people.models import Person
from commonweal.care.referrals import actions as referrals
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import Made
from commonweal.care.systems import reads
from commonweal.care.systems.models import Message

pytestmark = [pytest.mark.requirement("F3"), pytest.mark.django_db]
MESSAGE, REQUEST = "$process-message", "ServiceRequest"
BEN = {"name": [{"family": "Baker", "given": ["Ben"]}], "birthDate": "1945-05-01"}


def said(response: HttpResponse) -> list[tuple[str, str]]:
    """The issues of an answer, wherever they stand in it: how grave and of what kind."""
    answer = orjson.loads(response.content)
    if answer["resourceType"] == "Bundle":
        answer = resource(answer, "OperationOutcome")
    if answer["resourceType"] == "ServiceRequest":
        answer = next(one for one in answer["contained"] if one["resourceType"] == "OperationOutcome")
    return [(issue["severity"], issue["code"]) for issue in answer["issue"]]


def reference_in(response: HttpResponse) -> str:
    id: str = resource(orjson.loads(response.content), "Task")["id"]
    return id


def test_a_message_becomes_a_referral_and_is_answered_with_one(ask: Post) -> None:
    response = ask(MESSAGE, transfer())
    answer = orjson.loads(response.content)
    assert (response.status_code, answer["type"]) == (200, "message")
    assert response.headers["Content-Type"].startswith("application/fhir+json")
    header = resource(answer, "MessageHeader")
    assert header["response"]["identifier"] == "message-1"
    assert header["response"]["code"] == "ok"
    assert header["eventCoding"]["code"] == "servicerequest-response"
    referral = Referral.objects.get(reference=reference_in(response))
    assert (referral.pathway, referral.stage, referral.source) == ("riverside-visit", "asked", "council")
    assert (referral.channel, referral.sender, referral.sender_name) == ("fhir", "ZZ2", "Riverside 111")
    assert referral.person == Person.objects.get(given="Ann")
    assert referral.answers == {"housebound": True}
    assert referral.reason.startswith("Urgency: urgent; Asked on: 20 November 2026")
    assert said(response) == [("information", "informational")]


def test_what_became_of_it_is_told_step_by_step(ask: Post) -> None:
    reference = reference_in(ask(MESSAGE, transfer()))
    told = []
    for who, made in (
        ("hub", Made("wait", seen=1, reason="wish")),
        ("hub", Made("wake", seen=2)),
        ("hub", Made("give", seen=3, team="riverside-team")),
        ("river", Made("visit", seen=4, outcome="well")),
    ):
        told.append(orjson.loads(ask(f"Task/{reference}").content))
        referrals.move(holding(who), reference, made)
    told.append(orjson.loads(ask(f"Task/{reference}").content))
    assert [task["status"] for task in told] == ["received", "on-hold", "received", "accepted", "completed"]
    assert [task["businessStatus"]["coding"][0]["code"] for task in told] == [
        "asked", "waiting", "asked", "given", "visited",
    ]  # fmt: skip
    assert told[-1]["focus"] == {"reference": f"ServiceRequest/{reference}"}
    assert [one["valueString"] for one in told[-1]["output"]] == ["Seen at home", "You were seen at home."]
    request = orjson.loads(ask(f"{REQUEST}/{reference}").content)
    assert (request["status"], request["contained"][0]["name"][0]["family"]) == ("completed", "Adair")


def test_a_service_request_becomes_a_referral_with_an_address(ask: Post) -> None:
    response = ask(REQUEST, alone())
    assert response.status_code == 201
    answer = orjson.loads(response.content)
    assert response.headers["Location"].endswith(f"/fhir/R4/ServiceRequest/{answer['id']}")
    assert (answer["status"], answer["reasonCode"][0]["text"][:21]) == ("active", "Cannot get out of bed")
    assert orjson.loads(ask(f"{REQUEST}/{answer['id']}").content)["id"] == answer["id"]
    told = ask(REQUEST, alone(), headers={"prefer": "return=OperationOutcome"})
    assert orjson.loads(told.content)["issue"][0]["details"]["coding"][0]["code"] == "RESOURCE_CREATED"


@pytest.mark.parametrize(("address", "whole"), [(MESSAGE, transfer), (REQUEST, alone)])
def test_the_same_again_is_answered_as_before_and_nothing_is_new(ask: Post, address: str, whole: Any) -> None:
    first, again = ask(address, whole()), ask(address, whole())
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert Referral.objects.count() == Message.objects.count() == 1
    assert Entry.objects.filter(deed="referral.received").count() == 1
    assert Entry.objects.filter(deed="referral.sent_again").count() == 1


def test_the_same_id_with_something_else_is_a_clash(ask: Post) -> None:
    ask(MESSAGE, transfer())
    clash = ask(MESSAGE, transfer(patient=BEN))
    assert (clash.status_code, said(clash)) == (409, [("error", "duplicate")])
    identifier = [{"system": "https://calls.example", "value": "7"}]
    assert ask(REQUEST, alone(identifier=identifier)).status_code == 201
    assert ask(REQUEST, alone(identifier=identifier, priority="stat")).status_code == 409
    assert Referral.objects.count() == 2


def test_two_systems_may_use_the_same_id(ask: Post, others: str) -> None:
    assert ask(MESSAGE, transfer()).status_code == ask(MESSAGE, transfer(), key=others).status_code == 200
    assert Referral.objects.count() == 2


def test_a_message_that_breaks_off_leaves_nothing(ask: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """The referral is written before the message is: when the connection ends there, neither is kept."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE care_message ADD CONSTRAINT broken CHECK (false) NOT VALID")
    broken = ask(MESSAGE, transfer())
    assert (broken.status_code, said(broken)) == (500, [("error", "exception")])
    assert not Referral.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE care_message DROP CONSTRAINT broken")
    assert ask(MESSAGE, transfer()).status_code == 200


@pytest.mark.parametrize(
    ("patient", "identity", "warned"),
    [
        (ANN, "known", []),
        (BEN, "unverified", ["informational"]),
        ({"identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000019"}]},
         "unknown", ["value", "incomplete", "informational"]),
        ({"name": [{"family": "Ott", "given": ["Olive"]}], "deceasedBoolean": True},
         "unverified", ["business-rule", "informational"]),
        ({"birthDate": "1941"}, "unknown", ["incomplete", "informational"]),
    ],
)  # fmt: skip
def test_whoever_it_is_about_is_taken_and_what_is_doubtful_said(
    ask: Post, patient: dict[str, Any], identity: str, warned: list[str]
) -> None:
    response = ask(MESSAGE, transfer(patient=patient))
    assert response.status_code == 200
    assert Referral.objects.get().identity == identity
    assert [code for _, code in said(response)[1:]] == warned


def test_somebody_who_has_died_is_taken_marked_and_said(ask: Post) -> None:
    Person.objects.filter(given="Ann").update(death_date=timezone.localdate() - timedelta(days=1))
    for place, patient in enumerate((ANN, {**BEN, "deceasedDateTime": "2026-11-01"})):
        response = ask(MESSAGE, transfer(f"message-{place}", patient=patient))
        assert Referral.objects.get(reference=reference_in(response)).marks == ["died"]
        assert ("warning", "business-rule") in said(response)


def test_the_same_person_twice_is_warned_of_and_kept(ask: Post) -> None:
    first = reference_in(ask(MESSAGE, transfer()))
    second = ask(MESSAGE, transfer("message-2"))
    assert ("warning", "duplicate") in said(second)
    assert first in second.content.decode()
    assert Referral.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "status", "word"),
    [
        ({"service": "2000000009"}, 422, "2000000009"),
        ({"written": "2999-01-01T00:00:00Z"}, 422, "has not come yet"),
        ({"written": "1939-01-01T00:00:00Z"}, 422, "before the person was born"),
        ({"status": "unheard of"}, 400, "revoked"),
        ({"reason": "update", "status": "revoked"}, 404, "case-1"),
    ],
)
def test_what_is_not_taken_says_why_and_keeps_nothing(
    ask: Post, change: dict[str, str], status: int, word: str
) -> None:
    response = ask(MESSAGE, transfer(**change))
    assert response.status_code == status
    assert word in response.content.decode()
    assert not Referral.objects.exists()
    assert not Message.objects.exists()
    refused = Entry.objects.get(deed="message.refused")
    assert (refused.detail["status"], refused.detail["system"]) == (status, "Council calls")
    assert "1939" not in refused.because


def test_an_answer_that_does_not_fit_says_what_to_do_instead(ask: Post) -> None:
    bundle = transfer()
    resource(bundle, "QuestionnaireResponse")["item"][0]["answer"][0]["valueBoolean"] = False
    response = ask(MESSAGE, bundle)
    assert response.status_code == 422
    assert "Book an appointment at the practice." in response.content.decode()


def test_a_clock_that_is_a_little_ahead_is_taken_as_now(ask: Post) -> None:
    soon = (timezone.now() + timedelta(minutes=3)).isoformat(timespec="seconds")
    response = ask(MESSAGE, transfer(written=soon))
    assert response.status_code == 200
    assert ("warning", "value") in said(response)
    assert Referral.objects.get().received <= timezone.now()


def test_what_is_cancelled_is_withdrawn_where_the_file_allows(ask: Post) -> None:
    reference = reference_in(ask(MESSAGE, transfer()))
    cancelled = ask(MESSAGE, transfer("message-2", reason="update", status="revoked"))
    assert cancelled.status_code == 200
    assert reference_in(cancelled) == reference
    referral = Referral.objects.get()
    assert (referral.stage, referral.outcome) == ("not-visited", "unseen")
    task = orjson.loads(ask(f"Task/{reference}").content)
    assert (task["status"], task["statusReason"]["text"]) == ("cancelled", "Not visited")


def test_what_cannot_be_withdrawn_any_more_is_kept_with_the_referral(ask: Post) -> None:
    reference = reference_in(ask(MESSAGE, transfer()))
    referrals.move(holding("hub"), reference, Made("give", seen=1, team="riverside-team"))
    referrals.move(holding("river"), reference, Made("visit", seen=2, outcome="well"))
    kept = ask(MESSAGE, transfer("message-2", status="revoked"))
    assert (kept.status_code, said(kept)[-1]) == (200, ("warning", "business-rule"))
    (later,) = reads.later(holding("hub"), Referral.objects.get())
    assert later.deed == "withdraw"


def test_an_update_is_kept_with_its_referral_and_one_of_nothing_is_new(ask: Post) -> None:
    reference = reference_in(ask(MESSAGE, transfer()))
    update = ask(MESSAGE, transfer("message-2", reason="update", note=[{"text": "The key is next door"}]))
    assert reference_in(update) == reference
    (later,) = reads.later(holding("hub"), Referral.objects.get())
    assert "The key is next door" in later.says
    new = ask(MESSAGE, transfer("message-3", reason="update", request="case-2"))
    assert reference_in(new) != reference
    assert ("warning", "informational") in said(new)


def test_a_request_named_like_somebody_elses_cancels_nothing(ask: Post) -> None:
    """Senders copy messages: the same request about another person is not the one that was sent."""
    ask(MESSAGE, transfer())
    assert ask(MESSAGE, transfer("message-2", status="revoked", patient=BEN)).status_code == 404
    assert Referral.objects.get().stage == "asked"


def test_the_standards_own_booking_is_taken_where_its_service_is_ours(ask: Post, shared: Path) -> None:
    booking = orjson.loads((shared / "data/fhir-bars/process_message/POST-body.json").read_bytes())
    resource(booking, "MessageHeader")["destination"][0]["endpoint"] = (
        "http://fhir.nhs.uk/Id/dos-service-id|2000000001"
    )
    response = ask(MESSAGE, booking)
    assert response.status_code == 200
    assert Referral.objects.get().family == "Chalmers"
