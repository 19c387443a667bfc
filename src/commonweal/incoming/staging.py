"""Lines of FHIR → rows in the staged tables, with every line that could not be read set apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from commonweal.incoming.fhir import checking
from commonweal.incoming.fhir.checking import Unfit
from commonweal.incoming.fhir.readings import NOT_NEEDED, READINGS, RULES
from commonweal.incoming.fhir.scan.found import found
from commonweal.incoming.fhir.scan.scanner import Scanned, Scanner
from commonweal.incoming.fhir.wording import in_words
from commonweal.incoming.forms import BOM
from commonweal.incoming.packing import Places, batch, batches
from commonweal.incoming.spans import Span
from commonweal.incoming.staged import ORDINALS, SCHEMAS

SHOWN = 2000  # characters of a refused line that are kept
AT_ONCE = 4 << 20  # bytes of resources that are scanned together where they come one by one
SMALL = 1 << 18  # bytes of lines that are not worth a scan of their own
COUNTED = {"organisation": "registration", "medicine": "medication"}  # tables that are not the population's
NO_RESOURCE = msgspec.Raw(b"")  # such as in an entry that deletes
EMPTY_ENTRY = "entry without a resource"
NOT_AS_SAID = "it is not as FHIR R4 says"
BUNDLE = "Bundle"
READY = b'{"resourceType":"Patient","id":"a","birthDate":"2000-01-01"}'

Text = tuple[bytes, int, int, str | None]  # a resource, its file and line, and its address in a Bundle


class _Entry(msgspec.Struct):
    resource: msgspec.Raw = NO_RESOURCE
    fullUrl: str | None = None


class _Bundle(msgspec.Struct):
    entry: list[_Entry] = []


class _Name(msgspec.Struct):
    resourceType: str
    id: str


NAMES = msgspec.json.Decoder(_Name)
BUNDLES = msgspec.json.Decoder(_Bundle)
SCANNER = Scanner(RULES)  # one for each process


def make_ready() -> None:
    """Compiles what reads, unless it was before: once for all the processes that this one starts."""
    staging = Staging(0)
    staging.text(READY, 0, 1)
    staging.scan_texts()


class Staging:
    """Rows of the staged tables as they come; `first` is the ordinal before the first record's."""

    def __init__(self, first: int) -> None:
        self.first = self.ordinal = first
        self.records = 0
        self.refused: list[tuple[Any, ...]] = []
        self.batches: dict[str, list[pa.RecordBatch]] = defaultdict(list)
        self.not_needed: Counter[str] = Counter()
        self.waiting: list[Text] = []
        self.in_order: list[Text] = []  # those that were looked at and put in order
        self.size = 0  # of both, in bytes

    def lines(self, span: Span, before: int) -> int:
        """Whole lines, the first of them after `before`; how many there are."""
        if span.weight < SMALL:
            texts = span.read().removesuffix(b"\n").split(b"\n")
            for line, text in enumerate(texts, before + 1):
                self.text(text, span.file, line)
            return len(texts)
        scanned = SCANNER.scan(span.read_into(SCANNER.room(span.weight)))
        numbers, others = np.arange(scanned.lines) + 1, scanned.other_lines()
        places = Places(self.ordinal + numbers, np.full(len(numbers), span.file), before + numbers, ())
        self._keep(scanned, places)
        for line, text in others:
            self._look_at((text, span.file, before + line + 1, None))
        return len(numbers)

    def text(self, text: bytes, file: int, line: int, full_url: str | None = None) -> None:
        """One resource, as a line, a document or an entry of a Bundle; it is scanned with others."""
        self.waiting.append((text.replace(b"\n", b" "), file, line, full_url))
        self._wait_for(text)

    def refuse(self, file: int, line: int | None, table: str | None, reason: str, text: bytes = b"") -> None:
        """Sets apart what cannot be read."""
        content = text[: SHOWN * 4].decode(errors="replace")[:SHOWN].replace("\0", "")
        table = table and COUNTED.get(table, table)
        self.refused.append((self.first >> ORDINALS, file, line, table, _name(text), reason, content))

    def write(self, folder: Path) -> None:
        """A Parquet file for each table that has rows."""
        self.scan_texts()
        if self.refused:
            columns = zip(zip(*self.refused, strict=True), SCHEMAS["refused"].types, strict=True)
            self.batches["refused"] = [batch("refused", [pa.array(*column) for column in columns])]
        for name, packed in self.batches.items():
            pq.write_table(
                pa.Table.from_batches(packed),
                folder / f"{name}.parquet",
                compression="none",
                use_dictionary=False,
                write_statistics=False,
            )

    def _wait_for(self, text: bytes) -> None:
        self.size += len(text)
        if self.size > AT_ONCE:
            self.scan_texts()

    def scan_texts(self) -> None:
        """Scans what waits, and looks at each that the scan passes over, which may give more that waits."""
        while self.waiting or self.in_order:
            texts, self.waiting, ordered, self.in_order, self.size = self.waiting, [], self.in_order, [], 0
            for text in self._scan(texts, looked_at=False):
                self._look_at(text)
            for content, file, line, _ in self._scan(ordered, looked_at=True):
                table = READINGS[checking.kind_of(content)].tables[0]
                self.refuse(file, line, table, NOT_AS_SAID, content)

    def _scan(self, texts: Sequence[Text], *, looked_at: bool) -> list[Text]:
        """Those of the texts that the scan passes over."""
        if not texts:
            return []
        size = SCANNER.put(b"\n".join(text for text, *_ in texts))
        scanned = SCANNER.scan(size, looked_at=looked_at)
        files, lines = (np.array([each[part] for each in texts], np.int64) for part in (1, 2))
        ordinals = self.ordinal + 1 + np.arange(len(texts))
        self._keep(scanned, Places(ordinals, files, lines, [url for *_, url in texts]))
        return [texts[place] for place in scanned.others[:, 0].tolist()]

    def _keep(self, scanned: Scanned, places: Places) -> None:
        self.ordinal += len(places.ordinals)
        for kind, (columns, which) in found(scanned).items():
            self.records += columns.size
            for table, packed in batches(READINGS[kind], columns, places.of(which)).items():
                self.batches[table].append(packed)

    def _look_at(self, given: Text) -> None:
        """A text that may be anything: a resource written in another way, a Bundle, or no resource at all."""
        text, file, line, full_url = given
        text = text.strip().removeprefix(BOM)
        if not text:
            return
        table = None
        try:
            kind = checking.kind_of(text)
            if kind in READINGS:
                table = READINGS[kind].tables[0]
                self.in_order.append((checking.put_in_order(kind, text), file, line, full_url))
                self._wait_for(text)
            elif kind == BUNDLE:
                self._bundle(text, file, line)
            elif kind in NOT_NEEDED:
                self.not_needed[kind] += 1
            else:
                raise Unfit("FHIR R4 knows no resource of this type")
        except Unfit as fault:
            self.refuse(file, line, table, str(fault), text)

    def _bundle(self, text: bytes, file: int, line: int) -> None:
        try:
            entries = BUNDLES.decode(text).entry
        except checking.NOT_AS_SAID as fault:
            raise Unfit(in_words(fault)) from fault
        for entry in entries:
            if entry.resource is NO_RESOURCE:
                self.not_needed[EMPTY_ENTRY] += 1
            else:
                self.text(bytes(entry.resource), file, line, entry.fullUrl)


def _name(text: bytes) -> str | None:
    """Type/id, where so much can be read."""
    try:
        named = NAMES.decode(text)
    except checking.NOT_AS_SAID:
        return None
    return f"{named.resourceType}/{named.id}"
