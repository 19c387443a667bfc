"""What the scan found of one type of resource → batches of the staged tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from commonweal.incoming.fhir.reading import Reading, Told
from commonweal.incoming.fhir.scan.found import Columns
from commonweal.incoming.fhir.scan.sums import Sums, gather, sums
from commonweal.incoming.staged import SCHEMAS

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Places:
    """Where each record of a scan comes from, and its number in the load."""

    ordinals: Ints
    files: Ints
    lines: Ints
    full_urls: Sequence[str | None]  # none at all, or one for each

    def of(self, which: Ints) -> Places:
        """Those of some of the records."""
        urls = [self.full_urls[place] for place in which.tolist()] if self.full_urls else ()
        return Places(self.ordinals[which], self.files[which], self.lines[which], urls)


def batches(reading: Reading, found: Columns, places: Places) -> dict[str, pa.RecordBatch]:
    """By table, the rows of these records of one type."""
    told = reading.tell(found)
    packed = {
        "record": batch(
            "record",
            [
                pa.array(places.ordinals),
                pa.array(places.files.astype(np.int32)),
                pa.array(places.lines),
                _names(reading.resource, found, places),
                pa.array(places.full_urls, pa.string()) if places.full_urls else None,
                told.about,
                told.date,
                told.months,
                told.days,
                found.seconds("meta.lastUpdated"),
                told.unfit,
                pa.array(_content(told, found.size)),
            ],
        )
    }
    for table, rows in told.rows.items():
        if len(rows.of):
            packed[table] = batch(table, [pa.array(places.ordinals[rows.of]), *rows.columns])
    return packed


def batch(table: str, columns: Sequence[pa.Array | None]) -> pa.RecordBatch:
    """Columns in the order of the staged table; None is a column with nothing in it."""
    schema, rows = SCHEMAS[table], len(columns[0] or ())
    arrays = [
        pa.nulls(rows, kind) if column is None else column
        for column, kind in zip(columns, schema.types, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _content(told: Told, size: int) -> Sums:
    """A sum of what each record tells itself and by its rows."""
    content = sums("record", (told.about, told.date, told.months, told.days, told.unfit), size)
    for table, rows in told.rows.items():
        gather(content, sums(table, rows.columns, len(rows.of)), rows.of)
    return content


def _names(resource: str, found: Columns, places: Places) -> pa.StringArray:
    """Type/id; one without an id has the last part of its address in a Bundle."""
    ids = found.texts("id")
    if ids.null_count and places.full_urls:
        last = (url and url.replace(":", "/").rpartition("/")[2] for url in places.full_urls)
        ids = pa.array([own or other for own, other in zip(ids.to_pylist(), last, strict=True)], pa.string())
    return pc.binary_join_element_wise(f"{resource}/", ids, "")
