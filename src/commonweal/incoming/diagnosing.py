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

# `new_record`, `new_activity` and `new_event` are what this load has written, with whom it is about.
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

    INSERT INTO respelled SELECT DISTINCT spell FROM newly_said;

    CREATE TEMP TABLE said AS
    SELECT record, person, spell, condition, role, rank, place FROM newly_said
"""

# What was said in earlier loads, of the stays that this one says anything of or makes out of date.
SAID_BEFORE = """
    CREATE TEMP TABLE touched AS
    SELECT record FROM new_record UNION ALL SELECT record FROM outdated;

    INSERT INTO respelled
    SELECT DISTINCT spell FROM stored_diagnosis_told
    WHERE (record IN (FROM touched) OR spell IN (FROM touched) OR condition IN (FROM touched))
        AND spell NOT IN (FROM respelled);

    INSERT INTO said
    SELECT record, coalesce(new, person) AS person, spell, condition, role, rank, place
    FROM stored_diagnosis_told SEMI JOIN respelled USING (spell) LEFT JOIN moved ON person = moved.old
    WHERE record NOT IN (SELECT record FROM outdated)
"""

UNLINKED = f"""
    INSERT INTO unlinked
    SELECT DISTINCT ordinal, CASE
            WHEN coalesce(here.record, before.record) IS NULL
                THEN if(by_encounter, '{UNKNOWN_DIAGNOSIS}', '{UNKNOWN_ENCOUNTER}')
            ELSE if(by_encounter, '{OTHERS_DIAGNOSIS}', '{OTHERS_ENCOUNTER}') END,
        reference
    FROM (
        SELECT *, starts_with(record, 'Encounter/') AS by_encounter,
            if(by_encounter, condition, spell) AS reference
        FROM newly_said
    ) AS each
    LEFT JOIN new_record AS here ON here.record = reference
    LEFT JOIN (
        SELECT record, coalesce(new, person) AS person FROM met LEFT JOIN moved ON person = moved.old
        WHERE record NOT IN (SELECT record FROM outdated)
    ) AS before ON before.record = reference
    WHERE coalesce(here.person, before.person) IS DISTINCT FROM each.person
"""

DIAGNOSES = f"""
    WITH bed AS (
        SELECT record AS spell, person, "start" FROM new_activity WHERE setting = 'bed'
        UNION ALL
        SELECT record, coalesce(new, person), "start"
        FROM stored_activity LEFT JOIN moved ON person = moved.old
        WHERE setting = 'bed' AND record NOT IN (SELECT record FROM outdated) AND record IN (
            SELECT spell FROM respelled WHERE spell NOT IN (SELECT record FROM new_activity)
        )
    ), each AS (
        SELECT said.*, bed.start FROM said JOIN bed USING (spell, person)
    ), coded AS (
        SELECT person, record AS condition, upper(replace(trim(code), '.', '')) AS code FROM (
            SELECT person, record, code FROM new_event WHERE system = '{ICD10}'
            UNION ALL
            SELECT coalesce(new, person) AS person, record, code
            FROM stored_event LEFT JOIN moved ON person = moved.old
            WHERE system = '{ICD10}' AND record NOT IN (SELECT record FROM outdated) AND record IN (
                SELECT condition FROM each WHERE condition NOT IN (SELECT record FROM new_event)
            )
        )
    ), ordered AS (
        SELECT person, spell, condition, code, any_value("start") AS "start", min({{
            'by_condition': condition = record, 'role': coalesce(list_position({list(ROLES)}, role), 99),
            'rank': coalesce(rank, 'inf'), 'place': place
        }}) AS its_place
        FROM each JOIN coded USING (condition, person) GROUP BY person, spell, condition, code
    )
    SELECT person, spell, timezone('Europe/London', "start")::DATE AS date, '{ICD10}' AS system, code,
        condition AS record, row_number() OVER (
            PARTITION BY spell ORDER BY its_place, condition, code
        ) AS position
    FROM ordered
"""
