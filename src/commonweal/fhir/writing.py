"""Answers as systems read them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils import timezone

Resource = dict[str, Any]

FHIR = "application/fhir+json"
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
OURS = "urn:commonweal:"


def answer(resource: Resource, *, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    """A resource on its way out; what it does not know is left out of it."""
    content = orjson.dumps(pruned(resource))
    return HttpResponse(content, status=status, content_type=f"{FHIR}; fhirVersion=4.0", headers=headers)


def instant(moment: datetime | None) -> str | None:
    """A moment as FHIR writes it, by the clocks of Britain."""
    return timezone.localtime(moment).isoformat(timespec="milliseconds") if moment else None


def pruned(value: Any) -> Any:
    """Without keys and items that hold nothing: FHIR has no empty values."""
    if isinstance(value, dict):
        kept = {key: pruned(held) for key, held in value.items()}
        return {key: held for key, held in kept.items() if held not in (None, "", {}, [])}
    if isinstance(value, list):
        return [held for held in map(pruned, value) if held not in (None, "", {}, [])]
    return value
