"""A folder of OMOP tables, as Parquet or CSV: each table as text, with the columns the model gives it."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb

from commonweal.incoming.extracts.batch import QUOTES, WIDTH
from commonweal.incoming.extracts.columns import quoted
from commonweal.terms.omop import TABLES

FORMS = ("parquet", "csv", "csv.gz")
CONCEPT = dict.fromkeys(("concept_id", "concept_name", "vocabulary_id", "concept_code"), "TEXT")
NEEDED = {
    "person": ("person_id", "gender_concept_id", "year_of_birth"),
    "visit_occurrence": ("visit_occurrence_id", "person_id", "visit_concept_id", "visit_start_date"),
    "condition_occurrence": ("condition_occurrence_id", "person_id", "condition_start_date"),
    "procedure_occurrence": ("procedure_occurrence_id", "person_id", "procedure_date"),
    "observation": ("observation_id", "person_id", "observation_date"),
    "drug_exposure": ("drug_exposure_id", "person_id", "drug_exposure_start_date"),
    "measurement": ("measurement_id", "person_id", "measurement_date"),
    "death": ("person_id", "death_date"),
}


class NotOmop(Exception):
    """The folder does not hold what it should; the message says what to do."""


def make_views(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Gives the connection every table of the model and `concept`; empty those that are not in the folder."""
    if not folder.is_dir():
        raise NotOmop(f"{folder} is not a folder; give the one that holds the tables")
    for table, columns in (TABLES | {"concept": CONCEPT}).items():
        file = _file(folder, table)
        if file is None and table == "person":
            raise NotOmop(f"{folder} holds no person table; it should be called person.parquet or person.csv")
        rows = _rows(connection, file) if file else "(SELECT 1 WHERE false)"
        there = _there(connection, rows) if file else {}
        if missing := [name for name in NEEDED.get(table, ()) if file and name not in there]:
            raise NotOmop(f"{file} has no column {missing[0]}; OMOP CDM 5.4 asks for it")
        texts = (
            f"nullif(trim({there[name]}::TEXT), '') AS {name}" if name in there else f"NULL::TEXT AS {name}"
            for name in columns
        )
        connection.execute(f"CREATE TEMP VIEW {table} AS SELECT {', '.join(texts)} FROM {rows}")


def _file(folder: Path, table: str) -> Path | None:
    """The file of a table, whether its name is in small letters or in capitals."""
    names = {file.name.lower(): file for file in folder.iterdir() if file.is_file()}
    return next((names[name] for form in FORMS if (name := f"{table}.{form}") in names), None)


def check_that_all_was_read(connection: duckdb.DuckDBPyConnection) -> None:
    """NotOmop where a line of a table is no row, once the tables have been read."""
    tables = "SELECT table_name FROM duckdb_tables() WHERE table_name = 'reject_errors'"
    if not connection.execute(tables).fetchall():
        return
    wrong = connection.execute("""
        SELECT file_path, line FROM reject_errors JOIN reject_scans USING (scan_id, file_id)
        ORDER BY ALL LIMIT 1
    """).fetchone()
    if wrong:
        file, line = wrong
        raise NotOmop(f"{file}:{line}: {WIDTH} or {QUOTES}; correct it, and take the folder in again")


def _rows(connection: duckdb.DuckDBPyConnection, file: Path) -> str:
    name = quoted(str(file))
    if file.suffix == ".parquet":
        return f"read_parquet({name})"
    first = _first_line(connection, name)
    delimiter, quote = ("\t", "") if "\t" in first else (",", '"')
    [names] = csv.reader([first], delimiter=delimiter)
    kinds = ", ".join(f"{quoted(name)}: 'TEXT'" for name in names)
    return f"""read_csv({name}, header = true, auto_detect = false, columns = {{{kinds}}},
        delim = {quoted(delimiter)}, quote = {quoted(quote)}, escape = {quoted(quote)}, ignore_errors = true,
        store_rejects = true)"""


def _first_line(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    line = f"read_csv({name}, header = false, all_varchar = true, delim = '\n', quote = '') LIMIT 1"
    row = connection.execute(f"SELECT * FROM {line}").fetchone()
    return str(row[0]) if row else ""


def _there(connection: duckdb.DuckDBPyConnection, rows: str) -> dict[str, str]:
    """The columns of these rows, by their name in small letters, as they are quoted."""
    described = connection.execute(f"DESCRIBE SELECT * FROM {rows}").fetchall()
    return {name.lower(): f'"{name}"' for name, *_ in described}
