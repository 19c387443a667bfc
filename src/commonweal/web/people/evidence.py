"""Why a person is as frail as they are: each deficit, since when, and the code that showed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from commonweal.care.people.reads import Known
from commonweal.terms.deficits import DEFICITS, POLYPHARMACY

SYSTEMS = {
    "http://snomed.info/sct": "SNOMED CT",
    "http://read.info/readv2": "Read v2",
    "http://read.info/ctv3": "Read CTV3",
    "http://hl7.org/fhir/sid/icd-10": "ICD-10",
    "http://loinc.org": "LOINC",
}
COUNTED = "Five or more different medicines in twelve months"


@dataclass(frozen=True)
class Deficit:
    """`new` where it was first found in the year up to the day shown."""

    title: str
    first: date | None
    term: str
    code: str
    system: str
    new: bool


def evidence(known: Known, as_at: date) -> list[Deficit]:
    """The newest first."""
    found = known.frailty.evidence if known.frailty else []
    deficits = [_deficit(one, as_at - timedelta(days=365)) for one in found]
    return sorted(deficits, key=lambda one: (one.first or date.min, one.title), reverse=True)


def _words(name: str, term: str) -> str:
    """The record's own; polypharmacy is many records, so that one of them alone would explain nothing."""
    if name != POLYPHARMACY:
        return term
    return f"{COUNTED}, among them {term}" if term else COUNTED


def _deficit(one: dict[str, str | None], year_ago: date) -> Deficit:
    name, since = str(one["deficit"]), one.get("first_date")
    first = date.fromisoformat(since[:10]) if since else None
    system = one.get("system") or ""
    return Deficit(
        title=DEFICITS.get(name, name),
        first=first,
        term=_words(name, one.get("term") or ""),
        code=one.get("code") or "",
        system=SYSTEMS.get(system, system),
        new=first is not None and first > year_ago,
    )
