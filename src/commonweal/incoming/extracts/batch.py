"""What readers of extracts hand on: rows as text with their lines, and lines that are no row."""

from __future__ import annotations

from collections.abc import Sequence
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

    rows: pa.Table | None
    strays: Sequence[Stray] = ()
