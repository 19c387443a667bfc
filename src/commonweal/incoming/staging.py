"""Resources as they were found → rows on disk, still with the references they came with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from commonweal.incoming.fhir import macros
from commonweal.incoming.fhir.reading import Reading
from commonweal.incoming.fhir.readings import READINGS
from commonweal.store.folder import settle


@dataclass
class Found:
    """Resources of one type: each one's file, line and address beside it."""

    lines: list[bytes] = field(default_factory=list)
    places: list[tuple[int, int, str | None]] = field(default_factory=list)


@dataclass
class Sorted:
    """What a piece of the input holds."""

    good: dict[str, Found] = field(default_factory=lambda: defaultdict(Found))
    refused: list[tuple[int, int | None, str | None, str | None, str, str]] = field(default_factory=list)
    not_needed: Counter[str] = field(default_factory=Counter)


REFUSED = pa.schema(
    [("file", pa.int32()), ("line", pa.int64()), ("table", pa.string()), ("record", pa.string()),
     ("reason", pa.string()), ("content", pa.string())]
)


def stage(found: Sorted, number: int, folder: Path) -> None:
    """Writes `table.number.parquet` for everything found."""
    connection = duckdb.connect()
    settle(connection, memory="300MB", threads=1)
    macros.define(connection)
    for kind, resources in found.good.items():
        _flatten(connection, READINGS[kind], resources, number, folder)
    rows = list(zip(*found.refused, strict=True)) or [()] * len(REFUSED)
    pq.write_table(
        pa.table([pa.array(column, kind.type) for column, kind in zip(rows, REFUSED, strict=True)], schema=REFUSED),
        folder / f"refused.{number}.parquet",
    )


def _flatten(
    connection: duckdb.DuckDBPyConnection, reading: Reading, found: Found, number: int, folder: Path
) -> None:
    text = folder / f"{reading.resource}.{number}.ndjson"
    text.write_bytes(b"\n".join(found.lines))
    files, lines, addresses = zip(*found.places, strict=True) if found.places else ((), (), ())
    places = pa.table({"file": pa.array(files, pa.int32()), "line": pa.array(lines, pa.int64()),
                       "full_url": pa.array(addresses, pa.string())})
    connection.register("place", places)
    start = (number * 1000 + list(READINGS).index(reading.resource)) * 1_000_000_000
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE resource AS
        SELECT {start} + row_number() OVER () AS ordinal, * FROM read_json(
            '{text}', format = 'newline_delimited', columns = {reading.columns!r}, maximum_object_size = 134217728
        ) POSITIONAL JOIN place"""
    )
    text.unlink()
    content = ", ".join(f'"{name}"' for name in reading.elements)
    _keep(connection, f"""
        SELECT ordinal, file, line, '{reading.table}' AS "table",
            '{reading.resource}/' || coalesce(id, split_part(full_url, ':', 3)) AS record, full_url,
            {reading.subject} AS subject, {reading.day} AS date, {reading.age} AS age,
            moment(meta.lastUpdated) AS updated, hash({content}) AS content, {reading.fault} AS fault
        FROM resource""", folder / f"record.{reading.resource}.{number}.parquet")
    for table, rows in reading.rows.items():
        _keep(connection, rows, folder / f"{table}.{reading.resource}.{number}.parquet")


def _keep(connection: duckdb.DuckDBPyConnection, rows: str, file: Path) -> None:
    connection.execute(f"COPY ({rows}) TO '{file}' (FORMAT parquet, COMPRESSION lz4)")
