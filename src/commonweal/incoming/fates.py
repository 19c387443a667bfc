"""What becomes of each staged record: the steps that decide it, in order, as statements for DuckDB.

A record with no row in `fate` so far is still to be taken. `staged_…` are the staged tables, `known` the
records that the store holds (record, person, content), `known_person` its persons, `today()` a macro.
"""

from __future__ import annotations

PATIENTS = "starts_with(record, 'Patient/')"
MARKED = "unfit LIKE 'it is marked %'"
UNDECIDED = "ordinal NOT IN (SELECT ordinal FROM fate)"

OTHER_VERSION = "another version of the same record is newer, or came first"
NO_ID = "it has no id"
BORN_LATER = "the person is born in the future"
DIED_LATER = "the person dies in the future"
NO_PERSON = "it names no person"
NOT_A_PERSON = "it is about something other than a person"
PERSON_REFUSED = "the person it refers to was refused"
PERSON_UNKNOWN = "the person it refers to is not known"
NO_DATE = "it has no date"
IN_FUTURE = "it is dated in the future"
MEDICINE_UNKNOWN = "the medicine it refers to is not in this load, or has no code"

# Of several versions of one record the newest counts, or the first where none says when it was made.
VERSIONS = f"""
    CREATE TEMP TABLE fate AS
    SELECT ordinal, CASE WHEN content = chosen THEN 'duplicate' ELSE 'refused' END AS fate,
        CASE WHEN content <> chosen THEN '{OTHER_VERSION}' END AS reason
    FROM (
        SELECT ordinal, content, row_number() OVER version AS place,
            first_value(content) OVER version AS chosen
        FROM staged_record
        SEMI JOIN (SELECT record FROM staged_record GROUP BY record HAVING count(*) > 1) USING (record)
        WINDOW version AS (PARTITION BY record ORDER BY updated DESC NULLS LAST, ordinal)
    )
    WHERE place > 1
"""

ALREADY_KNOWN = f"""
    CREATE TEMP TABLE met AS
    SELECT record, known.person, known.content FROM known
    SEMI JOIN (
        SELECT record FROM staged_record UNION SELECT subject FROM staged_record
        UNION SELECT unnest([spell, condition]) FROM staged_diagnosis_told
    ) USING (record);

    INSERT INTO fate
    SELECT ordinal, 'duplicate', NULL FROM staged_record JOIN met USING (record)
    WHERE staged_record.content = met.content AND {UNDECIDED}
"""

UNFIT = f"""
    INSERT INTO fate
    SELECT ordinal, 'refused', CASE WHEN record IS NULL THEN '{NO_ID}' ELSE unfit END
    FROM staged_record WHERE (unfit IS NOT NULL OR record IS NULL) AND {UNDECIDED};

    INSERT INTO fate
    SELECT ordinal, 'refused', '{BORN_LATER}'
    FROM staged_record WHERE {PATIENTS} AND date > today() AND {UNDECIDED};

    INSERT INTO fate
    SELECT ordinal, 'refused', '{DIED_LATER}'
    FROM staged_death WHERE date > today() AND {UNDECIDED}
"""

# One row per person: of several records of one person the newest describes them.
PERSONS = f"""
    CREATE TEMP TABLE described AS
    SELECT ordinal, record, updated, content, split_part(record, '/', 2) AS source_id,
        coalesce(nhs_number, source_id) AS person, person.* EXCLUDE (ordinal)
    FROM staged_person AS person JOIN staged_record USING (ordinal)
    WHERE {UNDECIDED};

    INSERT INTO fate
    SELECT ordinal, 'duplicate', NULL FROM described
    QUALIFY row_number() OVER (PARTITION BY person ORDER BY updated DESC NULLS LAST, ordinal) > 1
"""

