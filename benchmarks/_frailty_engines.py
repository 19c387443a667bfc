"""The frailty index by Commonweal and by SQL written for DuckDB, and a scan that only reads its columns.

Each takes the folder of the data and gives an answer that is small and the same whatever the order of rows.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from benchmarks._frailty_data import ON

from commonweal.analytics import frailty
from commonweal.store.folder import connect, settle
from commonweal.terms.codes import DMD, SNOMED
from commonweal.terms.deficits import DEFICITS, POLYPHARMACY

MEMORY = "350MB"
THREADS = int(os.environ.get("COMMONWEAL_BENCH_THREADS", "2"))
READ = {
    "event": ("person", "date", "system", "code"),
    "medication": ("person", "date", "system", "code", "record"),
    "person": ("person", "birth_date"),
    "death": ("person", "date"),
}

SUMMARY = """
    SELECT band, count(*), sum(deficits)::BIGINT, bit_xor(hash(person, deficits, round(index * 1e9)))::VARCHAR
    FROM ({index}) GROUP BY band ORDER BY band
"""

BY_HAND = f"""
    WITH marks AS (
        SELECT code, bit_or(1::BIGINT << list_position($deficits, deficit) - 1) AS bits
        FROM read_parquet($codes) WHERE system = '{SNOMED}' GROUP BY code
    ), hits AS (
        SELECT person, bits FROM read_parquet($event) JOIN marks USING (code)
        WHERE system = '{SNOMED}' AND date <= $day
    ), codings AS (
        SELECT person, hash(record) AS record, code,
            CASE system WHEN '{DMD}' THEN '{SNOMED}' ELSE system END AS system
        FROM read_parquet($medication) WHERE date > ($day - INTERVAL 1 YEAR)::DATE AND date <= $day
        QUALIFY count(*) OVER (PARTITION BY person) >= 5
    ), medicines AS (
        SELECT system, code, row_number() OVER (ORDER BY system <> '{SNOMED}', system, code) AS medicine
        FROM (SELECT DISTINCT system, code FROM codings)
    ), records AS (
        SELECT person, min(medicine) AS medicine
        FROM codings JOIN medicines USING (system, code) GROUP BY person, record
    ), many AS (
        SELECT person FROM records GROUP BY person HAVING count(DISTINCT medicine) >= 5
    ), living AS (
        SELECT person FROM read_parquet($person)
        ANTI JOIN (FROM read_parquet($death) WHERE date IS NULL OR date <= $day) USING (person)
        WHERE birth_date <= $day
    ), everyone AS (
        SELECT person, bit_or(bits) AS bits FROM (
            FROM hits
            UNION ALL SELECT person, 1::BIGINT << {list(DEFICITS).index(POLYPHARMACY)} FROM many
            UNION ALL SELECT person, 1::BIGINT << 36 FROM living
        ) GROUP BY person
    ), counted AS (
        SELECT person, bit_count(bits) - 1 AS deficits FROM everyone WHERE bits >= 1::BIGINT << 36
    )
    SELECT person, deficits, deficits / 36 AS index, CASE
        WHEN deficits < 5 THEN 'fit' WHEN deficits < 9 THEN 'mild' WHEN deficits < 13 THEN 'moderate'
        ELSE 'severe' END AS band
    FROM counted
"""


def commonweal(folder: str) -> list[list[object]]:
    """The bands of `frailty.assess`, each with its people, their deficits and a fingerprint of them."""
    connection = connect(memory=MEMORY, threads=THREADS)
    tables = {name: connection.read_parquet(files(folder, name)) for name in READ}
    codes = pq.read_table(Path(folder) / "codes")
    index = frailty.assess(
        tables["person"],
        tables["death"],
        codes,
        tables["event"],
        tables["medication"],
        date.fromisoformat(ON),
    )
    connection.create_view("indexed", index)
    return _rows(connection.con.execute(SUMMARY.format(index="FROM indexed")))


def sql_by_hand(folder: str) -> list[list[object]]:
    """The same of SQL written for DuckDB, which knows that this code list is of one system."""
    values: dict[str, object] = {name: files(folder, name) for name in (*READ, "codes")}
    values |= {"day": date.fromisoformat(ON), "deficits": list(DEFICITS)}
    return _rows(_duckdb().execute(SUMMARY.format(index=BY_HAND), values))


def duckdb_scan(folder: str) -> list[list[object]]:
    """For each table, the bytes of its texts and the days of its dates, so that every value is read."""
    connection, answer = _duckdb(), []
    for table, columns in READ.items():
        sums = ", ".join(
            f"sum({name} - DATE '1970-01-01')" if "date" in name else f"sum(strlen({name}))"
            for name in columns
        )
        answer += _rows(connection.execute(f"SELECT {sums} FROM read_parquet($1)", [files(folder, table)]))
    return answer


def files(folder: str, table: str) -> str:
    return f"{folder}/{table}/*.parquet"


def _duckdb() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    settle(connection, memory=MEMORY, threads=THREADS)
    return connection


def _rows(result: duckdb.DuckDBPyConnection) -> list[list[object]]:
    return [[int(v) if not isinstance(v, str) else v for v in row] for row in result.fetchall()]
