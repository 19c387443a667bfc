"""A ServiceRequest: a referral as it came in, and whether it still stands."""

from __future__ import annotations

from typing import Any

from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.reads import Standing
from commonweal.fhir.resources import task
from commonweal.fhir.resources.parts import changed, ours, owner, requester
from commonweal.fhir.writing import NHS_NUMBER, OURS, Resource, instant

STATUSES = {  # of the Task → of the request
    "requested": "active",
    "received": "active",
    "accepted": "active",
    "in-progress": "active",
    "on-hold": "on-hold",
    "completed": "completed",
    "rejected": "revoked",
    "cancelled": "revoked",
}
PERSON = "person"  # id of the Patient inside it


def to_fhir(standing: Standing) -> Resource:
    """The ServiceRequest of a referral, with whom it is about inside it."""
    referral = standing.referral
    pathway = {"system": f"{OURS}pathway", "code": standing.pathway.id, "display": standing.pathway.title}
    return {
        "resourceType": "ServiceRequest",
        "id": referral.reference,
        "meta": {"lastUpdated": instant(changed(standing))},
        "contained": [_person(referral)],
        "identifier": ours(referral),
        "status": STATUSES[task.status_of(standing.pathway, standing.journey)],
        "intent": "order",
        "code": {"coding": [pathway], "text": standing.pathway.title},
        "subject": {"reference": f"#{PERSON}"},
        "authoredOn": instant(referral.received),
        "requester": requester(referral),
        "performer": [owner(referral)],
        "reasonCode": [{"text": referral.reason}],
    }


def _person(referral: Referral) -> dict[str, Any]:
    number = {"system": NHS_NUMBER, "value": referral.nhs_number} if referral.nhs_number else None
    born = referral.birth_date.isoformat() if referral.birth_date else None
    return {
        "resourceType": "Patient",
        "id": PERSON,
        "identifier": [number],
        "name": [{"family": referral.family, "given": [referral.given]}],
        "telecom": [{"system": "phone", "value": referral.phone}] if referral.phone else None,
        "gender": referral.sex,
        "birthDate": born,
        "address": [{"text": referral.address, "postalCode": referral.postcode}],
    }
