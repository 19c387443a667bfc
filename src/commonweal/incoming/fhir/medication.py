"""MedicationRequest and MedicationStatement → medication; Medication → the codes that they refer to."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from commonweal.incoming.fhir.reading import (
    Reading,
    Row,
    coded,
    codings,
    day,
    first_day,
    not_marked,
    person_in,
    resource_in,
)


class _Coding(msgspec.Struct):
    system: str | None = None
    code: str | None = None
    display: str | None = None


class _Concept(msgspec.Struct):
    coding: list[_Coding] = []
    text: str | None = None


class _Contained(msgspec.Struct):
    id: str | None = None
    code: _Concept | None = None


CONTAINED = msgspec.json.Decoder(_Contained)


def _ordered(order: Any) -> tuple[list[Row], list[Row]]:
    """Medicines told here, and medicines named that are told elsewhere."""
    not_marked(order.status, "cancelled", "draft", "entered-in-error")
    return _medicines(order)


def _taken(statement: Any) -> tuple[list[Row], list[Row]]:
    not_marked(statement.status, "entered-in-error", "not-taken")
    return _medicines(statement)


def _medicines(order: Any) -> tuple[list[Row], list[Row]]:
    named = order.medicationReference
    if named is None:
        return coded(order.medicationCodeableConcept), []
    if named.reference is None or named.reference.startswith("#"):
        return coded(_inside(order)), []
    return [], [(resource_in(named.reference),)]


def _inside(order: Any) -> Any:
    """The medicine that stands inside the order and that its reference names."""
    name = order.medicationReference.reference
    for each in map(CONTAINED.decode, order.contained or ()):
        if name == f"#{each.id}":
            return each.code
    return None


def _stated(statement: Any) -> date | None:
    return (
        day(statement.effectiveDateTime)
        or first_day(statement.effectivePeriod)
        or day(statement.dateAsserted)
    )


MEDICATION_REQUEST = Reading(
    resource="MedicationRequest",
    elements=("status", "subject", "medication[x]", "authoredOn"),
    tables=("medication", "medicine_named"),
    rows=_ordered,
    about=lambda order: person_in(order.subject),
    when=lambda order: day(order.authoredOn),
)

MEDICATION_STATEMENT = Reading(
    resource="MedicationStatement",
    elements=("status", "subject", "medication[x]", "effective[x]", "dateAsserted"),
    tables=("medication", "medicine_named"),
    rows=_taken,
    about=lambda statement: person_in(statement.subject),
    when=_stated,
)

MEDICATION = Reading(
    resource="Medication",
    elements=("code",),
    tables=("medicine",),
    rows=lambda medicine: (codings(medicine.code),),
)
