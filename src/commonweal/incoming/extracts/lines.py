"""The lines of a text file: numbered, of bounded length, and given back where a row went wrong."""

from __future__ import annotations

from collections import deque
from typing import TextIO

LONGEST = 1_000_000  # characters; a longer line is no row of an extract


class LineTooLong(Exception):
    """A line longer than LONGEST; it has been passed over."""


class Lines:
    """An iterator of lines for a reader of rows."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._read = 0
        self._row: list[tuple[int, str]] = []
        self._again: deque[tuple[int, str]] = deque()

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        number, line = self._again.popleft() if self._again else self._next_read()
        self._row.append((number, line))
        return line

    def begin_row(self) -> int:
        """The number of the next line; the lines from there on belong to one row."""
        self._row.clear()
        return self._again[0][0] if self._again else self._read + 1

    def give_back_all_but_first(self) -> tuple[int, str] | None:
        """The first line of the row so far, with its number; those after it will be handed out again."""
        self._again.extendleft(reversed(self._row[1:]))
        return self._row[0] if self._row else None

    def _next_read(self) -> tuple[int, str]:
        line = self._text.readline(LONGEST)
        if not line:
            raise StopIteration
        self._read += 1
        if len(line) == LONGEST and line[-1] not in "\r\n":
            while (more := self._text.readline(LONGEST)) and more[-1] not in "\r\n":
                continue
            raise LineTooLong(self._read)
        return self._read, line
