"""What a load makes out of date in the store: rows it replaces, rows it withdraws, persons it renames."""

from __future__ import annotations

from commonweal.incoming.fates import MARKED, PATIENTS
from commonweal.incoming.rows import FINAL

# A record that came again with other content, or came again marked as an error.
OUTDATED = f"""
    CREATE TEMP TABLE outdated AS
    SELECT record FROM staged_record JOIN met USING (record) LEFT JOIN fate USING (ordinal)
    WHERE NOT {PATIENTS} AND (fate IS NULL OR fate = 'refused' AND {MARKED})
"""

# A person whose NHS number became known, or was put right; not one whom another record still calls so.
PERSONS = f"""
    CREATE TEMP TABLE moved AS
    SELECT met.person AS old, described.person AS new FROM described JOIN met USING (record)
    WHERE met.person <> described.person AND {FINAL} AND met.person NOT IN (
        SELECT person FROM known WHERE {PATIENTS} AND record NOT IN (SELECT record FROM described)
    );

    CREATE TEMP TABLE again AS
    SELECT person, ordinal, record IN (SELECT record FROM met) AS by_same_record FROM described WHERE {FINAL}
    UNION ALL
    SELECT old, ordinal, true FROM moved JOIN described ON new = person WHERE {FINAL};

    CREATE TEMP TABLE gone_person AS SELECT person FROM again;
    CREATE TEMP TABLE gone_death AS SELECT person FROM again WHERE by_same_record;
    CREATE TEMP TABLE gone_registration AS
    SELECT person FROM again SEMI JOIN staged_registration USING (ordinal) WHERE by_same_record;
    CREATE TEMP TABLE gone_residence AS
    SELECT person FROM again SEMI JOIN staged_residence USING (ordinal) WHERE by_same_record;
    CREATE TEMP TABLE gone_record AS
        SELECT record FROM outdated UNION ALL SELECT record FROM described
"""

# Where another source has told of a person, this load adds nothing to what it said.
TOLD = """
    CREATE TEMP TABLE told_{table} AS
    SELECT DISTINCT person FROM {stored} SEMI JOIN (FROM again WHERE NOT by_same_record) USING (person)
"""

GONE = {
    "person": "person IN (SELECT person FROM gone_person)",
    "death": "person IN (SELECT person FROM gone_death)",
    "registration": "person IN (SELECT person FROM gone_registration)",
    "residence": "person IN (SELECT person FROM gone_residence)",
    "event": "record IN (SELECT record FROM outdated)",
    "medication": "record IN (SELECT record FROM outdated)",
    "activity": "record IN (SELECT record FROM outdated)",
    "measurement": "split_part(record, '#', 1) IN (SELECT record FROM outdated)",
    "record": "record IN (SELECT record FROM gone_record)",
    "diagnosis": "spell IN (SELECT spell FROM respelled)",
    "diagnosis_told": "record IN (SELECT record FROM outdated)",
    "care_package": "false",
}
