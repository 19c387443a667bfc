"""Published FHIR files read again with the standard library alone, sharing no code with the project."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

Json = Mapping[str, Any]
Coding = tuple[str, str]

DATES = {
    "Condition": ("onsetDateTime", "onsetPeriod", "recordedDate"),
    "Procedure": ("performedDateTime", "performedPeriod"),
    "Observation": ("effectiveDateTime", "effectivePeriod"),
    "MedicationRequest": ("authoredOn",),
}
NOT_SO = {
    "Procedure": {"not-done", "entered-in-error"},
    "Observation": {"cancelled", "entered-in-error"},
    "MedicationRequest": {"cancelled", "draft", "entered-in-error"},
}


@dataclass
class Raw:
    """What the files say of one person."""

    born: date
    died: date | None
    events: list[tuple[date, list[Coding]]] = field(default_factory=list)
    conditions: list[tuple[date, list[Coding]]] = field(default_factory=list)
    medicines: list[tuple[date, list[Coding]]] = field(default_factory=list)

    def alive(self, on: date) -> bool:
        return self.born <= on and (self.died is None or self.died > on)


def read(files: list[Path]) -> dict[str, Raw]:
    """Everyone in the files, by their identifier there."""
    people: dict[str, Raw] = {}
    stated = defaultdict(list)
    for resource in _resources(files):
        if resource["resourceType"] == "Patient":
            died = resource.get("deceasedDateTime")
            people[resource["id"]] = Raw(_day(resource["birthDate"]), _day(died) if died else None)
        elif resource["resourceType"] in DATES and _is_so(resource):
            stated[_subject(resource)].append(resource)
    for person, raw in people.items():
        for resource in stated[person]:
            _add(raw, resource)
    return people


def _resources(files: list[Path]) -> Iterator[Json]:
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                content = json.loads(line)
                yield from (entry["resource"] for entry in content.get("entry", [{"resource": content}]))


def _is_so(resource: Json) -> bool:
    verified = resource.get("verificationStatus", {}).get("coding", [{}])[0].get("code")
    if verified in ("refuted", "entered-in-error"):
        return False
    return resource.get("status") not in NOT_SO.get(resource["resourceType"], ())


def _subject(resource: Json) -> str:
    """urn:uuid:1234 or Patient/1234 → 1234."""
    return resource["subject"]["reference"].replace("/", ":").split(":")[-1]


def _add(raw: Raw, resource: Json) -> None:
    when = next(resource[name] for name in DATES[resource["resourceType"]] if name in resource)
    day = _day(when if isinstance(when, str) else when["start"])
    concept = resource.get("code") or resource.get("medicationCodeableConcept") or {}
    codings = [(coding["system"], coding["code"]) for coding in concept.get("coding", [])]
    if resource["resourceType"] == "MedicationRequest":
        raw.medicines.append((day, codings))
        return
    raw.events.append((day, codings))
    if resource["resourceType"] == "Condition":
        raw.conditions.append((day, codings))


def _day(text: str) -> date:
    """The calendar day as written."""
    return date.fromisoformat(text[:10])
