"""The numbers that the model gives to people, places, sites and visits, as temporary tables."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from commonweal.analytics.tables import TABLES
from commonweal.outgoing.omop.concepts import source_value, vocabulary_of
from commonweal.outgoing.omop.sql import quoted
from commonweal.store import Store
from commonweal.terms.omop import NO_VOCABULARY

LATEST = '"end" DESC NULLS FIRST, start DESC NULLS LAST'

# The order of people is no order of their NHS numbers, and is the same whenever the same people are written.
PEOPLE = """
    CREATE TEMP TABLE known AS
    SELECT person, row_number() OVER (ORDER BY md5(person), person) AS person_id
    FROM person WHERE person NOT IN (SELECT person FROM left_out)
"""
LIVING = """
    CREATE TEMP TABLE living AS
    SELECT person, {address} AS address, {postcode} AS postcode, lsoa
    FROM residence SEMI JOIN known USING (person)
    QUALIFY row_number() OVER (PARTITION BY person ORDER BY {latest}, lsoa, address) = 1
"""
PLACES = """
    CREATE TEMP TABLE place AS
    SELECT *, row_number() OVER (ORDER BY lsoa, postcode, address) AS location_id
    FROM (SELECT DISTINCT address, postcode, lsoa FROM living)
"""
REGISTERED = """
    CREATE TEMP TABLE registered AS
    SELECT person, practice FROM registration SEMI JOIN known USING (person)
    QUALIFY row_number() OVER (PARTITION BY person ORDER BY {latest}, practice) = 1
"""
SITES = """
    CREATE TEMP TABLE site AS
    SELECT *, row_number() OVER (ORDER BY kind, name) AS care_site_id FROM (
        SELECT DISTINCT practice AS name, 'practice' AS kind FROM registered
        UNION SELECT DISTINCT provider, 'provider' FROM activity WHERE provider IS NOT NULL
    )
"""
VISITS = """
    CREATE TEMP TABLE visit AS
    SELECT record, row_number() OVER (ORDER BY person_id, start, setting, record) AS visit_occurrence_id
    FROM activity JOIN known USING (person)
"""
PERIODS = """
    CREATE TEMP TABLE period AS
    WITH span AS (
        SELECT person, start, least(coalesce("end", {release}), {release}) AS "end" FROM registration
    ),
    met AS (
        SELECT person, min(date) AS first, max(date) AS last FROM (
            SELECT person, date FROM event UNION ALL SELECT person, date FROM medication
            UNION ALL SELECT person, date FROM measurement
            UNION ALL SELECT person, timezone('Europe/London', start)::DATE FROM activity
        ) GROUP BY person
    ),
    whole AS (
        SELECT person, coalesce(start, first, birth_date) AS start, coalesce("end", last) AS "end"
        FROM known JOIN person USING (person) LEFT JOIN span USING (person) LEFT JOIN met USING (person)
    ),
    begun AS (
        SELECT *, start > coalesce(max("end") OVER earlier, DATE '0001-01-01') AS anew
        FROM whole WHERE start <= "end"
        WINDOW earlier AS (
            PARTITION BY person ORDER BY start, "end" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        )
    ),
    counted AS (
        SELECT *, sum(anew::INT) OVER (PARTITION BY person ORDER BY start, "end") AS number FROM begun
    )
    SELECT person, min(start) AS start, max("end") AS "end" FROM counted GROUP BY person, number
"""


def make_numbers(connection: duckdb.DuckDBPyConnection, release: str, *, identified: bool) -> None:
    """Makes `known` (everyone written, with number), `place`, `site`, `visit` and what they are made from.

    The connection has the tables of the population and `left_out`, people who are not written. `release`: the
    expression for the day of the data. Addresses and postcodes only where people are `identified`.
    """
    connection.execute(PEOPLE)
    hidden = {name: name if identified else "NULL::TEXT" for name in ("address", "postcode")}
    connection.execute(LIVING.format(latest=LATEST, **hidden))
    connection.execute(REGISTERED.format(latest=LATEST))
    for statement in (PLACES, SITES, VISITS):
        connection.execute(statement)
    connection.execute(PERIODS.format(release=release))


def make_views(connection: duckdb.DuckDBPyConnection, store: Store) -> None:
    """Gives the connection every table of the population."""
    for name, table in TABLES.items():
        files = ", ".join(quoted(str(file)) for file in store.files(name))
        if files:
            connection.execute(f"CREATE TEMP VIEW {name} AS FROM read_parquet([{files}])")
        else:
            connection.register(name, table.arrow().empty_table())


def coded(table: str) -> str:
    """The rows of a table of codes with the number of their person, their source value and their concepts."""
    vocabulary = vocabulary_of("system")
    return f"""(
        SELECT each.* EXCLUDE (vocabulary), person_id, {source_value("each.vocabulary", "each.code")} AS said,
            each.vocabulary AS vocabulary, coalesce(source_concept, 0) AS source_concept,
            coalesce(standard_concept, 0) AS standard_concept, domain,
            coalesce(standard_vocabulary, {quoted(NO_VOCABULARY)}) AS standard_vocabulary
        FROM (SELECT *, {vocabulary} AS vocabulary FROM {table}) AS each
        JOIN known USING (person)
        LEFT JOIN concept ON concept.vocabulary = each.vocabulary AND concept.code = each.code
    )"""


def codes() -> Iterator[str]:
    """For each table of codes, those in it: vocabulary, code and the first of its terms."""
    for table in ("event", "medication", "measurement"):
        wanted = "vocabulary, code, term, source_concept, standard_concept, standard_vocabulary"
        yield f"SELECT {wanted} FROM {coded(table)}"
