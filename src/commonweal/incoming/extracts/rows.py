"""Rows of a CSV extract as text, a batch at a time, each with its line; what is no row is set apart."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from commonweal.blueprint import Source
from commonweal.incoming.extracts.batch import (
    BREAKS_OFF,
    QUOTES,
    WIDTH,
    Batch,
    Extract,
    Stray,
    Unusable,
    table,
)
from commonweal.incoming.extracts.lines import LONGEST, Lines, LineTooLong, RowTooLong, Stream
from commonweal.incoming.extracts.plain import plain_batch

BATCH_ROWS = 50_000
BATCH_CHARACTERS = 50_000_000
CODECS = {"utf-8": "utf-8-sig", "latin-1": "latin-1", "utf-16": "utf-16"}
TOO_LONG = f"the line is longer than {LONGEST:,} characters"

Row = tuple[int, list[str]]


def open_csv(file: Path, source: Source) -> Extract:
    """A CSV file whose first line names its columns; Unusable where there is no first line."""
    stream = Stream(file)
    lines = Lines(stream, CODECS[source.encoding])
    try:
        names = [name.strip() for name in next(_reader(lines, source.delimiter), [])]
    except (csv.Error, RowTooLong, LineTooLong) as problem:
        raise Unusable(f"the first line cannot be read ({problem})") from problem
    if not names:
        raise Unusable(f"the file is empty{f' or broken ({stream.broken})' if stream.broken else ''}")
    return Extract(names, _batches(stream, lines, len(names), source.delimiter), stream.reached)


def _reader(lines: Iterator[str], delimiter: str, *, strict: bool = True) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST)
    return csv.reader(lines, delimiter=delimiter, strict=strict)


def _batches(stream: Stream, lines: Lines, width: int, delimiter: str) -> Iterator[Batch]:
    """Blocks of plain lines all at once, the lines of other blocks one by one."""
    reader = _reader(lines, delimiter)
    while True:
        first = lines.begin_row()
        if lines.between_blocks():
            if not (block := lines.peek_block()):
                break
            if plain := plain_batch(block, first, width, delimiter):
                lines.take_block(len(plain.rows or ()) + len(plain.strays))
                yield plain
                continue
        yield _careful_batch(reader, lines, width, delimiter)
    if stream.broken:
        yield Batch(table([], [()] * width), [Stray(first, f"{BREAKS_OFF} ({stream.broken})")])


def _careful_batch(reader: Iterator[list[str]], lines: Lines, width: int, delimiter: str) -> Batch:
    rows: list[Row] = []
    strays: list[Stray] = []
    characters = 0
    while True:
        for one in _next(reader, lines, width, delimiter):
            if isinstance(one, Stray):
                strays.append(one)
            else:
                rows.append(one)
                characters += sum(map(len, one[1]))
        full = len(rows) + len(strays) >= BATCH_ROWS or characters >= BATCH_CHARACTERS
        if full or lines.between_blocks():
            columns = zip(*(row for _, row in rows), strict=True) if rows else [()] * width
            return Batch(table([number for number, _ in rows], list(columns)), strays)


def _next(reader: Iterator[list[str]], lines: Lines, width: int, delimiter: str) -> Iterator[Row | Stray]:
    """The next row with the line it begins on, or what stands where a row should."""
    number = lines.begin_row()
    try:
        row = next(reader, [])
    except (csv.Error, RowTooLong):
        yield from _first_line_alone(lines, width, delimiter)
    except LineTooLong as problem:
        yield from _first_line_alone(lines, width, delimiter)
        yield Stray(problem.args[0], TOO_LONG)
    else:
        if len(row) == width:
            yield number, row
        elif row:
            yield Stray(number, WIDTH, delimiter.join(row))


def _first_line_alone(lines: Lines, width: int, delimiter: str) -> Iterator[Row | Stray]:
    """A row that ran on past its end: its first line is judged by itself, those after it are read again."""
    if not (first := lines.give_back_all_but_first()):
        return
    number, line = first
    [row] = _reader(iter([line]), delimiter, strict=False)
    if len(row) == width and line.count('"') % 2 == 0:
        yield number, row
    else:
        yield Stray(number, QUOTES, line.rstrip("\r\n"))
