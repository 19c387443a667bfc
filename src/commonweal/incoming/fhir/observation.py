"""Observation → event for what was observed; measurement for its value and the values of its components."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

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
    uncoded,
)
from commonweal.terms import codes

NOT_MADE = marked("cancelled", "entered-in-error")
Value = tuple[float | None, str | None, str | None]


def _tell(observations: Sequence[Any]) -> Told:
    events = codings([each.code for each in observations])
    return Told(
        rows={"event": events, "measurement": _measurements(observations, events)},
        about=[person_in(each.subject) for each in observations],
        when=[_when(each) for each in observations],
        unfit=first([NOT_MADE.get(each.status) for each in observations], uncoded(observations, events)),
    )


def _when(observation: Any) -> date | None:
    found = observation.effectiveDateTime or observation.effectiveInstant
    if found is not None:
        return day(found)
    if observation.effectivePeriod is not None:
        return first_day(observation.effectivePeriod) or day(observation.effectivePeriod.end)
    timing = observation.effectiveTiming
    return day(timing.event[0]) if timing is not None and timing.event else None


def _measurements(observations: Sequence[Any], events: Rows) -> Rows:
    """system, code, words, value, unit, value in words, and the component it is of."""
    whole = _measured(events, observations, "")
    parts = [
        (place, number, part)
        for place, each in enumerate(observations)
        if each.component is not None
        for number, part in enumerate(each.component, 1)
    ]
    components = [part for _, _, part in parts]
    measured = _measured(codings([part.code for part in components]), components, "")
    of_parts = [parts[place] for place in measured.of]
    named = (*measured.columns[:-1], [f"#{number}" for _, number, _ in of_parts])
    return Rows(
        whole.of + [place for place, _, _ in of_parts],
        [one + other for one, other in zip(whole.columns, named, strict=True)],
    )


def _measured(coded: Rows, valued: Sequence[Any], part: str) -> Rows:
    """Those of the rows whose resource or component has a value, with it."""
    values = [_value(each) for each in valued]
    kept = [(row, values[place]) for row, place in enumerate(coded.of) if values[place] is not None]
    rows = [row for row, _ in kept]
    columns: list[Column] = [[column[row] for row in rows] for column in coded.columns]
    columns += ([value[position] for _, value in kept if value] for position in range(3))
    return Rows([coded.of[row] for row in rows], [*columns, [part] * len(rows)])


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
    tell=_tell,
)
