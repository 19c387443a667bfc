"""What is read out of a message, and what is said of one that cannot be read."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fhir.messages import ANN, alone, resource, transfer

from commonweal.care.systems.rules import Moment, Sent, Unfit, Whom, remarks_on_moments
from commonweal.fhir.body import DEEPEST, LARGEST, digest
from commonweal.fhir.body import read as body
from commonweal.fhir.reading import message

pytestmark = pytest.mark.requirement("F3", "I1")
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def read(said: object) -> Sent:
    return message.read(body(orjson.dumps(said)))


def what_becomes_of(said: bytes) -> Sent | Unfit:
    """A message as read, or what is wrong with it."""
    try:
        return message.read(body(said))
    except Unfit as fault:
        return fault


def faults(said: object) -> list[tuple[str, str]]:
    """Where a message is wrong, and of what kind that is."""
    with pytest.raises(Unfit) as fault:
        read(said)
    return [(remark.where, remark.code) for remark in fault.value.remarks]


def test_a_case_transfer_says_who_why_and_where_to() -> None:
    sent = read(transfer())
    assert sent.message == "message-1"
    assert sent.deed == "refer"
    assert sent.whom == Whom(
        given="Ann",
        family="Adair",
        birth_date=date(1940, 5, 1),
        sex="female",
        nhs_number="9990000018",
        address="1 Weir Lane, Riverside",
        postcode="ZZ1 1ZZ",
        phone="01632 960018",
    )
    assert (sent.sender_name, sent.sender_contact) == ("Riverside 111", "01632 960111")
    assert sent.codes[0] == ("https://fhir.nhs.uk/Id/dos-service-id", "2000000001")
    assert sent.answers == {"housebound": True}
    assert sent.reason.splitlines() == [
        "Urgency: urgent",
        "Asked on: 20 November 2026, 09:30",
        "Wanted: 20 November 2026, 09:30 to 20 November 2026, 11:30",
        "Triage: Seen in two hours",
        "Contact: Fell at home",
        "Allergy: Penicillin",
        "Asked: Is it hard to go out?: yes",
    ]


@pytest.mark.parametrize(
    ("patient", "whom", "said"),
    [
        ({}, Whom(), ""),
        ({"gender": "male", "name": [{"text": "Mr Ben Baker"}]}, Whom("Mr Ben", "Baker", sex="male"), ""),
        ({"birthDate": "1940"}, Whom(), "Born: 1940"),
        ({"identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "12345"}]},
         Whom(nhs_number="12345"), "NHS number as sent, which cannot be right: 12345"),
        ({"extension": [{"url": "https://calls.example/patient-age", "valueAge": {"value": 84}}]},
         Whom(), "Age: 84"),
        ({"identifier": [{"system": "https://calls.example/people", "value": "P-7"}]},
         Whom(), "Known there as: P-7"),
        ({"address": [{"use": "old", "text": "elsewhere"}, {"text": "The Weir"}]},
         Whom(address="The Weir"), ""),
        ({"deceasedBoolean": True}, Whom(died=True), ""),
        ({"contact": [{"relationship": [{"text": "Nephew"}], "name": {"given": ["Jack"], "family": "Gray"},
                       "telecom": [{"value": "01632 960020"}]}]},
         Whom(phone="01632 960020"), "Ring: Jack Gray, Nephew, 01632 960020"),
        ({"communication": [{"language": {"coding": [{"code": "pl", "display": "Polish"}]}}]},
         Whom(), "Speaks: Polish"),
    ],
)  # fmt: skip
def test_somebody_of_whom_little_is_known_is_read_as_far_as_that_goes(
    patient: dict[str, Any], whom: Whom, said: str
) -> None:
    sent = read(transfer(patient=patient))
    assert sent.whom == whom
    assert said in sent.reason.splitlines() or not said


@pytest.mark.parametrize(
    ("reason", "status", "deed"),
    [
        ("new", "active", "refer"),
        ("update", "active", "update"),
        ("new", "revoked", "withdraw"),
        ("update", "revoked", "withdraw"),
        ("update", "entered-in-error", "withdraw"),
        ("delete", "active", "withdraw"),
    ],
)
def test_what_a_message_asks_for(reason: str, status: str, deed: str) -> None:
    assert read(transfer(reason=reason, status=status)).deed == deed


def test_where_somebody_is_to_be_found_is_read_when_it_is_not_their_home() -> None:
    bundle = transfer()
    found = {"resourceType": "Location", "name": "The bench", "address": {"line": ["By the weir"]}}
    bundle["entry"].append({"resource": found})
    assert "At: The bench, By the weir" in read(bundle).reason.splitlines()


def test_a_service_request_by_itself_and_beside_its_person_say_the_same() -> None:
    inside = read(alone())
    request = alone(subject={"reference": "Patient/p"})
    person = request.pop("contained")[0]
    entries = [{"resource": request}, {"resource": person}]
    beside = read({"resourceType": "Bundle", "type": "collection", "entry": entries})
    assert inside.whom == beside.whom
    assert inside.reason == beside.reason == "Cannot get out of bed\n2000000001\nAsked on: 2026-11-20"
    assert inside.codes == beside.codes
    assert inside.sender_name == "Dr Example"


def test_a_request_that_replaces_another_is_an_update_of_it() -> None:
    sent = read(alone(replaces=[{"reference": "https://calls.example/fhir/ServiceRequest/7"}]))
    assert (sent.deed, sent.replaces) == ("update", ("ServiceRequest/7",))


def test_a_person_may_be_named_by_reference_alone() -> None:
    subject = {"identifier": {"value": "9990000018"}, "display": "Ann Adair"}
    assert read(alone(subject=subject, contained=[])).whom == Whom("Ann", "Adair", nhs_number="9990000018")


def without(kind: str) -> dict[str, Any]:
    bundle = transfer()
    bundle["entry"] = [one for one in bundle["entry"] if one["resource"]["resourceType"] != kind]
    return bundle


def changed(kind: str, **more: Any) -> dict[str, Any]:
    bundle = transfer()
    resource(bundle, kind).update(more)
    return bundle


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ([], [("Resource", "structure")]),
        ({}, [("Resource.resourceType", "structure")]),
        ({"resourceType": "Patient"}, [("Patient.resourceType", "structure")]),
        ({"resourceType": "Bundle", "type": "message"}, [("Bundle.entry", "required")]),
        ({"resourceType": "Bundle", "type": "searchset"}, [("Bundle.entry", "structure")]),
        (without("MessageHeader"), [("Bundle.entry", "required")]),
        (without("ServiceRequest"), [("Bundle.entry[0].resource.focus", "required")]),
        (without("Patient"), [("Bundle.entry[1].resource.subject", "required")]),
        (changed("MessageHeader", eventCoding={}),
         [("Bundle.entry[0].resource.eventCoding.code", "required")]),
        (changed("MessageHeader", eventCoding={"code": "servicerequest-response"}),
         [("Bundle.entry[0].resource.eventCoding.code", "not-supported")]),
        (changed("MessageHeader", eventCoding={"code": "prescription-order"}),
         [("Bundle.entry[0].resource.eventCoding.code", "not-supported")]),
        (changed("MessageHeader", reason={"coding": [{"code": "whatever"}]}),
         [("Bundle.entry[0].resource.reason", "code-invalid")]),
        (changed("ServiceRequest", status="maybe"), [("Bundle.entry[1].resource.status", "code-invalid")]),
        (changed("ServiceRequest", status=None), [("Bundle.entry[1].resource.status", "required")]),
        (changed("ServiceRequest", authoredOn="soon"), [("Bundle.entry[1].resource.authoredOn", "value")]),
        (changed("Patient", birthDate="1940-02-30"), [("Bundle.entry[2].resource.birthDate", "value")]),
        (changed("Patient", gender="lady"), [("Bundle.entry[2].resource.gender", "code-invalid")]),
        (changed("Patient", name="Ann Adair"), [("Bundle.entry[2].resource.name[0]", "structure")]),
        (changed("Patient", identifier=[{"system": 7}]), []),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(said: object, found: list[tuple[str, str]]) -> None:
    if found:
        assert faults(said) == found
    else:
        assert read(said).whom.given == "Ann"


def test_what_is_wrong_with_what_only_helps_is_left_out_and_said() -> None:
    """Nobody goes unseen because an allergy is written wrongly."""
    bundle = transfer()
    resource(bundle, "AllergyIntolerance")["code"] = "Penicillin"
    resource(bundle, "ServiceRequest")["note"] = ["as text"]
    sent = read(bundle)
    assert "Allergy" not in sent.reason
    assert [(one.where, one.severity) for one in sent.remarks] == [
        ("Bundle.entry[1].resource.note[0]", "warning"),
        ("Bundle.entry[5].resource.code[0]", "warning"),
    ]


def test_everything_wrong_is_said_at_once() -> None:
    bundle = changed("Patient", birthDate="soon", gender="lady")
    resource(bundle, "ServiceRequest")["status"] = "maybe"
    assert {where.rpartition(".")[2] for where, _ in faults(bundle)} == {"birthDate", "gender", "status"}


@pytest.mark.parametrize(
    ("body_of", "code"),
    [
        (b"", "structure"),
        (b"{", "structure"),
        (b"\xff\xfe", "structure"),
        (b"null", "structure"),
        (b"[" * 5_000 + b"]" * 5_000, "structure"),
        (b'{"a":' * (DEEPEST + 1) + b"1" + b"}" * (DEEPEST + 1), "structure"),
        (b'"' + b"x" * LARGEST + b'"', "too-long"),
    ],
)
def test_what_is_no_resource_is_refused_before_it_is_read(body_of: bytes, code: str) -> None:
    with pytest.raises(Unfit) as fault:
        body(body_of)
    assert [remark.code for remark in fault.value.remarks] == [code]


def test_the_same_said_again_has_the_same_digest_whatever_its_envelope() -> None:
    first, again = transfer(), transfer()
    again |= {"id": "another", "timestamp": "2026-11-20T09:31:00Z", "meta": {"lastUpdated": "later"}}
    again = dict(reversed(again.items()))
    assert digest(first) == digest(again)
    assert digest(first) != digest(transfer(patient={**ANN, "gender": "unknown"}))


@pytest.mark.parametrize(
    ("at", "severity"),
    [
        ("2026-11-20T10:00:00+00:00", None),
        ("2026-11-20T10:04:59+00:00", "warning"),
        ("2026-11-20T10:05:01+00:00", "error"),
        ("1940-04-30T00:00:00+01:00", "error"),
        ("1940-05-01T00:00:00+01:00", None),
    ],
)
def test_nothing_is_taken_from_the_future_or_from_before_a_birth(at: str, severity: str | None) -> None:
    moment = Moment(datetime.fromisoformat(at), "ServiceRequest.authoredOn")
    sent = Sent("m", "d", whom=Whom(birth_date=date(1940, 5, 1)), moments=(moment,))
    found = [(remark.severity, remark.where) for remark in remarks_on_moments(sent, NOW)]
    assert found == ([(severity, "ServiceRequest.authoredOn")] if severity else [])


def test_a_birth_that_has_not_come_yet_is_none() -> None:
    sent = Sent("m", "d", whom=Whom(birth_date=date(2026, 11, 21)), whom_at="Patient")
    assert [remark.where for remark in remarks_on_moments(sent, NOW)] == ["Patient.birthDate"]


def test_the_standards_own_booking_is_read(shared: Path) -> None:
    sent = message.read(body((shared / "data/fhir-bars/process_message/POST-body.json").read_bytes()))
    assert (sent.whom.family, sent.whom.nhs_number, sent.whom.birth_date) == (
        "Chalmers", "9476719931", date(1974, 12, 25),
    )  # fmt: skip
    assert ("http://fhir.nhs.uk/Id/dos-service-id", "111111111") in sent.codes
    assert sent.sender_contact == "+44 (0113) 123 4567"


def test_no_example_of_the_standard_makes_reading_fail(shared: Path) -> None:
    """Whatever they are: taken, or refused with a place and a remedy."""
    files = [*(shared / "data/fhir-bars").rglob("*.json"), *(shared / "data/fhir-uk-core").rglob("*.json")]
    assert len(files) > 100
    for file in files:
        said = what_becomes_of(file.read_bytes())
        assert isinstance(said, Sent) or all(remark.where and remark.says for remark in said.remarks), (
            file.name
        )


LEAVES = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text()
NAMES = st.sampled_from(
    ["resourceType", "type", "entry", "resource", "eventCoding", "code", "focus", "reference", "subject",
     "status", "name", "given", "identifier", "value", "system", "birthDate", "reason", "coding", "extension",
     "contained", "item", "answer", "url", "valueAge", "authoredOn", "activity", "detail", "note", "text"]
)  # fmt: skip
WORDS = st.sampled_from(
    ["Bundle", "message", "MessageHeader", "ServiceRequest", "Patient", "urn:uuid:request"]
)
ANY = st.recursive(
    LEAVES | WORDS,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(NAMES, inside, max_size=5),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_json_makes_reading_fail_otherwise_than_with_what_is_wrong(data: st.DataObject) -> None:
    """A whole message with anything at all in the place of anything in it."""
    said: Any = transfer()
    if data.draw(st.booleans()):
        place: Any = said["entry"][data.draw(st.integers(0, 8))]["resource"]
        while isinstance(place, dict) and place:
            key = data.draw(st.sampled_from(sorted(place)))
            if data.draw(st.booleans()) or not isinstance(place[key], dict):
                place[key] = data.draw(ANY)
                break
            place = place[key]
    else:
        said = data.draw(ANY)
    became = what_becomes_of(json.dumps(said).encode())
    assert isinstance(became, Sent) or (became.remarks and all(one.where for one in became.remarks))
