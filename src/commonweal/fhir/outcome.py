"""What went wrong or was noticed, as an OperationOutcome with the status that goes with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

from commonweal.care.systems.rules import Remark, Why
from commonweal.fhir.writing import Resource, answer

CODES = "https://fhir.nhs.uk/Codesystem/http-error-codes"  # spelt as the standard's own examples spell it
PROFILE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-OperationOutcome"
STATUSES: dict[Why, int] = {"malformed": 400, "not_known": 404, "clash": 409, "unprocessable": 422}
CODED = {  # status → what the booking and referral standard calls it, when a receiver says it
    200: "OK",
    201: "RESOURCE_CREATED",
    400: "REC_BAD_REQUEST",
    401: "REC_UNAUTHORIZED",
    403: "REC_FORBIDDEN",
    404: "REC_NOT_FOUND",
    405: "REC_METHOD_NOT_ALLOWED",
    406: "REC_NOT_ACCEPTABLE",
    409: "REC_CONFLICT",
    413: "REC_BAD_REQUEST",
    415: "REC_BAD_REQUEST",
    422: "REC_UNPROCESSABLE_ENTITY",
    429: "REC_TOO_MANY_REQUESTS",
    500: "REC_SERVER_ERROR",
}


def outcome(status: int, remarks: Iterable[Remark]) -> Resource:
    """An OperationOutcome with an issue for each remark."""
    issues = [_issue(CODED[status], remark) for remark in remarks]
    return {"resourceType": "OperationOutcome", "meta": {"profile": [PROFILE]}, "issue": issues}


def tell(status: int, *remarks: Remark, headers: dict[str, str] | None = None) -> HttpResponse:
    """An answer that says only what was noticed, or why something is not done."""
    return answer(outcome(status, remarks), status=status, headers=headers)


def _issue(code: str, remark: Remark) -> dict[str, Any]:
    issue: dict[str, Any] = {
        "severity": remark.severity,
        "code": remark.code,
        "details": {"coding": [{"system": CODES, "code": code}], "text": remark.says},
        "diagnostics": remark.says,
    }
    return issue | ({"expression": [remark.where]} if remark.where else {})
