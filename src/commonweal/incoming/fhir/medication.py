"""MedicationRequest and MedicationStatement → medication; Medication → the codes that they refer to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from commonweal.incoming.fhir.reading import (
    Column,
    Reading,
    Rows,
    Told,
    codings,
    day,
    first,
    first_day,
    marked,
    person_in,
    resource_in,
    uncoded,
)

NOT_ORDERED = marked("cancelled", "draft", "entered-in-error")
NOT_TAKEN = marked("entered-in-error", "not-taken")


class _Coding(msgspec.Struct):
    system: str | None = None
    code: str | None = None
    display: str | None = None


class _Concept(msgspec.Struct):
    coding: list[_Coding] | None = None
    text: str | None = None


class _Contained(msgspec.Struct):
    id: str | None = None
    code: _Concept | None = None


CONTAINED = msgspec.json.Decoder(_Contained)


def _ordered(orders: Sequence[Any]) -> Told:
    return _medicines(orders, NOT_ORDERED, [day(each.authoredOn) for each in orders])


def _stated(statements: Sequence[Any]) -> Told:
    return _medicines(statements, NOT_TAKEN, [_when(each) for each in statements])


def _medicines(orders: Sequence[Any], marks: Mapping[str, str], when: Column) -> Told:
    """Medicines told here, and those named here and told elsewhere."""
    told = codings([each.medicationCodeableConcept or _inside(each) for each in orders])
    elsewhere = [_elsewhere(each.medicationReference) for each in orders]
    named = [place for place, name in enumerate(elsewhere) if name is not None]
    without = uncoded(orders, told)
    for place in named:
        without[place] = None
    return Told(
        rows={"medication": told, "medicine_named": Rows(named, [[elsewhere[place] for place in named]])},
        about=[person_in(each.subject) for each in orders],
        when=when,
        unfit=first([marks.get(each.status) for each in orders], without),
    )


def _elsewhere(named: Any) -> str | None:
    if named is None or named.reference is None or named.reference.startswith("#"):
        return None
    return resource_in(named.reference)


def _inside(order: Any) -> Any:
    """The medicine that stands inside the order and that its reference names."""
    named = order.medicationReference
    if named is None or named.reference is None:
        return None
    inside = map(CONTAINED.decode, order.contained or ())
    return next((each.code for each in inside if named.reference == f"#{each.id}"), None)


def _when(statement: Any) -> date | None:
    return (
        day(statement.effectiveDateTime)
        or first_day(statement.effectivePeriod)
        or day(statement.dateAsserted)
    )


MEDICATION_REQUEST = Reading(
    resource="MedicationRequest",
    elements=("status", "subject", "medication[x]", "authoredOn"),
    tables=("medication", "medicine_named"),
    tell=_ordered,
)

MEDICATION_STATEMENT = Reading(
    resource="MedicationStatement",
    elements=("status", "subject", "medication[x]", "effective[x]", "dateAsserted"),
    tables=("medication", "medicine_named"),
    tell=_stated,
)

MEDICATION = Reading(
    resource="Medication",
    elements=("code",),
    tables=("medicine",),
    tell=lambda medicines: Told(rows={"medicine": codings([each.code for each in medicines])}),
)
