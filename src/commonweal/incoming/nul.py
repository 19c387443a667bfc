"""The NUL character, which JSON can write and no database can hold."""

from __future__ import annotations

import pyarrow as pa

from commonweal.incoming.fhir.reading import Row

NUL = "\0"
NUL_FOUND = "a text has a NUL character"
RECORD, REFUSED = "record", "refused"


def has_nul(batch: pa.RecordBatch) -> bool:
    """Whether any text has one; a look at the bytes of whole columns."""
    texts = (column.buffers()[2] for column in batch.columns if pa.types.is_string(column.type))
    return any(NUL.encode() in data.to_pybytes() for data in texts if data)


def set_apart_nul(staged: dict[str, list[Row]]) -> None:
    """Makes every record unfit that has one, and takes its rows out."""
    bad = {row[0] for name, rows in staged.items() if name != REFUSED for row in rows if _nul_in(row)}
    for name, rows in staged.items():
        if name == RECORD:
            staged[name] = [(*_without_nul(row)[:-1], NUL_FOUND) if row[0] in bad else row for row in rows]
        elif name == REFUSED:
            staged[name] = [_without_nul(row) for row in rows]
        else:
            staged[name] = [row for row in rows if row[0] not in bad]


def _nul_in(row: Row) -> bool:
    return any(isinstance(value, str) and NUL in value for value in row)


def _without_nul(row: Row) -> Row:
    return tuple(value.replace(NUL, "") if isinstance(value, str) else value for value in row)
