"""Intake by Commonweal, with and without checks; DuckDB's own reading of the same files; a bare parse.

Each takes the folder of the export and a folder to write to. What it wrote is summed up afterwards, in a
form that is the same for all that wrote the same rows.
"""

from __future__ import annotations

import os
import resource
from pathlib import Path
from typing import Any

import duckdb
import simdjson

from commonweal.incoming.spans import Limits, blocks
from commonweal.incoming.take_in import take_in as take_in_records
from commonweal.incoming.working import work_through
from commonweal.store import Store
from commonweal.terms.codes import UCUM

THREADS = int(os.environ.get("COMMONWEAL_BENCH_THREADS", "2"))
CONCEPT = 'STRUCT(coding STRUCT(system VARCHAR, code VARCHAR, display VARCHAR)[], "text" VARCHAR)'
QUANTITY = "STRUCT(value DOUBLE, unit VARCHAR, system VARCHAR, code VARCHAR)"
SUBJECT = "STRUCT(reference VARCHAR)"
UNIT = (
    f"CASE quantity.system WHEN '{UCUM}' THEN coalesce(quantity.code, quantity.unit) ELSE quantity.unit END"
)
EVENT = """SELECT person, date, each.system AS system, each.code AS code,
    coalesce(each.display, words) AS term, record
    FROM (SELECT subject.reference AS person, {date}::TIMESTAMPTZ::DATE AS date, unnest(code.coding) AS each,
        code."text" AS words, '{kind}/' || id AS record FROM {rows})"""
COLUMNS: dict[str, dict[str, str]] = {
    "Condition": {"code": CONCEPT, "subject": SUBJECT, "onsetDateTime": "VARCHAR"},
    "Procedure": {"code": CONCEPT, "subject": SUBJECT, "performedPeriod": 'STRUCT("start" VARCHAR)'},
    "Observation": {
        "code": CONCEPT,
        "subject": SUBJECT,
        "effectiveDateTime": "VARCHAR",
        "valueQuantity": QUANTITY,
        "component": f"STRUCT(code {CONCEPT}, valueQuantity {QUANTITY})[]",
    },
    "MedicationRequest": {"medicationCodeableConcept": CONCEPT, "subject": SUBJECT, "authoredOn": "VARCHAR"},
    "Encounter": {
        "subject": SUBJECT,
        "period": 'STRUCT("start" VARCHAR, "end" VARCHAR)',
        "class": "STRUCT(code VARCHAR)",
        "type": f"{CONCEPT}[]",
        "serviceProvider": "STRUCT(display VARCHAR)",
    },
}
MEASUREMENT = f"""
    SELECT person, date, each.system AS system, each.code AS code, coalesce(each.display, words) AS term,
        quantity.value AS value, {UNIT} AS unit, record
    FROM (
        SELECT subject.reference AS person, effectiveDateTime::TIMESTAMPTZ::DATE AS date,
            unnest(code.coding) AS each, code."text" AS words, valueQuantity AS quantity,
            'Observation/' || id AS record FROM {{rows}} WHERE valueQuantity IS NOT NULL
        UNION ALL
        SELECT person, date, unnest(one.code.coding), one.code."text", one.valueQuantity,
            record || '#' || place
        FROM (
            SELECT subject.reference AS person, effectiveDateTime::TIMESTAMPTZ::DATE AS date,
                unnest(component) AS one, generate_subscripts(component, 1) AS place,
                'Observation/' || id AS record FROM {{rows}} WHERE component IS NOT NULL
        )
    )
"""
FLAT = {
    "Condition": {"event": EVENT.replace("{date}", "onsetDateTime").replace("{kind}", "Condition")},
    "Procedure": {"event": EVENT.replace("{date}", "performedPeriod.start").replace("{kind}", "Procedure")},
    "Observation": {
        "event": EVENT.replace("{date}", "effectiveDateTime").replace("{kind}", "Observation"),
        "measurement": MEASUREMENT,
    },
    "MedicationRequest": {
        "medication": EVENT.replace("{date}", "authoredOn")
        .replace("{kind}", "MedicationRequest")
        .replace("code.", "medicationCodeableConcept.")
    },
    "Encounter": {
        "activity": """SELECT subject.reference AS person, class.code AS setting,
            period."start"::TIMESTAMPTZ AS "start", period."end"::TIMESTAMPTZ AS "end",
            coalesce("type"[1]."text", class.code) AS kind, serviceProvider.display AS provider,
            'Encounter/' || id AS record FROM {rows}"""
    },
}


