"""Procedure → event."""

from commonweal.incoming.fhir.reading import (
    CONCEPT,
    PERIOD,
    QUANTITY,
    REFERENCE,
    Reading,
    among,
    coded,
    codings,
    first_of,
)

PROCEDURE = Reading(
    resource="Procedure",
    table="event",
    elements={
        "status": "VARCHAR",
        "code": CONCEPT,
        "subject": REFERENCE,
        "performedDateTime": "VARCHAR",
        "performedPeriod": PERIOD,
        "performedAge": QUANTITY,
        "performedRange": f"STRUCT(low {QUANTITY})",
    },
    subject="subject_of(subject)",
    day='day(coalesce(performedDateTime, performedPeriod."start", performedPeriod."end"))',
    age="age_of(performedAge, performedRange)",
    fault=first_of(
        (among("status", "not-done", "entered-in-error"), "'its status is ' || status"),
        (f"NOT {coded('code')}", "'it has no code'"),
    ),
    rows={"event": codings("code")},
)
