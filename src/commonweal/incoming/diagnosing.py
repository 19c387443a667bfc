"""Diagnoses of stays, from what encounters and conditions say of each other, as statements for DuckDB.

Either may come first, in this load or in another. So what was said is kept in the store beside the tables,
and the diagnoses of every spell that a load touches are made anew from all of it: by the role and rank that
the encounter gives, then as it names them, then what only a condition says. Of a spell that is not in a bed,
and of a condition without a code of ICD-10, nothing is made.
"""

from __future__ import annotations

import pyarrow as pa

from commonweal.incoming.rows import FINAL
from commonweal.terms.codes import ICD10

STATED = pa.schema(
    {
        "record": pa.string(),
        "person": pa.string(),
        "spell": pa.string(),
        "condition": pa.string(),
        "role": pa.string(),
        "rank": pa.float64(),
        "place": pa.int64(),
    }
)
# FHIR R4, DiagnosisRole: what a stay turned out to be goes before what it began with and what went with it.
ROLES = ("DD", "billing", "AD", "CC", "CM", "pre-op", "post-op")
UNKNOWN_DIAGNOSIS = "a diagnosis it names is not known; the stay is taken without it"
OTHERS_DIAGNOSIS = "a diagnosis it names is about somebody else; the stay is taken without it"
UNKNOWN_ENCOUNTER = "the encounter it refers to is not known; it is taken, but as no diagnosis of a stay"
OTHERS_ENCOUNTER = "the encounter it refers to is about somebody else; it is taken, but as no diagnosis of it"

NOTHING = """
    CREATE TEMP TABLE respelled (spell VARCHAR);
    CREATE TEMP TABLE unlinked (ordinal BIGINT, reason VARCHAR, reference VARCHAR)
"""

SAID = f"""
    CREATE TEMP TABLE called AS
    SELECT full_url AS reference, any_value(record) AS record FROM staged_record
    WHERE full_url IN (SELECT unnest([spell, condition]) FROM staged_diagnosis_told) GROUP BY full_url;

    CREATE TEMP TABLE newly_said AS
    SELECT ordinal, each.record, person, role, rank, place,
        coalesce(of_spell.record, spell, each.record) AS spell,
        coalesce(of_condition.record, condition,
            if(starts_with(each.record, 'Condition/'), each.record, NULL)) AS condition
    FROM staged_diagnosis_told JOIN staged_record AS each USING (ordinal)
    JOIN alias ON subject = alias.alias
    LEFT JOIN called AS of_spell ON of_spell.reference = spell
    LEFT JOIN called AS of_condition ON of_condition.reference = condition
    WHERE {FINAL};

    CREATE TEMP TABLE said AS
    SELECT record, coalesce(new, person) AS person, spell, condition, role, rank, place
    FROM stored_diagnosis_told LEFT JOIN moved ON person = moved.old
    WHERE record NOT IN (SELECT record FROM outdated)
    UNION ALL
    SELECT record, person, spell, condition, role, rank, place FROM newly_said;

    CREATE TEMP TABLE touched AS
    SELECT record FROM (
        SELECT record FROM staged_record WHERE {FINAL} UNION SELECT record FROM outdated
    ) WHERE record IN (SELECT unnest([record, spell, condition]) FROM stored_diagnosis_told);

    INSERT INTO respelled
    SELECT spell FROM newly_said
    UNION SELECT spell FROM stored_diagnosis_told
    WHERE record IN (FROM touched) OR spell IN (FROM touched) OR condition IN (FROM touched)
"""

UNLINKED = f"""
    CREATE TEMP TABLE known_now AS
    SELECT record, person FROM (
        SELECT record, person FROM known WHERE record NOT IN (SELECT record FROM outdated)
        UNION
        SELECT record, person FROM staged_record JOIN alias ON subject = alias.alias WHERE {FINAL}
    ) WHERE record IN (SELECT unnest([spell, condition]) FROM newly_said);

    INSERT INTO unlinked
    SELECT DISTINCT ordinal, CASE
            WHEN other.record IS NULL AND by_encounter THEN '{UNKNOWN_DIAGNOSIS}'
            WHEN other.record IS NULL THEN '{UNKNOWN_ENCOUNTER}'
            WHEN by_encounter THEN '{OTHERS_DIAGNOSIS}' ELSE '{OTHERS_ENCOUNTER}' END,
        reference
    FROM (
        SELECT *, starts_with(record, 'Encounter/') AS by_encounter,
            if(by_encounter, condition, spell) AS reference
        FROM newly_said
    ) AS each
    LEFT JOIN known_now AS other ON other.record = reference
    WHERE other.record IS NULL OR other.person <> each.person
"""

DIAGNOSES = f"""
    WITH bed AS (
        SELECT record AS spell, coalesce(new, person) AS person, "start"
        FROM stored_activity LEFT JOIN moved ON person = moved.old
        WHERE setting = 'bed' AND record NOT IN (SELECT record FROM outdated)
        UNION ALL
        SELECT record, person, to_timestamp("start")
        FROM staged_activity JOIN staged_record USING (ordinal) JOIN alias ON subject = alias.alias
        WHERE setting = 'bed' AND {FINAL}
    ), coded AS (
        SELECT person, record AS condition, upper(replace(trim(code), '.', '')) AS code FROM (
            SELECT coalesce(new, person) AS person, record, code
            FROM stored_event LEFT JOIN moved ON person = moved.old
            WHERE system = '{ICD10}' AND record NOT IN (SELECT record FROM outdated)
            UNION ALL
            SELECT person, record, code FROM staged_event JOIN staged_record USING (ordinal)
            JOIN alias ON subject = alias.alias
            WHERE system = '{ICD10}' AND {FINAL}
        ) WHERE record IN (SELECT condition FROM said)
    ), ordered AS (
        SELECT said.*, bed.start, code,
            list_position({list(ROLES)}, role) AS role_place, condition = said.record AS by_condition
        FROM said JOIN bed USING (spell, person) JOIN coded USING (condition, person)
        WHERE spell IN (SELECT spell FROM respelled)
        QUALIFY row_number() OVER (
            PARTITION BY spell, condition, code
            ORDER BY by_condition, role_place NULLS LAST, rank NULLS LAST, place
        ) = 1
    )
    SELECT person, spell, timezone('Europe/London', "start")::DATE AS date, '{ICD10}' AS system, code,
        condition AS record, row_number() OVER (
            PARTITION BY spell
            ORDER BY by_condition, role_place NULLS LAST, rank NULLS LAST, place, condition, code
        ) AS position
    FROM ordered
"""
