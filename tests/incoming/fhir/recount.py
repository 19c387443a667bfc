"""Published files counted again with the standard library alone, sharing no code with the project."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

Json = dict[str, Any]
MARKED = {
    "Procedure": {"not-done", "entered-in-error"},
    "Observation": {"cancelled", "entered-in-error"},
    "MedicationRequest": {"cancelled", "draft", "entered-in-error"},
    "Encounter": {"planned", "cancelled", "entered-in-error"},
}
NEEDED = {*MARKED, "Patient", "Condition", "MedicationStatement", "Medication", "Organization"}
EVENTS = ("Condition", "Procedure", "Observation")


def resources(files: Sequence[Path]) -> Iterator[Json]:
    """Every resource of files that hold one, a line of them, or Bundles."""
    for file in files:
        data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        for document in data.splitlines() if b"ndjson" in file.name.encode() else [data]:
            yield from _inside(json.loads(document))


def _inside(document: Json) -> Iterator[Json]:
    if document.get("resourceType") != "Bundle":
        yield document
        return
    for entry in document.get("entry", []):
        yield from _inside(entry["resource"])


def rows(found: Sequence[Json]) -> Counter[str]:
    """Rows by table that these resources should become, where all are unlike and about a person here."""
    counted: Counter[str] = Counter()
    for each in found:
        kind = each["resourceType"]
        if each.get("status") in MARKED.get(kind, ()) or _not_so(each):
            continue
        if kind == "Patient":
            counted["person"] += 1
            counted["death"] += "deceasedDateTime" in each or bool(each.get("deceasedBoolean"))
            counted["residence"] += len(each.get("address", []))
        elif kind in EVENTS:
            counted["event"] += _codes(each["code"])
            counted["measurement"] += sum(map(_measured, [each, *each.get("component", [])]))
        elif kind == "MedicationRequest":
            counted["medication"] += _codes(each["medicationCodeableConcept"])
        elif kind == "Encounter":
            counted["activity"] += 1
    return counted


def _not_so(each: Json) -> bool:
    codings = each.get("verificationStatus", {}).get("coding", [])
    return any(coding["code"] in ("refuted", "entered-in-error") for coding in codings)


def _codes(concept: Json) -> int:
    return len({(coding.get("system"), coding["code"]) for coding in concept["coding"]})


def _measured(part: Json) -> int:
    valued = any(name.startswith("value") for name in part)
    return _codes(part["code"]) if valued else 0
