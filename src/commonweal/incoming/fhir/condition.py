"""Condition → event: on the day it began, else the day it was recorded."""

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

NOT_SO = marked("refuted", "entered-in-error")


def _tell(conditions: Sequence[Any]) -> Told:
    events = codings([each.code for each in conditions])
    return Told(
        rows={"event": events},
        about=[person_in(each.subject) for each in conditions],
        when=[_when(each) for each in conditions],
        unfit=first([_not_so(each.verificationStatus) for each in conditions], uncoded(conditions, events)),
    )


def _when(condition: Any) -> date | Age | None:
    return (
        day(condition.onsetDateTime)
        or first_day(condition.onsetPeriod)
        or age(condition.onsetAge, condition.onsetRange)
        or day(condition.recordedDate)
    )


def _not_so(verification: Any) -> str | None:
    if verification is None or verification.coding is None:
        return None
    for each in verification.coding:
        if each.code in NOT_SO:
            return NOT_SO[each.code]
    return None


CONDITION = Reading(
    resource="Condition",
    elements=("verificationStatus", "code", "subject", "onset[x]", "recordedDate"),
    tables=("event",),
    tell=_tell,
)
