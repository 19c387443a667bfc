"""Procedure → event: on the day it was done, or began."""

from __future__ import annotations

from datetime import date
from typing import Any

from commonweal.incoming.fhir.reading import (
    Age,
    Reading,
    Row,
    age,
    coded,
    day,
    first_day,
    not_marked,
    person_in,
)


def _when(procedure: Any) -> date | Age | None:
    return (
        day(procedure.performedDateTime)
        or first_day(procedure.performedPeriod)
        or (procedure.performedPeriod and day(procedure.performedPeriod.end))
        or age(procedure.performedAge, procedure.performedRange)
    )


def _rows(procedure: Any) -> tuple[list[Row]]:
    not_marked(procedure.status, "not-done", "entered-in-error")
    return (coded(procedure.code),)


PROCEDURE = Reading(
    resource="Procedure",
    elements=("status", "code", "subject", "performed[x]"),
    tables=("event",),
    rows=_rows,
    about=lambda procedure: person_in(procedure.subject),
    when=_when,
)
