"""Procedure → event: on the day it was done, or began."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from commonweal.incoming.fhir.reading import (
    Age,
    Reading,
    Told,
    age,
    codings,
    day,
    first,
    first_day,
    marked,
    person_in,
    uncoded,
)

NOT_DONE = marked("not-done", "entered-in-error")


def _tell(procedures: Sequence[Any]) -> Told:
    events = codings([each.code for each in procedures])
    return Told(
        rows={"event": events},
        about=[person_in(each.subject) for each in procedures],
        when=[_when(each) for each in procedures],
        unfit=first([NOT_DONE.get(each.status) for each in procedures], uncoded(procedures, events)),
    )


def _when(procedure: Any) -> date | Age | None:
    period = procedure.performedPeriod
    return (
        day(procedure.performedDateTime)
        or first_day(period)
        or (period and day(period.end))
        or age(procedure.performedAge, procedure.performedRange)
    )


PROCEDURE = Reading(
    resource="Procedure",
    elements=("status", "code", "subject", "performed[x]"),
    tables=("event",),
    tell=_tell,
)
