"""The lines of a text file: numbered, of bounded length, and given back where a row went wrong."""

from __future__ import annotations

import gzip
import io
import zlib
from collections import deque
from pathlib import Path

LONGEST = 1_000_000  # characters; a longer line is no row of an extract
LINES_OF_A_ROW = 200
BLOCK = 8_000_000  # characters
ENDS = ("\n", "\r")
GZIP = b"\x1f\x8b"


class RowTooLong(Exception):
    """A row of more than LINES_OF_A_ROW lines: most likely a quote that nobody closed."""


class LineTooLong(Exception):
    """A line longer than LONGEST, by its number; it has been passed over."""


class Stream(io.RawIOBase):
    """The bytes of a file, unpacked from an archive; where it breaks off they end, and `broken` says why."""

    def __init__(self, file: Path) -> None:
        raw = file.open("rb")
        self.broken: str | None = None
        self.reached = raw.tell
        self._content = gzip.GzipFile(fileobj=raw) if raw.peek(2).startswith(GZIP) else raw

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # what a reader hands us
        try:
            content = self._content.read1(len(buffer))
        except (OSError, EOFError, zlib.error) as problem:
            self.broken = str(problem) or type(problem).__name__
            return 0
        buffer[: len(content)] = content
        return len(content)


class Lines:
    """An iterator of lines for a reader of rows, who may also take many lines at once."""

    def __init__(self, stream: Stream, encoding: str) -> None:
        self._stream = stream
        self._text = io.TextIOWrapper(io.BufferedReader(stream), encoding, errors="replace", newline="")
        self._block, self._size = io.StringIO(), 0
        self._read = 0
        self._row: list[tuple[int, str]] = []
        self._again: deque[tuple[int, str]] = deque()

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        if len(self._row) == LINES_OF_A_ROW:
            raise RowTooLong
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

    def between_blocks(self) -> bool:
        """Whether nothing is left to hand out of the lines read so far."""
        return not self._again and self._block.tell() >= self._size

    def peek_block(self) -> str:
        """The next lines, many at once, read when there are none left; empty at the end."""
        block = self._text.read(BLOCK)
        if block and not block.endswith(ENDS):
            block = self._whole(block + self._text.readline(LONGEST))
        self._block, self._size = io.StringIO(block, newline=""), len(block)
        return block

    def take_block(self, lines: int) -> None:
        """The block peeked at has been read, and held so many lines."""
        self._block.seek(self._size)
        self._read += lines

    def _next_read(self) -> tuple[int, str]:
        line = self._readline()
        if not line:
            raise StopIteration
        self._read += 1
        if len(line) == LONGEST and not line.endswith(ENDS):
            while (more := self._readline()) and not more.endswith(ENDS):
                continue
            raise LineTooLong(self._read)
        return self._read, line

    def _readline(self) -> str:
        line = self._block.readline(LONGEST)
        if len(line) < LONGEST and not line.endswith(ENDS):
            line += self._text.readline(LONGEST - len(line))
        return self._whole(line)

    def _whole(self, text: str) -> str:
        """The text, without a last line that was cut off where the file breaks off."""
        if self._stream.broken is None or text.endswith(ENDS):
            return text
        return text[: max(map(text.rfind, ENDS)) + 1]
