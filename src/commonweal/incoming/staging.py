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

AT_ONCE = 1 << 10  # records whose rows are packed together
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

    def __init__(self, reading: Reading, *, trusted: bool) -> None:
        self.resource = checking.Checker(reading.resource, trusted=trusted).resource
        self.prefix = reading.resource + "/"
        self.tables, self.rows = reading.tables, reading.rows
        self.about, self.when = reading.about, reading.when


class Staging:
    """Rows of the staged tables as they come; `first` is the ordinal before the first record's."""

    def __init__(self, first: int, *, trusted: bool = False) -> None:
        self.trusted = trusted
        self.ordinal = first
        self.block = first >> ORDINALS
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.batches: dict[str, list[pa.RecordBatch]] = defaultdict(list)
        self.not_needed: Counter[str] = Counter()
        self.readers: dict[str, _Reader] = {}
        self.opening, self.reader = b"\n", None  # how the last record began, and its reader

    def line(self, file: int, line: int, text: bytes, full_url: str | None = None) -> None:
        """A line of NDJSON, a whole document or an entry of a Bundle."""
        try:
            if not text.startswith(self.opening):
                text = text.strip().removeprefix(BOM)
                if not text or not self._is_record(file, line, text):
                    return
            self._record(file, line, text, full_url)
        except Unfit as fault:
            self.refuse(file, line, None, str(fault), text)

    def refuse(self, file: int, line: int | None, table: str | None, reason: str, text: bytes = b"") -> None:
        """Sets apart what cannot be read."""
        content = text[: SHOWN * 4].decode(errors="replace")[:SHOWN]
        self.rows["refused"].append(
            (self.block, file, line, table and COUNTED.get(table, table), _name(text), reason, content)
        )

    def _is_record(self, file: int, line: int, text: bytes) -> bool:
        """Whether `reader` is now the one for this text; if not, all is done that is to be done with it."""
        kind = checking.kind_of(text)
        if kind in READINGS:
            if kind not in self.readers:
                self.readers[kind] = _Reader(READINGS[kind], trusted=self.trusted)
            self.opening, self.reader = b'{"resourceType":"%b"' % kind.encode(), self.readers[kind]
            return True
        if kind == BUNDLE:
            self._bundle(file, line, text)
        elif kind in NOT_NEEDED:
            self.not_needed[kind] += 1
        else:
            raise Unfit("FHIR R4 knows no resource of this type")
        return False

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

    def _record(self, file: int, line: int, text: bytes, full_url: str | None) -> None:
        reader = self.reader
        try:
            decoded = reader.resource(text)
        except Unfit as fault:
            self.refuse(file, line, reader.tables[0], str(fault), text)
            return
        self.ordinal = ordinal = self.ordinal + 1
        name, meta = decoded.id, decoded.meta
        if name is None and full_url is not None:
            name = decoded.id = full_url.replace(":", "/").rpartition("/")[2]
        about, when = reader.about(decoded), reader.when(decoded)
        day, months, days = (None, *when) if type(when) is Age else (when, None, None)
        try:
            found, unfit = reader.rows(decoded), None
        except Unfit as fault:
            found, unfit = (), str(fault)
        rows = self.rows
        for table, some in zip(reader.tables, found, strict=False):
            if some:
                rows[table] += [(ordinal, *row) for row in some]
        rows["record"].append(
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
                crc32(encode((about, when, unfit, found))),
                unfit,
            )
        )
        if not ordinal % AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Packs the rows so far; a few at a time, so that memory is used again while it is at hand."""
        batches = {name: _batch(name, rows) for name, rows in self.rows.items() if rows}
        if any(map(has_nul, batches.values())):
            set_apart_nul(self.rows)
            batches = {name: _batch(name, rows) for name, rows in self.rows.items() if rows}
        for name, batch in batches.items():
            self.batches[name].append(batch)
            self.rows[name].clear()

    def write(self, folder: Path) -> None:
        """A Parquet file for each table that has rows."""
        self.flush()
        for name, batches in self.batches.items():
            pq.write_table(
                pa.Table.from_batches(batches),
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


def _batch(name: str, rows: Iterable[Row]) -> pa.RecordBatch:
    schema = SCHEMAS[name]
    columns = zip(*rows, strict=True)
    arrays = [pa.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
