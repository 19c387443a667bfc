"""What this door can do, and no more than works."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from commonweal.care.systems.rules import Remark
from commonweal.fhir.door import open_to_all
from commonweal.fhir.outcome import tell
from commonweal.fhir.reading.message import FOCUSED
from commonweal.fhir.writing import FHIR, answer

SINCE = "2026-11-22"  # the day this statement last changed
EVENTS = "https://fhir.nhs.uk/CodeSystem/message-events-bars"
KEYS = "Authorization: Bearer, with the key that the partnership gave to the system"
SECURITY = {"cors": False, "description": KEYS}


@open_to_all("GET")
def metadata(request: HttpRequest) -> HttpResponse:
    """The CapabilityStatement, which anybody may read."""
    return answer(statement())


@open_to_all("GET")
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """There is nothing at any other address."""
    return tell(404, Remark("not-found", "there is nothing at this address; metadata says what there is"))


def statement() -> dict[str, Any]:
    """Interactions, operations and messages."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": SINCE,
        "kind": "instance",
        "software": {"name": "Commonweal"},
        "implementation": {"description": "Referrals of an integrated care partnership"},
        "fhirVersion": "4.0.1",
        "format": [FHIR],
        "rest": [
            {
                "mode": "server",
                "security": SECURITY,
                "resource": [
                    _resource("ServiceRequest", "create", "read"),
                    _resource("Task", "read"),
                    _resource("QuestionnaireResponse", "read"),
                ],
                "operation": [
                    {
                        "name": "process-message",
                        "definition": "http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message",
                    }
                ],
            }
        ],
        "messaging": [{"documentation": f"Taken: {', '.join(FOCUSED)} of {EVENTS}, answered at once"}],
    }


def _resource(kind: str, *interactions: str) -> dict[str, Any]:
    return {
        "type": kind,
        "interaction": [{"code": code} for code in interactions],
        "versioning": "no-version",
    }
