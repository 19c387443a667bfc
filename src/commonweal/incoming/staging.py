"""Lines of FHIR → rows in the staged tables, with every line that could not be read set apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from commonweal.incoming.fhir import checking
from commonweal.incoming.fhir.reading import Age, Reading, Row, Unfit
from commonweal.incoming.fhir.readings import NOT_NEEDED, READINGS
from commonweal.incoming.fhir.wording import in_words
from commonweal.incoming.forms import BOM
from commonweal.incoming.nul import has_nul, set_apart_nul
from commonweal.incoming.staged import ORDINALS, SCHEMAS

SHOWN = 2000  # characters of a refused line that are kept
COUNTED = {"organisation": "registration", "medicine": "medication"}  # tables that are not the population's
encode = msgspec.msgpack.encode


NO_RESOURCE = msgspec.Raw(b"")  # such as in an entry that deletes
EMPTY_ENTRY = "entry without a resource"


class _Entry(msgspec.Struct):
    resource: msgspec.Raw = NO_RESOURCE
    fullUrl: str | None = None


class _Bundle(msgspec.Struct):
    entry: list[_Entry] = []


class _Name(msgspec.Struct):
    resourceType: str
    id: str


NAMES = msgspec.json.Decoder(_Name)
BUNDLE = "Bundle"
BUNDLES = msgspec.json.Decoder(_Bundle)


class _Reader:
    """What the loop over records asks of a Reading, within reach."""

    def __init__(self, reading: Reading, rows: dict[str, list[Row]]) -> None:
        self.resource = checking.Checker(reading.resource).resource
        self.prefix = reading.resource + "/"
        self.tables, self.rows = reading.tables, reading.rows
        self.about, self.when = reading.about, reading.when
        self.buckets = [rows[table] for table in reading.tables]
        self.records = rows["record"]


class Staging:
    """Rows of the staged tables as they come; `first` is the ordinal before the first record's."""

    def __init__(self, first: int) -> None:
        self.ordinal = first
        self.block = first >> ORDINALS
        self.rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self.not_needed: Counter[str] = Counter()
        self.readers: dict[str, _Reader] = {}
        self.opening, self.kind = b"\n", ""  # how the last resource began, and its type

    def line(self, file: int, line: int, text: bytes, full_url: str | None = None) -> None:
        """A line of NDJSON, a whole document or an entry of a Bundle."""
        try:
            if text.startswith(self.opening):
                kind = self.kind
            else:
                text = text.strip().removeprefix(BOM)
                if not text:
                    return
                kind = self._kind_of(text)
            reader = self.readers.get(kind) or self._reader(kind)
            if reader is not None:
                self._record(reader, file, line, text, full_url)
            elif kind == BUNDLE:
                self._bundle(file, line, text)
            else:
                self.not_needed[kind] += 1
        except Unfit as fault:
            self.refuse(file, line, None, str(fault), text)

    def refuse(self, file: int, line: int | None, table: str | None, reason: str, text: bytes = b"") -> None:
        """Sets apart what cannot be read."""
        content = text[: SHOWN * 4].decode(errors="replace")[:SHOWN]
        self.rows["refused"].append(
            (self.block, file, line, table and COUNTED.get(table, table), _name(text), reason, content)
        )

    def _kind_of(self, text: bytes) -> str:
        self.kind = checking.kind_of(text)
        self.opening = b'{"resourceType":"' + self.kind.encode() + b'"'
        return self.kind

    def _reader(self, kind: str) -> _Reader | None:
        if kind in READINGS:
            self.readers[kind] = _Reader(READINGS[kind], self.rows)
        elif kind not in NOT_NEEDED and kind != BUNDLE:
            raise Unfit("FHIR R4 knows no resource of this type")
        return self.readers.get(kind)

    def _bundle(self, file: int, line: int, text: bytes) -> None:
        try:
            entries = BUNDLES.decode(text).entry
        except checking.NOT_AS_SAID as fault:
            raise Unfit(in_words(fault)) from fault
        for entry in entries:
            if entry.resource is NO_RESOURCE:
                self.not_needed[EMPTY_ENTRY] += 1
            else:
                self.line(file, line, bytes(entry.resource), entry.fullUrl)

    def _record(self, reader: _Reader, file: int, line: int, text: bytes, full_url: str | None) -> None:
        try:
            decoded = reader.resource(text)
        except Unfit as fault:
            self.refuse(file, line, reader.tables[0], str(fault), text)
            return
        self.ordinal = ordinal = self.ordinal + 1
        if decoded.id is None and full_url is not None:
            decoded.id = full_url.replace(":", "/").rpartition("/")[2]
        about, when = reader.about(decoded), reader.when(decoded)
        day, months, days = (None, *when) if type(when) is Age else (when, None, None)
        try:
            rows, unfit = reader.rows(decoded), None
        except Unfit as fault:
            rows, unfit = (), str(fault)
        for bucket, found in zip(reader.buckets, rows, strict=False):
            for row in found:
                bucket.append((ordinal, *row))
        name, meta = decoded.id, decoded.meta
        content = crc32(encode((about, when, unfit, rows)))
        reader.records.append(
            (
                ordinal,
                file,
                line,
                None if name is None else reader.prefix + name,
                full_url,
                about,
                day,
                months,
                days,
                None if meta is None else meta.lastUpdated,
                content,
                unfit,
            )
        )

    def write(self, folder: Path) -> None:
        """A Parquet file for each table that has rows."""
        tables = {name: _table(name, rows) for name, rows in self.rows.items() if rows}
        if any(map(has_nul, tables.values())):
            set_apart_nul(self.rows)
            tables = {name: _table(name, rows) for name, rows in self.rows.items() if rows}
        for name, table in tables.items():
            pq.write_table(
                table,
                folder / f"{name}.parquet",
                compression="none",
                use_dictionary=False,
                write_statistics=False,
            )


def _name(text: bytes) -> str | None:
    """Type/id, where so much can be read."""
    try:
        named = NAMES.decode(text)
    except checking.NOT_AS_SAID:
        return None
    return f"{named.resourceType}/{named.id}"


def _table(name: str, rows: Iterable[Row]) -> pa.Table:
    schema = SCHEMAS[name]
    columns = zip(*rows, strict=True)
    arrays = [pa.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
