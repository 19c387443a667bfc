"""The rows of OMOP tables in our own words: one row each, in the order of their numbers."""

from __future__ import annotations

from collections.abc import Mapping

from commonweal.analytics.tables import SETTINGS
from commonweal.incoming.extracts.columns import quoted
from commonweal.terms.omop import BETWEEN, OTHER_SEXES, SEXES, VISITS, VOCABULARIES

SETTING_OF = {number: setting for setting, number in reversed(VISITS.items()) if number}
SETTING_OF[262] = "bed"  # emergency room and inpatient visit
CODED = {
    "procedure_occurrence": ("procedure", "procedure_date"),
    "observation": ("observation", "observation_date"),
    "drug_exposure": ("drug", "drug_exposure_start_date"),
    "measurement": ("measurement", "measurement_date"),
    "condition_occurrence": ("condition", "condition_start_date"),
}

# A person is called by what the source called them; where it says nothing, by the number in these tables.
CALLED = """
    CREATE TEMP MACRO name_of(named, number) AS coalesce(named, {prefix} || number);

    CREATE TEMP TABLE called AS
    SELECT person_id, name_of(person_source_value, person_id) AS person FROM person;

    CREATE TEMP TABLE known_code AS
    SELECT source_vocabulary_id AS vocabulary, source_code AS code, min(source_code_description) AS term
    FROM source_to_concept_map GROUP BY ALL;

    CREATE TEMP TABLE released AS
    SELECT coalesce(max(try_cast(source_release_date AS DATE)), current_date) AS on FROM cdm_source
"""
PEOPLE = """
    SELECT called.person, {sex} AS sex, race_source_value AS ethnicity, coalesce(
        try_cast(birth_datetime AS TIMESTAMP)::DATE::TEXT,
        printf('%s-%s-%s', year_of_birth, lpad(coalesce(month_of_birth, '1'), 2, '0'),
            lpad(coalesce(day_of_birth, '1'), 2, '0'))
    ) AS birth_date
    FROM person JOIN called USING (person_id) ORDER BY try_cast(person_id AS BIGINT)
"""
DEATHS = """
    SELECT name_of(person, person_id) AS person, death_date AS date
    FROM death LEFT JOIN called USING (person_id) ORDER BY 1, 2
"""
REGISTRATIONS = """
    SELECT called.person, care_site_source_value AS practice, observation_period_start_date AS start,
        CASE WHEN try_cast(observation_period_end_date AS DATE) < (SELECT "on" FROM released)
            THEN observation_period_end_date END AS "end"
    FROM person JOIN called USING (person_id) JOIN care_site USING (care_site_id)
    LEFT JOIN observation_period USING (person_id)
    QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY observation_period_start_date DESC) = 1
    ORDER BY called.person
"""
RESIDENCES = """
    SELECT called.person, coalesce(address_1, 'unknown') AS address, zip AS postcode,
        location_source_value AS lsoa
    FROM person JOIN called USING (person_id) JOIN location USING (location_id) ORDER BY called.person
"""
VISITS_HERE = """
    SELECT {key} AS key, name_of(person, person_id) AS person, coalesce({own_setting}, {setting}) AS setting,
        coalesce(visit_start_datetime, visit_start_date) AS start,
        coalesce(visit_end_datetime, CASE WHEN try_cast(visit_end_date AS DATE) < (SELECT "on" FROM released)
            THEN visit_end_date END) AS "end",
        CASE WHEN {own_setting} IS NOT NULL THEN nullif(parts[2], '') END AS method,
        CASE WHEN {own_setting} IS NULL THEN visit_source_value
            ELSE nullif(array_to_string(parts[3:], '{between}'), '') END AS kind,
        care_site_source_value AS provider, pence AS cost
    FROM (SELECT *, string_split(visit_source_value, '{between}') AS parts FROM visit_occurrence)
    LEFT JOIN called USING (person_id)
    LEFT JOIN care_site USING (care_site_id)
    LEFT JOIN (
        SELECT cost_event_id, round(sum(try_cast(total_cost AS DECIMAL(18, 4))) * 100)::BIGINT::TEXT AS pence
        FROM cost WHERE cost_domain_id = 'Visit' GROUP BY ALL
    ) ON cost_event_id = visit_occurrence_id
    ORDER BY 1
"""

