"""Encounter → activity."""

from commonweal.incoming.fhir.reading import CODING, CONCEPT, PERIOD, REFERENCE, Reading, among, first_of

BED = ("IMP", "ACUTE", "NONAC", "OBSENC", "SS", "PRENC")
SETTINGS = {"EMER": "emergency", "HH": "home", "FLD": "community", "VR": "gp", **dict.fromkeys(BED, "bed")}
# SNOMED CT types of encounter that a practice has; any other ambulatory one is taken for an outpatient's.
GENERAL_PRACTICE = ("185345009", "185349003", "185347001", "162673000", "410620009", "270427003")

CASES = " ".join(f"WHEN '{code}' THEN '{setting}'" for code, setting in SETTINGS.items())
TYPES = '"type"[1].coding[1].code'
SETTING = f"""CASE class.code {CASES} ELSE
    CASE WHEN {TYPES} IN ({", ".join(map(repr, GENERAL_PRACTICE))}) THEN 'gp' ELSE 'outpatient' END END"""
KIND = """coalesce("type"[1]."text", "type"[1].coding[1].display, class.display, class.code)"""

ACTIVITY = f"""
    SELECT ordinal, setting, "start", CASE WHEN setting = 'bed' THEN "end" ELSE coalesce("end", over) END AS "end",
        kind, provider_record, provider
    FROM (
        SELECT ordinal, {SETTING} AS setting, moment(period."start") AS "start", moment(period."end") AS "end",
            CASE WHEN status = 'finished' THEN moment(period."start") END AS over, {KIND} AS kind,
            resource_of(serviceProvider.reference) AS provider_record,
            coalesce(serviceProvider.identifier.value, serviceProvider.display) AS provider
        FROM resource
    )
"""

ENCOUNTER = Reading(
    resource="Encounter",
    table="activity",
    elements={
        "status": "VARCHAR",
        "class": CODING,
        "type": f"{CONCEPT}[]",
        "subject": REFERENCE,
        "period": PERIOD,
        "serviceProvider": REFERENCE,
    },
    subject="subject_of(subject)",
    day='day(period."start")',
    fault=first_of(
        (among("status", "planned", "cancelled", "entered-in-error"), "'its status is ' || status"),
        ("moment(period.\"end\") < moment(period.\"start\")", "'it ends before it starts'"),
    ),
    rows={"activity": ACTIVITY},
)
