"""The message that answers a message: the same each time the same one comes."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from commonweal.care.systems.actions import Taken
from commonweal.care.systems.rules import Remark
from commonweal.care.systems.wording import WITHDRAWN
from commonweal.fhir.node import Node
from commonweal.fhir.outcome import outcome
from commonweal.fhir.reading.index import of_bundle
from commonweal.fhir.resources.parts import ours
from commonweal.fhir.writing import OURS, Resource, instant

DONE = Remark("informational", "the message was taken", severity="information")


def to_fhir(taken: Taken, asked: Node) -> Resource:
    """A message Bundle: what it answers, the Task by which the referral is followed, and what is told."""
    message = taken.message
    parts = [_header(taken, asked), _task(taken), outcome(200, (DONE, *taken.remarks))]
    return {
        "resourceType": "Bundle",
        "id": _id(taken, "Bundle"),
        "type": "message",
        "timestamp": instant(message.received),
        "entry": [{"fullUrl": _address(taken, part["resourceType"]), "resource": part} for part in parts],
    }


def _header(taken: Taken, asked: Node) -> dict[str, Any]:
    header = of_bundle(asked).of("MessageHeader")[0]
    event = header["eventCoding"]
    code = event.text("code") or header.text("eventUri").rpartition("/")[2]
    return {
        "resourceType": "MessageHeader",
        "id": _id(taken, "MessageHeader"),
        "eventCoding": {"system": event.text("system"), "code": code.replace("-request", "-response")},
        "source": {"name": "Commonweal", "endpoint": f"{OURS}fhir"},
        "response": {
            "identifier": header.text("id") or asked.text("id") or taken.message.digest,
            "code": "ok",
            "details": {"reference": _address(taken, "OperationOutcome")},
        },
        "focus": [{"reference": _address(taken, "Task")}],
    }


def _task(taken: Taken) -> dict[str, Any]:
    """As it stood when the message was taken; the Task itself is read at its own address."""
    referral = taken.message.referral
    return {
        "resourceType": "Task",
        "id": referral.reference,
        "identifier": ours(referral),
        "status": "cancelled" if WITHDRAWN in taken.remarks else "received",
        "intent": "order",
        "focus": {"reference": f"ServiceRequest/{referral.reference}"},
        "authoredOn": instant(referral.received),
        "lastModified": instant(taken.message.received),
    }


def _address(taken: Taken, kind: str) -> str:
    return f"urn:uuid:{_id(taken, kind)}"


def _id(taken: Taken, kind: str) -> str:
    """An id that is the same for the same message."""
    return str(uuid5(NAMESPACE_URL, f"{OURS}message:{taken.message.pk}:{kind}"))
