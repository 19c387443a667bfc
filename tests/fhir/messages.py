"""Messages as systems send them, invented: the smallest that are whole, and what tests change in them."""

from __future__ import annotations

import copy
from typing import Any

SERVICE = "https://fhir.nhs.uk/Id/dos-service-id"
EVENTS = "https://fhir.nhs.uk/CodeSystem/message-events-bars"
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
OURS = "2000000001"  # the service that leads to the riverside visit
ANN: dict[str, Any] = {
    "resourceType": "Patient",
    "identifier": [{"system": NHS_NUMBER, "value": "999 000 0018"}],
    "name": [{"use": "official", "family": "Adair", "given": ["Ann"]}],
    "gender": "female",
    "birthDate": "1940-05-01",
    "telecom": [{"system": "phone", "value": "01632 960018"}],
    "address": [{"use": "home", "line": ["1 Weir Lane"], "city": "Riverside", "postalCode": "zz1 1zz"}],
}


def entry(name: str, resource: dict[str, Any]) -> dict[str, Any]:
    """A resource in a Bundle, under a name that others refer to."""
    return {"fullUrl": f"urn:uuid:{name}", "resource": resource}


def ref(name: str) -> dict[str, str]:
    """A reference to it."""
    return {"reference": f"urn:uuid:{name}"}


def transfer(
    id: str = "message-1",
    *,
    patient: dict[str, Any] | None = None,
    reason: str = "new",
    status: str = "active",
    service: str = OURS,
    request: str = "case-1",
    written: str = "2026-11-20T09:30:00+00:00",
    **more: Any,
) -> dict[str, Any]:
    """A case transfer of 111: who, why, what the triage found, and where it goes."""
    header = {
        "resourceType": "MessageHeader",
        "id": id,
        "eventCoding": {"system": EVENTS, "code": "servicerequest-request"},
        "destination": [{"endpoint": f"{SERVICE}|{service}", "receiver": ref("receiver")}],
        "sender": ref("sender"),
        "source": {"name": "Calls", "contact": {"system": "phone", "value": "01632 960111"}},
        "reason": {"coding": [{"code": reason}]},
        "focus": [ref("request")],
    }
    asked = {
        "resourceType": "ServiceRequest",
        "id": "sr",
        "identifier": [{"system": "https://calls.example/cases", "value": request}],
        "status": status,
        "intent": "plan",
        "priority": "urgent",
        "subject": ref("patient"),
        "encounter": ref("encounter"),
        "authoredOn": written,
        "occurrencePeriod": {"start": "2026-11-20T09:30:00+00:00", "end": "2026-11-20T11:30:00+00:00"},
        **more,
    }
    encounter = {
        "resourceType": "Encounter",
        "status": "finished",
        "class": {"code": "VR"},
        "reasonCode": [
            {"coding": [{"system": "http://snomed.info/sct", "code": "1", "display": "Fell at home"}]}
        ],
    }
    plan = {
        "resourceType": "CarePlan",
        "status": "active",
        "intent": "plan",
        "activity": [
            {"outcomeCodeableConcept": [{"coding": [{"code": "Dx02", "display": "Seen in two hours"}]}]}
        ],
    }
    allergy = {
        "resourceType": "AllergyIntolerance",
        "type": "allergy",
        "category": ["medication"],
        "code": {"text": "Penicillin"},
        "patient": ref("patient"),
    }
    asked_of_them = {
        "resourceType": "QuestionnaireResponse",
        "status": "completed",
        "item": [
            {"linkId": "housebound", "text": "Is it hard to go out?", "answer": [{"valueBoolean": True}]}
        ],
    }
    return copy.deepcopy(
        {
            "resourceType": "Bundle",
            "id": f"envelope of {id}",
            "type": "message",
            "timestamp": written,
            "entry": [
                entry("header", header),
                entry("request", asked),
                entry("patient", ANN if patient is None else {"resourceType": "Patient", **patient}),
                entry("encounter", encounter),
                entry("plan", plan),
                entry("allergy", allergy),
                entry("answers", asked_of_them),
                entry("sender", {"resourceType": "Organization", "name": "Riverside 111"}),
                entry("receiver", {"resourceType": "Organization", "name": "Front door"}),
            ],
        }
    )


def alone(**more: Any) -> dict[str, Any]:
    """A ServiceRequest by itself, with the person inside it."""
    return copy.deepcopy(
        {
            "resourceType": "ServiceRequest",
            "contained": [{**ANN, "id": "p"}],
            "status": "active",
            "intent": "order",
            "code": {"coding": [{"system": SERVICE, "code": OURS}]},
            "subject": {"reference": "#p"},
            "authoredOn": "2026-11-20",
            "requester": {"display": "Dr Example"},
            "reasonCode": [{"text": "Cannot get out of bed"}],
            **more,
        }
    )


def resource(bundle: dict[str, Any], kind: str) -> dict[str, Any]:
    """The first resource of a kind in a Bundle."""
    found: dict[str, Any] = next(
        one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == kind
    )
    return found
