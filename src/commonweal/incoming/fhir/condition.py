"""Condition → event."""

from commonweal.incoming.fhir.reading import CONCEPT, PERIOD, QUANTITY, REFERENCE, Reading, codings, coded, first_of

NOT_SO = "list_has_any(list_transform(verificationStatus.coding, lambda each: each.code), ['refuted', 'entered-in-error'])"

CONDITION = Reading(
    resource="Condition",
    table="event",
    elements={
        "verificationStatus": "STRUCT(coding STRUCT(code VARCHAR)[])",
        "code": CONCEPT,
        "subject": REFERENCE,
        "onsetDateTime": "VARCHAR",
        "onsetPeriod": PERIOD,
        "onsetAge": QUANTITY,
        "onsetRange": f"STRUCT(low {QUANTITY})",
        "recordedDate": "VARCHAR",
    },
    subject="subject_of(subject)",
    day='day(coalesce(onsetDateTime, onsetPeriod."start", CASE WHEN age_of(onsetAge, onsetRange) IS NULL THEN recordedDate END))',
    age="age_of(onsetAge, onsetRange)",
    fault=first_of(
        (f"coalesce({NOT_SO}, false)", "'it is refuted or entered in error'"),
        (f"NOT {coded('code')}", "'it has no code'"),
    ),
    rows={"event": codings("code")},
)
