"""What the SQL of the readings may call."""

import duckdb

from commonweal.terms import codes, nhs_number

# A partial date is taken at its first day; a time with a zone becomes UTC.
MACROS = f"""
CREATE OR REPLACE MACRO moment(words) AS try_cast(
    CASE length(words) WHEN 4 THEN words || '-01-01' WHEN 7 THEN words || '-01' ELSE words END AS TIMESTAMPTZ);
CREATE OR REPLACE MACRO day(words) AS CAST(moment(words) AS DATE);
CREATE OR REPLACE MACRO age_of(age, "range") AS CAST(
    coalesce(age.value, "range".low.value) * CASE coalesce(age.code, "range".low.code, age.unit)
    WHEN 'a' THEN 365.25 WHEN 'mo' THEN 30.4375 WHEN 'wk' THEN 7 WHEN 'd' THEN 1 END AS INTEGER);
CREATE OR REPLACE MACRO resource_of(reference) AS
    CASE WHEN starts_with(reference, 'http') OR contains(reference, '/_history/')
    THEN regexp_extract(reference, '([A-Za-z]+/[A-Za-z0-9.-]+)(/_history/[^/]+)?$', 1) ELSE reference END;
CREATE OR REPLACE MACRO numbered(reference, identifier) AS CASE
    WHEN starts_with(reference, 'Patient?identifier={codes.NHS_NUMBER}|') THEN split_part(reference, '|', 2)
    WHEN reference IS NULL AND identifier.system = '{codes.NHS_NUMBER}' THEN identifier.value END;
CREATE OR REPLACE MACRO subject_of(subject) AS coalesce(
    numbered(subject.reference, subject.identifier), resource_of(subject.reference));
CREATE OR REPLACE MACRO nhs_number(number) AS {nhs_number.normal_sql("number")};
CREATE OR REPLACE MACRO postcode(words) AS regexp_replace(
    regexp_replace(upper(words), '[^A-Z0-9]', '', 'g'), '(...)$', ' \\1');
"""


def define(connection: duckdb.DuckDBPyConnection) -> None:
    """Gives this connection the macros."""
    connection.execute(MACROS)
