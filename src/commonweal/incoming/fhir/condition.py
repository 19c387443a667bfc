"""Condition → event: on the day it began, else the day it was recorded."""

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


def _when(condition: Any) -> date | Age | None:
    return (
        day(condition.onsetDateTime)
        or first_day(condition.onsetPeriod)
        or age(condition.onsetAge, condition.onsetRange)
        or day(condition.recordedDate)
    )


def _rows(condition: Any) -> tuple[list[Row]]:
    status = condition.verificationStatus
    if status is not None and status.coding is not None:
        for each in status.coding:
            not_marked(each.code, "refuted", "entered-in-error")
    return (coded(condition.code),)


CONDITION = Reading(
    resource="Condition",
    elements=("verificationStatus", "code", "subject", "onset[x]", "recordedDate"),
    tables=("event",),
    rows=_rows,
    about=lambda condition: person_in(condition.subject),
    when=_when,
)