def parse(export: str, out: str) -> int:
    """The bare parse of every line by simdjson, in one thread."""
    parser, lines = simdjson.Parser(), 0
    for file in sorted(Path(export).iterdir()):
        with file.open("rb") as opened:
            for line in opened:
                parser.parse(line)
                lines += 1
    return lines


def duckdb_flatten(export: str, out: str) -> None:
    """The rows that the export holds, by typed columns of DuckDB's reader; nothing checked or resolved."""
    Path(out).mkdir(parents=True)
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {THREADS}; SET TimeZone = 'UTC'")
        for kind, tables in FLAT.items():
            columns = {"id": "VARCHAR", **COLUMNS[kind]}
            rows = (
                f"read_json('{export}/{kind}.*.ndjson', format = 'newline_delimited', columns = {columns!r})"
            )
            if len(tables) > 1:  # read once, used twice
                connection.execute(f"CREATE TEMP TABLE once AS FROM {rows}")
                rows = "once"
            for table, flat in tables.items():
                file = f"{out}/{table}.{kind}.parquet"
                connection.execute(f"COPY ({flat.replace('{rows}', rows)}) TO '{file}' (FORMAT parquet)")


def flatten(export: str, out: str) -> dict[str, Any]:
    """Commonweal's staging: every resource checked whole and made rows; nothing resolved or held together."""
    Path(out).mkdir(parents=True)
    files = sorted(Path(export).iterdir())
    for _ in work_through(enumerate(blocks(files, Limits()), 1), Path(out), THREADS):
        pass
    return _children()


def take_in(export: str, out: str) -> dict[str, Any]:
    """All of it: every resource checked whole, persons resolved, repeats found, the store written."""
    account = take_in_records([Path(export)], Store(out), processes=THREADS)
    return {"read": account.read, "refused": sum(account.reasons.values())} | _children()


def _children() -> dict[str, Any]:
    """Seconds of the processor, and megabytes at the most, of the processes that this one started."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"processor": used.ru_utime + used.ru_stime, "megabytes": THREADS * used.ru_maxrss / 1024}


SUMS = {
    "event": "person, date, system, code, term, record",
    "medication": "person, date, system, code, term, record",
    "measurement": "person, date, system, code, term, value, unit, record",
    "activity": 'person, "start", "end", kind, provider, record',
}
STAGED = {
    "event": "SELECT subject AS person, date, system, code, term, record FROM {0} JOIN {1} USING (ordinal)",
    "measurement": """SELECT subject AS person, date, system, code, term, value, unit,
        record || part AS record FROM {0} JOIN {1} USING (ordinal)""",
    "activity": """SELECT subject AS person, to_timestamp("start") AS "start", to_timestamp("end") AS "end",
        kind, provider, record FROM {0} JOIN {1} USING (ordinal)""",
}
STAGED["medication"] = STAGED["event"]
NAMED = "SELECT * REPLACE ('Patient/' || source_id AS person) FROM {0} JOIN {1} USING (person)"


def summed(engine: str, out: str) -> dict[str, list[str]]:
    """For each table the rows, and a sum of them that does not depend on their order."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        found = {}
        for table, columns in SUMS.items():
            rows = _rows(engine, out, table)
            total = f"SELECT count(*), bit_xor(hash({columns})) FROM ({rows})"
            [row] = connection.execute(total).fetchall()
            found[table] = list(map(str, row))
    return found


def _rows(engine: str, out: str, table: str) -> str:
    if engine == "duckdb_flatten":
        return f"FROM '{out}/{table}.*.parquet'"
    if engine == "flatten":
        return STAGED[table].format(f"'{out}/*/{table}.parquet'", f"'{out}/*/record.parquet'")
    store = Store(out)
    files, people = ([str(file) for file in store.files(name)] for name in (table, "person"))
    return NAMED.format(f"read_parquet({files})", f"(SELECT person, source_id FROM read_parquet({people}))")
