"""Patient → person, and the death, registrations and residences it tells of."""

from commonweal.incoming.fhir.reading import IDENTIFIER, PERIOD, REFERENCE, Reading, first_of
from commonweal.terms import codes

ETHNIC_CATEGORY = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory"
NO_FIXED_ABODE = "ZZ99 3VZ"
PRACTICE = f"""STRUCT(
    reference VARCHAR, identifier STRUCT(system VARCHAR, value VARCHAR, period {PERIOD}))"""

NUMBERS = f"list_filter(identifier, lambda each: each.system = '{codes.NHS_NUMBER}')"
NAME = """coalesce(
    list_filter(name, lambda each: each.use IN ('official', 'usual') AND each.period."end" IS NULL)[1], name[1])"""
ETHNICITY = f"""list_filter(
    extension, lambda each: each.url = '{ETHNIC_CATEGORY}')[1].valueCodeableConcept.coding[1].code"""

PERSON = f"""
    SELECT ordinal, id AS source_id, coalesce(one.family, one."text") AS family,
        array_to_string(one.given, ' ') AS given, day(birthDate) AS birth_date,
        coalesce(gender, 'unknown') AS sex, {ETHNICITY} AS ethnicity,
        nhs_number(number) AS nhs_number, number IS NOT NULL AND nhs_number(number) IS NULL AS wrong_number
    FROM (SELECT *, {NAME} AS one, {NUMBERS}[1].value AS number FROM resource)
"""

DEATH = """
    SELECT ordinal, day(deceasedDateTime) AS date, CAST(NULL AS VARCHAR) AS place FROM resource
    WHERE deceasedDateTime IS NOT NULL OR deceasedBoolean
"""

REGISTRATION = f"""
    SELECT ordinal, CASE WHEN one.identifier.system = '{codes.ODS_ORGANISATION}' THEN one.identifier.value END AS practice,
        resource_of(one.reference) AS organisation, day(one.identifier.period."start") AS "start",
        day(one.identifier.period."end") AS "end"
    FROM (SELECT ordinal, unnest(generalPractitioner) AS one FROM resource)
"""

ADDRESS = """coalesce(nullif(array_to_string(list_filter(
    one.line || [one.city, one.district], lambda each: coalesce(trim(each), '') <> ''), ', '), ''), one."text", 'unknown')"""
LIVED_IN = "one.use IS NULL OR one.use IN ('home', 'temp') OR one.use = 'old' AND one.period.\"end\" IS NOT NULL"
RESIDENCE = f"""
    SELECT ordinal, {ADDRESS} AS address, postcode(one.postalCode) AS postcode,
        CASE WHEN postcode(one.postalCode) = '{NO_FIXED_ABODE}' THEN 'homeless' END AS tenure,
        day(one.period."start") AS "start", day(one.period."end") AS "end"
    FROM (SELECT ordinal, unnest(address) AS one FROM resource)
    WHERE ({LIVED_IN}) AND coalesce(one."type", 'both') <> 'postal'
"""

PATIENT = Reading(
    resource="Patient",
    table="person",
    elements={
        "identifier": f"{IDENTIFIER}[]",
        "name": f'STRUCT(use VARCHAR, "text" VARCHAR, family VARCHAR, given VARCHAR[], period {PERIOD})[]',
        "gender": "VARCHAR",
        "birthDate": "VARCHAR",
        "deceasedBoolean": "BOOLEAN",
        "deceasedDateTime": "VARCHAR",
        "address": f"""STRUCT(use VARCHAR, "type" VARCHAR, "text" VARCHAR, line VARCHAR[], city VARCHAR,
            district VARCHAR, postalCode VARCHAR, period {PERIOD})[]""",
        "generalPractitioner": f"{PRACTICE}[]",
        "managingOrganization": REFERENCE,
        "extension": "STRUCT(url VARCHAR, valueCodeableConcept STRUCT(coding STRUCT(code VARCHAR)[]))[]",
    },
    day="day(birthDate)",
    fault=first_of(
        ("birthDate IS NULL", "'it has no birth date'"),
        ("day(deceasedDateTime) < day(birthDate)", "'the person was born after the death'"),
    ),
    rows={"person": PERSON, "death": DEATH, "registration": REGISTRATION, "residence": RESIDENCE},
)
