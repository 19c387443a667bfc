"""MedicationRequest and MedicationStatement → medication; Medication → the codes that others refer to."""

from commonweal.incoming.fhir.reading import (
    CONCEPT,
    PERIOD,
    REFERENCE,
    Reading,
    among,
    coded,
    codings,
    first_of,
)

CONTAINED = f"STRUCT(id VARCHAR, code {CONCEPT})[]"
INSIDE = f"""
    SELECT ordinal, coalesce(each.system, '') AS system, each.code AS code, coalesce(each.display, words) AS term
    FROM (
        SELECT ordinal, unnest(one.code.coding) AS each, one.code."text" AS words
        FROM (SELECT ordinal, medicationReference.reference AS reference, unnest(contained) AS one FROM resource)
        WHERE reference = '#' || one.id
    )
    WHERE each.code IS NOT NULL
"""
ROWS = {
    "medication": f"{codings('medicationCodeableConcept')} UNION ALL {INSIDE}",
    "medicine_named": """
        SELECT ordinal, resource_of(medicationReference.reference) AS medicine FROM resource
        WHERE medicationReference.reference NOT LIKE '#%'
    """,
}
ELEMENTS = {
    "status": "VARCHAR",
    "subject": REFERENCE,
    "medicationCodeableConcept": CONCEPT,
    "medicationReference": REFERENCE,
    "contained": CONTAINED,
}
NO_CODE = f"NOT {coded('medicationCodeableConcept')} AND medicationReference.reference IS NULL"

MEDICATION_REQUEST = Reading(
    resource="MedicationRequest",
    table="medication",
    elements={**ELEMENTS, "authoredOn": "VARCHAR"},
    subject="subject_of(subject)",
    day="day(authoredOn)",
    fault=first_of(
        (among("status", "cancelled", "draft", "entered-in-error"), "'its status is ' || status"),
        (NO_CODE, "'it has no code'"),
    ),
    rows=ROWS,
)

MEDICATION_STATEMENT = Reading(
    resource="MedicationStatement",
    table="medication",
    elements={
        **ELEMENTS,
        "effectiveDateTime": "VARCHAR",
        "effectivePeriod": PERIOD,
        "dateAsserted": "VARCHAR",
    },
    subject="subject_of(subject)",
    day='day(coalesce(effectiveDateTime, effectivePeriod."start", dateAsserted))',
    fault=first_of(
        (among("status", "entered-in-error", "not-taken"), "'its status is ' || status"),
        (NO_CODE, "'it has no code'"),
    ),
    rows=ROWS,
)

MEDICATION = Reading(
    resource="Medication", table="medication", elements={"code": CONCEPT}, rows={"medicine": codings("code")}
)
