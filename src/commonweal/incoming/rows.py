"""The rows of the linked population that staged rows become, as SELECTs for DuckDB, once fates are decided.

`described` and `fate` are decided for the whole load, `kept` for the part of it that is being written.
"""

from __future__ import annotations

FINAL = "ordinal NOT IN (SELECT ordinal FROM fate)"

PEOPLE = {
    "person": f"""
        SELECT person, nhs_number, source() AS source, source_id, family, given, birth_date, sex, ethnicity
        FROM described WHERE {FINAL}
    """,
    "death": f"""
        SELECT person, date, NULL::VARCHAR AS place FROM staged_death JOIN described USING (ordinal)
        WHERE {FINAL} AND person NOT IN (SELECT person FROM told_death)
    """,
    "registration": f"""
        SELECT DISTINCT person, coalesce(practice, ods) AS practice, "start", "end"
        FROM staged_registration JOIN described USING (ordinal) LEFT JOIN organisation USING (organisation)
        WHERE {FINAL} AND coalesce(practice, ods) IS NOT NULL
            AND person NOT IN (SELECT person FROM told_registration)
    """,
    "residence": f"""
        SELECT DISTINCT ON (person, address, "start") person, address, postcode, NULL::VARCHAR AS lsoa,
            NULL::VARCHAR AS household, NULL::VARCHAR AS housing_type, tenure,
            NULL::VARCHAR AS geodemographic, NULL::VARCHAR AS care_home, "start", "end"
        FROM staged_residence JOIN described USING (ordinal)
        WHERE {FINAL} AND person NOT IN (SELECT person FROM told_residence)
    """,
    "record": "SELECT record, person, content FROM described",
}

CARE = {
    "event": "SELECT person, date, system, code, term, record FROM part_event JOIN kept USING (ordinal)",
    "medication": """
        SELECT person, date, system, code, term, record FROM part_medication JOIN kept USING (ordinal)
        UNION ALL
        SELECT person, date, system, code, term, record
        FROM part_medicine_named JOIN kept USING (ordinal) JOIN medicine USING (medicine)
    """,
    "measurement": """
        SELECT person, date, system, code, term, value, unit, value_text, record || part AS record
        FROM part_measurement JOIN kept USING (ordinal)
    """,
    "activity": """
        SELECT person, setting, to_timestamp("start") AS "start", to_timestamp("end") AS "end", method,
            kind, coalesce(ods, name, provider) AS provider,
            NULL::BIGINT AS cost, record
        FROM part_activity JOIN kept USING (ordinal)
        LEFT JOIN organisation ON provider_record = organisation
    """,
    "record": "SELECT record, person, content FROM kept",
}

# The table a refused record is counted against, by the type of resource.
COUNTED = """CASE split_part(record, '/', 1) WHEN 'Patient' THEN 'person' WHEN 'Encounter' THEN 'activity'
    WHEN 'Organization' THEN 'registration'
    ELSE CASE WHEN starts_with(record, 'Medication') THEN 'medication' ELSE 'event' END END"""
WRONG_NUMBER = "its NHS number has a wrong check digit; the person is taken without it"

REFUSED = f"""
    SELECT load() AS load, "table", source, line + coalesce(before, 0) AS line, record, reason, content
    FROM (
        SELECT file, block, "table", line, record, reason, content FROM staged_refused
        UNION ALL
        SELECT file, ordinal >> 32, {COUNTED}, line, record, reason, subject
        FROM staged_record JOIN fate USING (ordinal) WHERE fate = 'refused'
        UNION ALL
        SELECT file, ordinal >> 32, 'person', line, record, '{WRONG_NUMBER}', NULL
        FROM staged_record JOIN staged_person USING (ordinal)
        WHERE wrong_number IS NOT NULL AND {FINAL}
        UNION ALL
        SELECT file, ordinal >> 32, 'diagnosis', line, record, reason, reference
        FROM staged_record JOIN unlinked USING (ordinal)
    )
    JOIN file_name USING (file) LEFT JOIN lines_before USING (block, file)
"""
