"""Lines of FHIR → rows in the staged tables, with every line that could not be read set apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from commonweal.incoming.fhir import checking
from commonweal.incoming.fhir.reading import Reading, Row, Unfit
from commonweal.incoming.fhir.readings import NOT_NEEDED, READINGS
from commonweal.incoming.fhir.wording import in_words
from commonweal.incoming.forms import BOM
from commonweal.incoming.packing import NUL, batch, batches
from commonweal.incoming.staged import ORDINALS

AT_ONCE = 1 << 10  # records whose rows are packed together
SHOWN = 2000  # characters of a refused line that are kept
COUNTED = {"organisation": "registration", "medicine": "medication"}  # tables that are not the population's

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


class _Waiting:
    """Records of one type that are read and wait to be told of, with the place of each."""

    def __init__(self, reading: Reading, *, trusted: bool) -> None:
        self.reading = reading
        self.resource = checking.Checker(reading.resource, trusted=trusted).resource
        self.records: list[Any] = []
        self.places: list[tuple[int, int, int, str | None]] = []


class Staging:
    """Rows of the staged tables as they come; `first` is the ordinal before the first record's."""

    def __init__(self, first: int, *, trusted: bool = False) -> None:
        self.trusted = trusted
        self.ordinal = first
        self.block = first >> ORDINALS
        self.refused: list[Row] = []
        self.batches: dict[str, list[pa.RecordBatch]] = defaultdict(list)
        self.not_needed: Counter[str] = Counter()
        self.waiting: dict[str, _Waiting] = {}
        self.opening, self.kind = b"\n", ""  # how the last record began, and its type

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
        content = text[: SHOWN * 4].decode(errors="replace")[:SHOWN].replace(NUL, "")
        self.refused.append(
            (self.block, file, line, table and COUNTED.get(table, table), _name(text), reason, content)
        )

    def _is_record(self, file: int, line: int, text: bytes) -> bool:
        """Whether it is of a type that is taken; if not, all is done that is to be done with it."""
        kind = checking.kind_of(text)
        if kind in READINGS:
            if kind not in self.waiting:
                self.waiting[kind] = _Waiting(READINGS[kind], trusted=self.trusted)
            self.opening, self.kind = b'{"resourceType":"%b"' % kind.encode(), kind
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
        waiting = self.waiting[self.kind]
        try:
            record = waiting.resource(text)
        except Unfit as fault:
            self.refuse(file, line, waiting.reading.tables[0], str(fault), text)
            return
        if record.id is None and full_url is not None:
            record.id = full_url.replace(":", "/").rpartition("/")[2]
        self.ordinal += 1
        waiting.records.append(record)
        waiting.places.append((self.ordinal, file, line, full_url))
        if len(waiting.records) == AT_ONCE:
            self._pack(waiting)

    def _pack(self, waiting: _Waiting) -> None:
        for table, packed in batches(waiting.reading, waiting.records, waiting.places).items():
            self.batches[table].append(packed)
        waiting.records.clear()
        waiting.places.clear()

    def write(self, folder: Path) -> None:
        """A Parquet file for each table that has rows."""
        for waiting in self.waiting.values():
            if waiting.records:
                self._pack(waiting)
        if self.refused:
            self.batches["refused"] = [batch("refused", list(zip(*self.refused, strict=True)))]
        for name, packed in self.batches.items():
            pq.write_table(
                pa.Table.from_batches(packed),
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
