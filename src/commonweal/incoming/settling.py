"""Staged rows → what is taken, refused and duplicate: one row per record first, then persons, then dates.

Everything here is a table in DuckDB, so a load may be larger than memory.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

# The order in which a record meets its fate; each step leaves `fate` rows for the records it decides.
STEPS = {
    "repeated": """
        CREATE TEMP TABLE repeated AS
        SELECT record FROM staged_record GROUP BY record HAVING count(*) > 1
    """,
    "fate": """
        CREATE TEMP TABLE fate AS
        SELECT ordinal, CASE WHEN content = kept THEN 'duplicate' ELSE 'refused' END AS fate,
            CASE WHEN content <> kept THEN 'another version of the same record is newer or came first' END AS reason
        FROM (
            SELECT ordinal, content, row_number() OVER one AS place, first_value(content) OVER one AS kept
            FROM staged_record JOIN repeated USING (record)
            WINDOW one AS (PARTITION BY record ORDER BY updated DESC NULLS LAST, ordinal)
        )
        WHERE place > 1
    """,
    "unchanged": """
        INSERT INTO fate
        SELECT ordinal, 'duplicate', NULL FROM staged_record JOIN known USING (record)
        WHERE staged_record.content = known.content AND ordinal NOT IN (SELECT ordinal FROM fate)
    """,
    "faulty": """
        INSERT INTO fate
        SELECT ordinal, 'refused', CASE WHEN record IS NULL THEN 'it has no id' ELSE fault END
        FROM staged_record
        WHERE (fault IS NOT NULL OR record IS NULL) AND ordinal NOT IN (SELECT ordinal FROM fate)
    """,
    "future births": """
        INSERT INTO fate
        SELECT ordinal, 'refused', 'the person is born in the future'
        FROM staged_record
        WHERE "table" = 'person' AND date > today() AND ordinal NOT IN (SELECT ordinal FROM fate)
    """,
    "described": """
        CREATE TEMP TABLE described AS
        SELECT ordinal, record, full_url, updated, content, coalesce(nhs_number, source_id) AS person,
            person.* EXCLUDE (ordinal)
        FROM staged_record JOIN staged_person AS person USING (ordinal)
        WHERE ordinal NOT IN (SELECT ordinal FROM fate)
    """,
    "told twice": """
        INSERT INTO fate
        SELECT ordinal, 'duplicate', NULL FROM described
        QUALIFY row_number() OVER (PARTITION BY person ORDER BY updated DESC NULLS LAST, ordinal) > 1
    """,
    "alias": """
        CREATE TEMP TABLE alias AS
        SELECT alias, any_value(person) AS person FROM (
            SELECT record AS alias, person FROM described
            UNION ALL SELECT full_url, person FROM described WHERE full_url IS NOT NULL
            UNION ALL SELECT nhs_number, person FROM described WHERE nhs_number IS NOT NULL
            UNION ALL SELECT record, person FROM known WHERE starts_with(record, 'Patient/')
                AND record NOT IN (SELECT record FROM described)
        ) GROUP BY alias
    """,
    "born": """
        CREATE TEMP TABLE born AS
        SELECT person, min(birth_date) AS birth_date FROM (
            SELECT person, birth_date FROM described UNION ALL SELECT person, birth_date FROM stored_person
        ) GROUP BY person
    """,
    "about": """
        CREATE TEMP TABLE about AS
        SELECT ordinal, record, content, alias.person, birth_date,
            coalesce(date, birth_date + age) AS date, subject
        FROM staged_record
        LEFT JOIN alias ON subject = alias.alias
        LEFT JOIN born ON alias.person = born.person
        WHERE "table" NOT IN ('person', 'registration') AND NOT starts_with(record, 'Medication/')
            AND ordinal NOT IN (SELECT ordinal FROM fate)
    """,
    "impossible": """
        INSERT INTO fate
        SELECT ordinal, 'refused', reason FROM (
            SELECT ordinal, CASE
                WHEN subject IS NULL THEN 'it names no person'
                WHEN person IS NULL THEN 'the person it refers to is not known'
                WHEN date IS NULL THEN 'it has no date'
                WHEN date > today() THEN 'it is dated in the future'
                WHEN date < birth_date - 1 THEN 'it is dated before the person was born' END AS reason
            FROM about
        ) WHERE reason IS NOT NULL
    """,
    "kept": """
        CREATE TEMP TABLE kept AS
        SELECT ordinal, record, person, date FROM about WHERE ordinal NOT IN (SELECT ordinal FROM fate)
    """,
}

ROWS = {
    "person": """
        SELECT person, nhs_number, 'fhir' AS source, source_id, family, given, birth_date, sex, ethnicity
        FROM described WHERE ordinal NOT IN (SELECT ordinal FROM fate)
    """,
    "death": """
        SELECT person, date, place FROM staged_death JOIN described USING (ordinal)
        WHERE ordinal NOT IN (SELECT ordinal FROM fate)
    """,
    "residence": """
        SELECT DISTINCT person, address, postcode, CAST(NULL AS VARCHAR) AS lsoa, CAST(NULL AS VARCHAR) AS household,
            CAST(NULL AS VARCHAR) AS housing_type, tenure, CAST(NULL AS VARCHAR) AS geodemographic,
            CAST(NULL AS VARCHAR) AS care_home, "start", "end"
        FROM staged_residence JOIN described USING (ordinal) WHERE ordinal NOT IN (SELECT ordinal FROM fate)
    """,
    "registration": """
        SELECT DISTINCT person, coalesce(practice, ods) AS practice, "start", "end"
        FROM staged_registration JOIN described USING (ordinal)
        LEFT JOIN organisation ON organisation.record = staged_registration.organisation
        WHERE ordinal NOT IN (SELECT ordinal FROM fate) AND coalesce(practice, ods) IS NOT NULL
    """,
    "event": "SELECT person, date, system, code, term, record FROM staged_event JOIN kept USING (ordinal)",
    "medication": """
        SELECT person, date, system, code, term, record FROM staged_medication JOIN kept USING (ordinal)
        UNION ALL
        SELECT person, date, system, code, term, record FROM staged_medicine_named
        JOIN kept USING (ordinal) JOIN medicine USING (medicine)
    """,
    "measurement": """
        SELECT person, date, coalesce(system, '') AS system, code, term, value, unit, value_text, record || part AS record
        FROM staged_measurement JOIN kept USING (ordinal)
    """,
    "activity": """
        SELECT person, setting, "start", "end", CAST(NULL AS VARCHAR) AS method, kind,
            coalesce(ods, name, provider) AS provider, CAST(NULL AS BIGINT) AS cost, kept.record
        FROM staged_activity JOIN kept USING (ordinal)
        LEFT JOIN organisation ON organisation.record = provider_record
    """,
}
