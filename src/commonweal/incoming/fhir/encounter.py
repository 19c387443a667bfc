"""Encounter → activity: setting by its class, and by its type where the class says only ambulatory."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from commonweal.incoming.fhir.reading import (
    Reading,
    Row,
    Unfit,
    first_day,
    not_marked,
    person_in,
    resource_in,
)

BED = "bed"
SETTINGS = {  # v3 ActEncounterCode
    "EMER": "emergency",
    "HH": "home",
    "FLD": "community",
    "VR": "gp",
    **dict.fromkeys(("IMP", "ACUTE", "NONAC", "OBSENC", "SS", "PRENC"), BED),
}
# SNOMED CT types of encounter that a practice has; any other ambulatory one is taken for an outpatient's.
GENERAL_PRACTICE = frozenset(("185345009", "185349003", "185347001", "162673000", "410620009", "270427003"))
ADMISSION_METHOD = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-AdmissionMethod"
# First figure of the admission method: NHS Data Dictionary, ADMISSION METHOD CODE.
METHODS = {"1": "elective", "2": "emergency", "3": "other", "8": "transfer"}


def _rows(encounter: Any) -> tuple[list[Row]]:
    """setting, start, end, method, kind, provider as a record, provider in words."""
    not_marked(encounter.status, "planned", "cancelled", "entered-in-error")
    setting = _setting(encounter)
    start, end = _span(encounter, setting)
    method = _method(encounter) if setting == BED else None
    return ([(setting, start, end, method, _kind(encounter), *_provider(encounter.serviceProvider))],)


def _span(encounter: Any, setting: str) -> tuple[datetime, datetime | None]:
    """When it began and ended; a contact that is over and has no end ended as it began."""
    if encounter.period is None or encounter.period.start is None:
        raise Unfit("it has no start")
    start, end = _utc(encounter.period.start), encounter.period.end and _utc(encounter.period.end)
    if end is None and encounter.status == "finished" and setting != BED:
        return start, start
    if end is not None and end < start:
        raise Unfit("it ends before it starts")
    return start, end


def _provider(reference: Any) -> tuple[str | None, str | None]:
    if reference is None:
        return None, None
    code = reference.identifier and reference.identifier.value
    return resource_in(reference.reference), code or reference.display


def _setting(encounter: Any) -> str:
    if encounter.class_.code in SETTINGS:
        return SETTINGS[encounter.class_.code]
    types = {coding.code for kind in encounter.type or () for coding in kind.coding or ()}
    return "gp" if types & GENERAL_PRACTICE else "outpatient"


def _kind(encounter: Any) -> str | None:
    for kind in encounter.type or ():
        if kind.text or (kind.coding and kind.coding[0].display):
            return kind.text or kind.coding[0].display  # type: ignore[no-any-return]  # a decoded Struct
    return encounter.class_.display or encounter.class_.code  # type: ignore[no-any-return]  # as above


def _method(encounter: Any) -> str | None:
    stay = encounter.hospitalization
    for each in (*(encounter.extension or ()), *((stay and stay.extension) or ())):
        if each.url == ADMISSION_METHOD and each.valueCodeableConcept and each.valueCodeableConcept.coding:
            return METHODS.get((each.valueCodeableConcept.coding[0].code or " ")[0], "other")
    return None


def _utc(told: datetime) -> datetime:
    """The moment in UTC; a day without a time is its midnight."""
    return told.replace(tzinfo=UTC) if told.tzinfo is None else told


ENCOUNTER = Reading(
    resource="Encounter",
    elements=("status", "class", "type", "subject", "period", "hospitalization", "serviceProvider"),
    tables=("activity",),
    rows=_rows,
    about=lambda encounter: person_in(encounter.subject),
    when=lambda encounter: first_day(encounter.period),
)
