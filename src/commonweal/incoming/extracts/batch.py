"""What readers of extracts hand on: rows as text with their lines, and lines that are no row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

LINE = "line"
UNREADABLE = "\ufffd"  # what stands where bytes were no letters of the encoding

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


@dataclass(frozen=True)
class Extract:
    """A file begun: the names of its columns, its rows, and how many of its bytes have been read by now."""

    names: list[str]
    batches: Iterator[Batch]
    reached: Callable[[], int]


def table(numbers: Sequence[int] | pa.Array, columns: Sequence[Sequence[str] | pa.Array]) -> pa.Table:
    """The rows of a batch, from their lines and their columns of text."""
    arrays = [pa.array(numbers, pa.int64()), *(pa.array(column, pa.string()) for column in columns)]
    return pa.Table.from_arrays(arrays, [LINE, *map(str, range(len(columns)))])