# The code as its source said it: with its vocabulary, as we write it; else the concept it was given, where
# the folder has the concepts; else the bare words of the source, in no known system.
CODED_ROWS = """
    SELECT {key} AS key, name_of(person, person_id) AS person, {date} AS date,
        CASE WHEN own_system IS NOT NULL THEN own_system ELSE coalesce({concept_system}, '') END AS system,
        CASE WHEN own_system IS NOT NULL THEN own_code ELSE coalesce(concept_code, said) END AS code,
        coalesce(term, concept_name) AS term {more}
    FROM (
        SELECT *, {own_system} AS own_system,
            coalesce(nullif({name}_source_concept_id, '0'), nullif({name}_concept_id, '0')) AS concept_id
        FROM (
            SELECT *, {name}_source_value AS said,
                CASE WHEN contains(said, '{between}')
                    THEN regexp_replace(said, '{between}[^{between}]*$', '') END AS vocabulary,
                regexp_replace(said, '^.*{between}', '') AS own_code
            FROM {table}
        )
    ) AS each
    LEFT JOIN called USING (person_id)
    LEFT JOIN concept ON concept.concept_id = each.concept_id
    LEFT JOIN known_code ON known_code.vocabulary = each.vocabulary AND known_code.code = own_code
    ORDER BY 1
"""


def prepare(prefix: str) -> str:
    """The statements that the others need to have been made."""
    return CALLED.format(prefix=quoted(f"{prefix}/"))


def statements() -> Mapping[str, str]:
    """Table of the model, or what is told of people in several → its rows in our words, people first."""
    told = {
        "person": PEOPLE.format(sex=_sex()),
        "death": DEATHS,
        "registration": REGISTRATIONS,
        "residence": RESIDENCES,
        "visit_occurrence": _visits(),
    }
    return told | {table: _coded(table, name, day) for table, (name, day) in CODED.items()}


def _sex() -> str:
    """By its concept; else what the source said, where that is a word of ours."""
    told = {str(number): sex for sex, number in SEXES.items() if number} | {
        str(number): sex for number, sex in OTHER_SEXES.items()
    }
    said = _of("lower(gender_source_value)", {sex: sex for sex in SEXES}, "'unknown'")
    return _of("gender_concept_id", told, said)


def _visits() -> str:
    own = f"CASE WHEN parts[1] IN ({', '.join(map(quoted, SETTINGS))}) THEN parts[1] END"
    setting = _of("visit_concept_id", {str(number): name for number, name in SETTING_OF.items()}, "NULL")
    key = _key("visit_occurrence", "visit_occurrence_id")
    return VISITS_HERE.format(key=key, own_setting=own, setting=setting, between=BETWEEN)


def _coded(table: str, name: str, day: str) -> str:
    more = {
        "measurement": """, value_as_number AS value, unit_source_value AS unit,
            value_source_value AS value_text""",
        "condition_occurrence": f""", {_key("visit_occurrence", "visit_occurrence_id")} AS spell,
            CASE WHEN visit_occurrence_id IS NOT NULL THEN condition_status_source_value END AS position""",
    }
    systems = {vocabulary: uri for uri, vocabulary in VOCABULARIES.items()}
    address = "vocabulary LIKE '%/%' OR vocabulary LIKE 'urn:%' OR vocabulary = ''"
    own = f"CASE WHEN {address} THEN vocabulary ELSE {_of('vocabulary', systems, 'NULL')} END"
    return CODED_ROWS.format(
        key=_key(table, f"{table}_id"),
        table=table,
        name=name,
        date=day,
        own_system=own,
        concept_system=_of("vocabulary_id", systems, "vocabulary_id"),
        between=BETWEEN,
        more=more.get(table, ""),
    )


def _key(table: str, number: str) -> str:
    """The name of a record; numbers are filled up so that names are in their order."""
    return f"{quoted(table + '/')} || lpad({number}, 12, '0')"


def _of(word: str, words: Mapping[str, str], otherwise: str) -> str:
    whens = " ".join(f"WHEN {quoted(theirs)} THEN {quoted(ours)}" for theirs, ours in words.items())
    return f"CASE {word} {whens} ELSE {otherwise} END"