# Every name by which a record of this load may refer to a person.
ALIASES = f"""
    CREATE TEMP TABLE identity AS
    SELECT record, person FROM described
    UNION ALL
    SELECT record, person FROM met WHERE {PATIENTS} AND record NOT IN (SELECT record FROM described);

    CREATE TEMP TABLE alias AS
    SELECT alias, any_value(person) AS person FROM (
        SELECT record AS alias, person FROM identity
        UNION ALL SELECT full_url, person FROM staged_record JOIN identity USING (record)
        UNION ALL SELECT nhs_number, person FROM described
        UNION ALL SELECT nhs_number, person FROM known_person
    ) WHERE alias IS NOT NULL GROUP BY alias;

    CREATE TEMP TABLE born AS
    SELECT person, any_value(birth_date) AS birth_date FROM (
        SELECT person, birth_date FROM described
        UNION ALL SELECT person, birth_date FROM known_person
    ) SEMI JOIN alias USING (person) GROUP BY person;

    CREATE TEMP TABLE medicine AS
    SELECT DISTINCT unnest([record, full_url]) AS medicine, system, code, term
    FROM staged_medicine JOIN staged_record USING (ordinal)
    WHERE ordinal NOT IN (SELECT ordinal FROM fate WHERE fate = 'refused');

    CREATE TEMP TABLE organisation AS
    SELECT name_of AS organisation, any_value(name) AS name, any_value(ods) AS ods FROM (
        SELECT unnest([record, full_url]) AS name_of, name, ods
        FROM staged_organisation JOIN staged_record USING (ordinal)
    ) WHERE name_of IS NOT NULL GROUP BY name_of;

    CREATE TEMP TABLE refused_person AS
    SELECT record AS alias FROM staged_record JOIN fate USING (ordinal) WHERE fate = 'refused' AND {PATIENTS}
    UNION SELECT full_url FROM staged_record JOIN fate USING (ordinal) WHERE fate = 'refused' AND {PATIENTS}
"""

# Run for each part of a load: `part_record` is its stretch of staged_record.
PLACED = f"""
    CREATE OR REPLACE TEMP TABLE placed AS
    SELECT ordinal, record, content, subject, alias.person, birth_date,
        coalesce(date, (birth_date + to_months(months) + to_days(days))::DATE) AS date
    FROM part_record
    LEFT JOIN alias ON subject = alias.alias
    LEFT JOIN born ON alias.person = born.person
    WHERE split_part(record, '/', 1) NOT IN ('Patient', 'Medication', 'Organization') AND {UNDECIDED};

    INSERT INTO fate
    SELECT ordinal, 'refused', reason FROM (
        SELECT ordinal, CASE
            WHEN subject IS NULL THEN '{NO_PERSON}'
            WHEN person IS NULL AND subject IN (SELECT alias FROM refused_person) THEN '{PERSON_REFUSED}'
            WHEN person IS NULL AND regexp_full_match(subject, '[A-Z][A-Za-z]+/.*')
                AND NOT starts_with(subject, 'Patient/') THEN '{NOT_A_PERSON}'
            WHEN person IS NULL THEN '{PERSON_UNKNOWN}'
            WHEN date IS NULL THEN '{NO_DATE}'
            WHEN date > today() THEN '{IN_FUTURE}' END AS reason
        FROM placed WHERE person IS NULL OR date IS NULL OR date > today()
    );

    INSERT INTO fate
    SELECT DISTINCT ordinal, 'refused', '{MEDICINE_UNKNOWN}'
    FROM part_medicine_named ANTI JOIN medicine USING (medicine) WHERE {UNDECIDED};

    CREATE OR REPLACE TEMP VIEW kept AS SELECT * FROM placed WHERE {UNDECIDED};

    INSERT INTO early SELECT count(*) FROM kept WHERE date < birth_date
"""

EARLY = "CREATE TEMP TABLE early (records BIGINT)"

DECIDED_FOR_ALL = (EARLY, VERSIONS, ALREADY_KNOWN, UNFIT, PERSONS, ALIASES)
