"""Resources that were read → batches of the staged tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from commonweal.incoming.fhir.reading import Age, Column, Reading, Told, seconds
from commonweal.incoming.staged import SCHEMAS

NUL = "\0"  # JSON can write it, and no database can hold it
NUL_FOUND = "a text has a NUL character"

Place = tuple[int, int, int, str | None]  # ordinal, file, line, address in a Bundle


def batches(reading: Reading, records: Sequence[Any], places: Sequence[Place]) -> dict[str, pa.RecordBatch]:
    """By table, the rows of these records of one type."""
    told = reading.tell(records)
    packed = _packed(reading, records, places, told)
    if any(map(_has_nul, packed.values())):
        packed = _packed(reading, records, places, _without_nul(told, records))
    return packed


def _packed(
    reading: Reading, records: Sequence[Any], places: Sequence[Place], told: Told
) -> dict[str, pa.RecordBatch]:
    ordinals, files, lines, full_urls = zip(*places, strict=True)
    months, days, dates = _ages(told.when)
    columns: list[Sequence[Any]] = [
        ordinals,
        files,
        lines,
        [None if each.id is None else f"{reading.resource}/{each.id}" for each in records],
        full_urls,
        told.about,
        dates,
        months,
        days,
        [None if each.meta is None else seconds(each.meta.lastUpdated) for each in records],
        told.unfit,
    ]
    packed = {"record": batch("record", columns)}
    for table, rows in told.rows.items():
        if rows.of:
            packed[table] = batch(table, [[ordinals[place] for place in rows.of], *rows.columns])
    return packed


def batch(table: str, columns: Sequence[Sequence[Any]]) -> pa.RecordBatch:
    """Columns in the order of the staged table; one with nothing in it is all empty."""
    schema, rows = SCHEMAS[table], len(columns[0])
    arrays = [
        pa.array(column, kind) if column else pa.nulls(rows, kind)
        for column, kind in zip(columns, schema.types, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _ages(when: Column) -> tuple[Column, Column, Column]:
    """Months and days where an age is told, dates where a date is; no months and days where no age is."""
    if Age not in set(map(type, when)):
        return [], [], when
    ages = [each if type(each) is Age else Age(None, None) for each in when]  # type: ignore[arg-type]
    dates = [None if type(each) is Age else each for each in when]
    return [months for months, _ in ages], [days for _, days in ages], dates


def _has_nul(packed: pa.RecordBatch) -> bool:
    """Whether any text has one; a look at the bytes of whole columns."""
    texts = (column.buffers()[2] for column in packed.columns if pa.types.is_string(column.type))
    return any(NUL.encode() in data.to_pybytes() for data in texts if data)


def _without_nul(told: Told, records: Sequence[Any]) -> Told:
    """The same without the character, and the records that had it unfit."""
    unfit = told.unfit or [None] * len(records)
    for rows in told.rows.values():
        for column in rows.columns:
            for row, value in enumerate(column):
                if isinstance(value, str) and NUL in value:
                    column[row] = value.replace(NUL, "")
                    unfit[rows.of[row]] = NUL_FOUND
    about = [each and each.replace(NUL, "") for each in told.about]
    for each in records:
        each.id = each.id and each.id.replace(NUL, "")
    return Told(told.rows, about, told.when, unfit)
