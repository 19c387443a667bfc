"""Rows of an extract as text, a batch at a time, each with its line; what is no row is set apart."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyarrow as pa

from commonweal.blueprint import Source
from commonweal.incoming.extracts.lines import LONGEST, Lines, LineTooLong

BATCH_ROWS = 50_000
BATCH_CHARACTERS = 50_000_000
LINE = "line"
BROKEN = (OSError, EOFError, zlib.error)
CODECS = {"utf-8": "utf-8-sig", "latin-1": "latin-1", "utf-16": "utf-16"}
GZIP = b"\x1f\x8b"

TOO_LONG = f"the line is longer than {LONGEST:,} characters"
QUOTES = "a quote is opened and not closed, or stands inside a value"
WIDTH = "there are more or fewer values than the first line names"
BREAKS_OFF = "the file breaks off here"


class Unusable(Exception):
    """A file that cannot be read at all; the message says why."""


@dataclass(frozen=True)
class Stray:
    """A line that is no row; `line` None where the file as a whole is meant."""

    line: int | None
    reason: str
    content: str = ""


@dataclass(frozen=True)
class Batch:
    """`rows` has LINE, then the values as text in columns called by their place: "0", "1" and so on."""

    rows: pa.Table
    strays: Sequence[Stray] = ()


def csv_batches(file: Path, source: Source) -> tuple[list[str], Iterator[Batch]]:
    """The names in the first line, and the rows after it; Unusable where there is no first line."""
    lines = Lines(io.TextIOWrapper(_open(file), CODECS[source.encoding], errors="replace", newline=""))
    reader = csv.reader(lines, delimiter=source.delimiter, strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
    except (csv.Error, LineTooLong, *BROKEN) as problem:
        raise Unusable(f"the first line cannot be read ({problem})") from problem
    if not names:
        raise Unusable("the file is empty")
    return names, _batches(len(names), _rows(reader, lines, len(names), source.delimiter))


def _open(file: Path) -> IO[bytes]:
    raw = file.open("rb")
    start = raw.read(len(GZIP))
    raw.seek(0)
    return gzip.open(raw) if start == GZIP else raw  # type: ignore[return-value]  # GzipFile reads as IO[bytes] does


def _rows(
    reader: Iterator[list[str]], lines: Lines, width: int, delimiter: str
) -> Iterator[tuple[int, list[str]] | Stray]:
    """Each row with the line it begins on, or what stands where a row should."""
    while True:
        number = lines.begin_row()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield from _unquoted(lines)
        except LineTooLong as problem:
            yield from _unquoted(lines)
            yield Stray(problem.args[0], TOO_LONG)
        except BROKEN as problem:
            yield Stray(number, f"{BREAKS_OFF} ({problem or type(problem).__name__})")
            return
        else:
            if len(row) == width:
                yield number, row
            elif row:
                yield Stray(number, WIDTH, delimiter.join(row))


def _unquoted(lines: Lines) -> Iterator[Stray]:
    """The first line of a row that ran on past its end; the lines after it are read again."""
    if first := lines.give_back_all_but_first():
        yield Stray(first[0], QUOTES, first[1].rstrip("\r\n"))


def _batches(width: int, found: Iterator[tuple[int, list[str]] | Stray]) -> Iterator[Batch]:
    rows: list[tuple[int, list[str]]] = []
    strays: list[Stray] = []
    characters = 0
    for one in found:
        if isinstance(one, Stray):
            strays.append(one)
            characters += len(one.content)
        else:
            rows.append(one)
            characters += sum(map(len, one[1]))
        if len(rows) + len(strays) >= BATCH_ROWS or characters >= BATCH_CHARACTERS:
            yield Batch(_table(width, rows), tuple(strays))
            rows, strays, characters = [], [], 0
    yield Batch(_table(width, rows), tuple(strays))


def _table(width: int, rows: list[tuple[int, list[str]]]) -> pa.Table:
    columns = zip(*(row for _, row in rows), strict=True) if rows else [()] * width
    arrays = [pa.array([line for line, _ in rows], pa.int64())]
    arrays += [pa.array(column, pa.string()) for column in columns]
    return pa.Table.from_arrays(arrays, [LINE, *map(str, range(width))])
