"""Observation → event for what was observed; measurement for its value and the values of its components."""

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

RATIO = f"STRUCT(numerator {QUANTITY}, denominator {QUANTITY})"
VALUES = {
    "valueQuantity": QUANTITY,
    "valueCodeableConcept": CONCEPT,
    "valueString": "VARCHAR",
    "valueBoolean": "BOOLEAN",
    "valueInteger": "BIGINT",
    "valueRange": f"STRUCT(low {QUANTITY}, high {QUANTITY})",
    "valueRatio": RATIO,
    "valueTime": "VARCHAR",
    "valueDateTime": "VARCHAR",
    "valuePeriod": PERIOD,
}
COMPONENT = f"STRUCT(code {CONCEPT}, {', '.join(f'{name} {kind}' for name, kind in VALUES.items())})"


def _value(of: str = "") -> str:
    return f"coalesce({of}valueQuantity.value, {of}valueInteger)"


def _unit(of: str = "") -> str:
    quantity = f"{of}valueQuantity"
    return f"CASE WHEN {quantity}.system = 'http://unitsofmeasure.org' THEN coalesce({quantity}.code, {quantity}.unit) ELSE coalesce({quantity}.unit, {quantity}.code) END"


def _words(of: str = "") -> str:
    return f"""coalesce(
        {of}valueString, {of}valueCodeableConcept."text", {of}valueCodeableConcept.coding[1].display,
        {of}valueCodeableConcept.coding[1].code, CAST({of}valueBoolean AS VARCHAR),
        {of}valueDateTime, {of}valueTime, {of}valuePeriod."start",
        {of}valueRange.low.value || '-' || {of}valueRange.high.value,
        {of}valueRatio.numerator.value || ':' || {of}valueRatio.denominator.value)"""


MEASURED = f"""
    SELECT ordinal, each.system AS system, each.code AS code, coalesce(each.display, words) AS term,
        value, unit, value_text, '' AS part
    FROM (
        SELECT ordinal, unnest(code.coding) AS each, code."text" AS words,
            {_value()} AS value, {_unit()} AS unit, {_words()} AS value_text
        FROM resource
    )
    WHERE each.code IS NOT NULL AND (value IS NOT NULL OR value_text IS NOT NULL)
    UNION ALL
    SELECT ordinal, each.system, each.code, coalesce(each.display, words), value, unit, value_text, '#' || n
    FROM (
        SELECT ordinal, n, unnest(component.code.coding) AS each, component.code."text" AS words,
            {_value("component.")} AS value, {_unit("component.")} AS unit, {_words("component.")} AS value_text
        FROM (
            SELECT ordinal, unnest(component) AS component, generate_subscripts(component, 1) AS n
            FROM resource WHERE component IS NOT NULL
        )
    )
    WHERE each.code IS NOT NULL AND (value IS NOT NULL OR value_text IS NOT NULL)
"""

OBSERVATION = Reading(
    resource="Observation",
    table="event",
    elements={
        "status": "VARCHAR",
        "code": CONCEPT,
        "subject": REFERENCE,
        "effectiveDateTime": "VARCHAR",
        "effectiveInstant": "VARCHAR",
        "effectivePeriod": PERIOD,
        "effectiveTiming": "STRUCT(event VARCHAR[])",
        "component": f"{COMPONENT}[]",
        **VALUES,
    },
    subject="subject_of(subject)",
    day="""day(coalesce(
        effectiveDateTime, effectiveInstant, effectivePeriod."start", effectivePeriod."end",
        effectiveTiming.event[1]))""",
    fault=first_of(
        (among("status", "cancelled", "entered-in-error"), "'its status is ' || status"),
        (f"NOT {coded('code')}", "'it has no code'"),
    ),
    rows={"event": codings("code"), "measurement": MEASURED},
)
