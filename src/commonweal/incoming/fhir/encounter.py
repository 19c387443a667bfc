"""Encounter → activity: setting by its class, and by its type where the class says only ambulatory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from commonweal.incoming.fhir.reading import (
    Reading,
    Row,
    Told,
    first,
    first_day,
    marked,
    person_in,
    resource_in,
    seconds,
    spread,
)

BED, WIDTH = "bed", 7
NOT_HAD = marked("planned", "cancelled", "entered-in-error")
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


def _tell(encounters: Sequence[Any]) -> Told:
    marks = [NOT_HAD.get(each.status) for each in encounters]
    return Told(
        rows={"activity": spread([_activity(each) for each in encounters], WIDTH)},
        about=[person_in(each.subject) for each in encounters],
        when=[first_day(each.period) for each in encounters],
        unfit=first(marks, [_out_of_time(each.period) for each in encounters]),
    )


def _activity(encounter: Any) -> list[Row]:
    """setting, start, end, method, kind, provider as a record, provider in words."""
    if encounter.period is None:
        return []
    setting = _setting(encounter)
    method = _method(encounter) if setting == BED else None
    span = _span(encounter, setting)
    return [(setting, *span, method, _kind(encounter), *_provider(encounter.serviceProvider))]


def _span(encounter: Any, setting: str) -> tuple[float | None, float | None]:
    """When it began and ended; a contact that is over and has no end ended as it began."""
    start, end = seconds(encounter.period.start), seconds(encounter.period.end)
    over = end is None and encounter.status == "finished" and setting != BED
    return start, start if over else end


def _out_of_time(period: Any) -> str | None:
    start, end = (None, None) if period is None else (seconds(period.start), seconds(period.end))
    if start is None:
        return "it has no start"
    return "it ends before it starts" if end is not None and end < start else None


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


ENCOUNTER = Reading(
    resource="Encounter",
    elements=("status", "class", "type", "subject", "period", "hospitalization", "serviceProvider"),
    tables=("activity",),
    tell=_tell,
)
