"""The concepts of codes: from a folder of OMOP's vocabularies, or none for any code."""

from __future__ import annotations

from pathlib import Path

import duckdb

from commonweal.outgoing.omop.sql import quoted
from commonweal.terms.omop import BETWEEN, VOCABULARIES

FILES = ("CONCEPT.csv", "CONCEPT_RELATIONSHIP.csv")
MEANS = "Maps to"


class NoVocabulary(Exception):
    """A folder that is said to hold vocabularies does not; the message says what to do."""


def make_concepts(connection: duckdb.DuckDBPyConnection, folder: Path | None) -> None:
    """Gives the connection `concept`: vocabulary, code, source_concept, standard_concept, domain of the
    latter, and standard_vocabulary.

    A code that stands for several standard concepts is given the one of the lowest number.
    """
    if folder is None:
        connection.execute("""
            CREATE TEMP TABLE concept (
                vocabulary TEXT, code TEXT, source_concept BIGINT, standard_concept BIGINT, domain TEXT,
                standard_vocabulary TEXT
            )
        """)
        return
    for name in FILES:
        if not (folder / name).is_file():
            raise NoVocabulary(f"{folder} has no {name}; give the folder of an Athena download, unpacked")
    concepts, relationships = (_read(folder / name) for name in FILES)
    known = ", ".join(map(quoted, VOCABULARIES.values()))
    connection.execute(f"""
        CREATE TEMP TABLE concept AS
        SELECT one.vocabulary_id AS vocabulary, one.concept_code AS code,
            any_value(one.concept_id::BIGINT) AS source_concept,
            min(other.concept_id::BIGINT) AS standard_concept,
            arg_min(other.domain_id, other.concept_id::BIGINT) AS domain,
            arg_min(other.vocabulary_id, other.concept_id::BIGINT) AS standard_vocabulary
        FROM {concepts} AS one
        LEFT JOIN {relationships} AS link
            ON link.concept_id_1 = one.concept_id AND link.relationship_id = '{MEANS}'
            AND coalesce(link.invalid_reason, '') = ''
        LEFT JOIN {concepts} AS other ON other.concept_id = link.concept_id_2
        WHERE one.vocabulary_id IN ({known})
        GROUP BY ALL
    """)


def vocabulary_of(system: str) -> str:
    """The expression for the vocabulary of a code system; the system itself where OMOP has none for it."""
    whens = " ".join(f"WHEN {quoted(uri)} THEN {quoted(name)}" for uri, name in VOCABULARIES.items())
    return f"CASE {system} {whens} ELSE {system} END"


def source_value(vocabulary: str, code: str) -> str:
    """The expression for a code with its vocabulary before it, as a source value says it."""
    return f"{vocabulary} || '{BETWEEN}' || {code}"


def _read(file: Path) -> str:
    return f"read_csv({quoted(str(file))}, delim = '\t', header = true, quote = '', all_varchar = true)"
