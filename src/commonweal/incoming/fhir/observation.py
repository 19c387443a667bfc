"""Observation → event for what was observed; measurement for its value and the values of its components."""

from __future__ import annotations

from datetime import date
from typing import Any

from commonweal.incoming.fhir.reading import (
    Reading,
    Row,
    coded,
    codings,
    day,
    first_day,
    not_marked,
    person_in,
)
from commonweal.terms import codes

Value = tuple[float | None, str | None, str | None]


def _when(observation: Any) -> date | None:
    found = observation.effectiveDateTime or observation.effectiveInstant
    if found is not None:
        return day(found)
    if observation.effectivePeriod is not None:
        return first_day(observation.effectivePeriod) or day(observation.effectivePeriod.end)
    timing = observation.effectiveTiming
    return day(timing.event[0]) if timing is not None and timing.event else None


def _rows(observation: Any) -> tuple[list[Row], list[Row]]:
    """Events; and system, code, words, value, unit, value in words, component it is of."""
    not_marked(observation.status, "cancelled", "entered-in-error")
    observed = coded(observation.code)
    measured = _measured(observed, observation, "")
    for place, component in enumerate(observation.component or (), 1):
        measured += _measured(codings(component.code), component, f"#{place}")
    return observed, measured


def _measured(what: list[Row], of: Any, part: str) -> list[Row]:
    value = _value(of)
    if value is None:
        return []
    ending = (*value, part)
    return [row + ending for row in what]


def _value(of: Any) -> Value | None:
    """value, unit, value in words, such as <5; None where nothing was measured."""
    quantity = of.valueQuantity
    if quantity is None:
        words = _words(of)
        whole = None if of.valueInteger is None else float(of.valueInteger)
        return None if whole is None and words is None else (whole, None, words)
    if quantity.value is None:
        return None
    unit = quantity.code if quantity.system == codes.UCUM and quantity.code else quantity.unit
    bound = f"{quantity.comparator}{quantity.value:g}" if quantity.comparator else None
    return quantity.value, unit, bound


def _words(of: Any) -> str | None:
    if of.valueCodeableConcept is not None:
        return _concept(of.valueCodeableConcept)
    if of.valueBoolean is not None:
        return "true" if of.valueBoolean else "false"
    if of.valueRange is not None:
        return f"{_amount(of.valueRange.low)}-{_amount(of.valueRange.high)}"
    if of.valueRatio is not None:
        return f"{_amount(of.valueRatio.numerator)}:{_amount(of.valueRatio.denominator)}"
    told = of.valueDateTime or of.valueTime or (of.valuePeriod and of.valuePeriod.start)
    words: str | None = of.valueString if told is None else told.isoformat()
    return words


def _concept(concept: Any) -> str | None:
    first = concept.coding[0] if concept.coding else None
    words: str | None = concept.text or (first and (first.display or first.code))
    return words


def _amount(quantity: Any) -> str:
    return "" if quantity is None or quantity.value is None else f"{quantity.value:g}"


OBSERVATION = Reading(
    resource="Observation",
    elements=("status", "code", "subject", "effective[x]", "value[x]", "component"),
    tables=("event", "measurement"),
    rows=_rows,
    about=lambda observation: person_in(observation.subject),
    when=_when,
)
