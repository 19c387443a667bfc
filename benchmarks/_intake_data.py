"""A bulk export for the intake benchmark: invented records such as a practice's system would send."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from commonweal.terms.codes import DMD, NHS_NUMBER, ODS_ORGANISATION, SNOMED, UCUM

Json = dict[str, Any]
PEOPLE = 0.02  # of all resources
TERMS = [(str(10_000_000 + 7 * number), f"Finding number {number} (finding)") for number in range(3_000)]
META = {
    "versionId": "1",
    "lastUpdated": "2024-03-01T09:30:10.123+00:00",
    "profile": ["https://fhir.hl7.org.uk/StructureDefinition/UKCore"],
}
WORDS = "Recorded in the practice system, with the words of the clinician as they were written at the time. "
NARRATIVE = f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{WORDS * 6}</p></div>'
STATUS = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"


def make(folder: str, resources: str) -> list[int]:
    """One file a type, as a bulk export has; gives the resources and the bytes written."""
    rng = random.Random(11)  # no secret
    path = Path(folder)
    path.mkdir(parents=True)
    people = max(1, int(int(resources) * PEOPLE))
    count = size = 0
    for kind, (share, made) in MADE.items():
        with (path / f"{kind}.000.ndjson").open("w", encoding="utf-8") as file:
            for number in range(max(1, int(int(resources) * share))):
                person = number if kind == "Patient" else rng.randrange(people)
                told = _head(kind, number) | made(rng, number, person)
                size += file.write(json.dumps(told, separators=(",", ":")) + "\n")
                count += 1
    return [count, size]


def _head(kind: str, number: int) -> Json:
    return {
        "resourceType": kind,
        "id": f"{kind[:3].lower()}-{number:09}",
        "meta": META,
        "text": {"status": "generated", "div": NARRATIVE},
    }


def _patient(rng: random.Random, number: int, person: int) -> Json:
    born = f"{rng.randrange(1930, 2008)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
    return {
        "identifier": [{"system": "https://example.org/hospital", "value": f"{number:09}"}, *_number(number)],
        "active": True,
        "name": [{"use": "official", "family": f"Family{number % 9973}", "given": ["Given", "Second"]}],
        "telecom": [{"system": "phone", "value": "01632 960000", "use": "home"}],
        "gender": rng.choice(("female", "male")),
        "birthDate": born,
        "address": [{"use": "home", "line": [f"{number % 200} High Street"], "city": "Exampleton"}],
        "generalPractitioner": [{"identifier": {"system": ODS_ORGANISATION, "value": "L83016"}}],
    }


def _number(number: int) -> list[Json]:
    """A valid NHS number out of the range kept for tests; one person in eleven has none."""
    stem = str(999_000_000 + number)
    total = sum(int(digit) * weight for digit, weight in zip(stem, range(10, 1, -1), strict=True))
    check = -total % 11
    return [{"system": NHS_NUMBER, "value": f"{stem}{check}"}] if check < 10 else []


def _about(person: int) -> Json:
    return {
        "subject": {"reference": f"Patient/pat-{person:09}"},
        "encounter": {"reference": f"Encounter/enc-{person:09}"},
    }


def _condition(rng: random.Random, number: int, person: int) -> Json:
    onset = _day(rng) + ("T09:30:00+00:00" if number % 2 else "")
    return _about(person) | {
        "verificationStatus": {"coding": [{"system": STATUS, "code": "confirmed"}]},
        "code": _concept(rng, SNOMED),
        "onsetDateTime": onset,
        "recordedDate": _day(rng),
    }


def _procedure(rng: random.Random, number: int, person: int) -> Json:
    period = {"start": _day(rng) + "T10:00:00+00:00"}
    return _about(person) | {"status": "completed", "code": _concept(rng, SNOMED), "performedPeriod": period}


def _observation(rng: random.Random, number: int, person: int) -> Json:
    told = _about(person) | {
        "status": "final",
        "category": [{"coding": [{"system": CATEGORY, "code": "vital-signs", "display": "Vital Signs"}]}],
        "code": _concept(rng, SNOMED),
        "effectiveDateTime": _day(rng) + "T11:00:00+00:00",
        "issued": "2024-01-07T06:01:37.310+00:00",
        "performer": [{"reference": "Practitioner/pra-1", "display": "Dr A Example"}],
    }
    if number % 8:
        return told | {"valueQuantity": _quantity(rng)}
    return told | {
        "component": [{"code": _concept(rng, SNOMED), "valueQuantity": _quantity(rng)} for _ in "12"]
    }


def _order(rng: random.Random, number: int, person: int) -> Json:
    dose = {"doseQuantity": {"value": 1, "unit": "tablet"}}
    repeat = {"frequency": 1, "period": 1, "periodUnit": "d"}
    return _about(person) | {
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": _concept(rng, DMD),
        "authoredOn": _day(rng),
        "requester": {"reference": "Practitioner/pra-1"},
        "dosageInstruction": [
            {"sequence": 1, "text": "One each day", "timing": {"repeat": repeat}, "doseAndRate": [dose]}
        ],
    }


def _encounter(rng: random.Random, number: int, person: int) -> Json:
    began = _day(rng) + "T12:00:00+00:00"
    return {
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "type": [_concept(rng, SNOMED)],
        "subject": {"reference": f"Patient/pat-{person:09}"},
        "participant": [{"individual": {"reference": "Practitioner/pra-1"}}],
        "period": {"start": began, "end": began},
        "serviceProvider": {"display": "The Surgery"},
    }


def _concept(rng: random.Random, system: str) -> Json:
    code, term = rng.choice(TERMS)
    return {"coding": [{"system": system, "code": code, "display": term}], "text": term}


def _quantity(rng: random.Random) -> Json:
    return {"value": round(rng.uniform(10, 200), 3), "unit": "mg/dL", "system": UCUM, "code": "mg/dL"}


def _day(rng: random.Random) -> str:
    return f"{rng.randrange(2014, 2024)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"


MADE: dict[str, tuple[float, Callable[[random.Random, int, int], Json]]] = {
    "Patient": (PEOPLE, _patient),
    "Observation": (0.53, _observation),
    "Encounter": (0.12, _encounter),
    "Condition": (0.12, _condition),
    "Procedure": (0.08, _procedure),
    "MedicationRequest": (0.13, _order),
}
