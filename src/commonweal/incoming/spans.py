"""Files → stretches of whole lines, or of one document, that are small enough to hold in memory."""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO

from commonweal.incoming.forms import BOM, HEAD, foreign, is_lines
from commonweal.incoming.inflating import MAGIC, BreaksOff, inflate

MEBIBYTE = 1 << 20
BLOCK = 12 * MEBIBYTE
LONGEST = 64 * MEBIBYTE  # of one line or document
MOST_SPANS = 2_000  # in one block
SHOWN = 8_000  # bytes of what is not read that are kept to be looked at


@dataclass(frozen=True)
class Limits:
    """Bytes in a block, and in the longest line or document that is read; that is a block at least."""

    block: int = BLOCK
    longest: int = LONGEST

    @property
    def too_long(self) -> str:
        """Why a longer one is not taken."""
        return f"the line or document is longer than {self.longest:,} bytes"


@dataclass(frozen=True)
class Span:
    """A stretch of a file: its bytes where they had to be unpacked, else where they stand.

    `lines` says whether it is lines or one document. `fault` says why it is not read: one line where
    `lines`, else the whole file.
    """

    file: int
    path: str
    start: int = 0
    length: int = 0  # bytes of the file, which are fewer than of its content where it is packed
    content: bytes | None = None
    lines: bool = True
    fault: str | None = None

    @property
    def weight(self) -> int:
        """Bytes to be held in memory."""
        return self.length if self.content is None else len(self.content)

    def read(self) -> bytes:
        """The bytes; blanks in place of the mark that a file may begin with."""
        room = bytearray(self.weight)
        return bytes(memoryview(room)[: self.read_into(memoryview(room))])

    def read_into(self, room: memoryview) -> int:
        """Puts the bytes there, as many as there are; blanks for the mark that a file may begin with."""
        if self.content is None:
            with open(self.path, "rb") as file:
                file.seek(self.start)
                size = file.readinto(room)
        else:
            size = self.weight
            room[:size] = self.content
        if self.start == 0 and room[: len(BOM)] == BOM:
            room[: len(BOM)] = b" " * len(BOM)
        return size


Block = tuple[Span, ...]


def blocks(files: Sequence[Path], limits: Limits) -> Iterator[Block]:
    """The spans of all files in order, small ones together."""
    block: list[Span] = []
    size = 0
    for number, path in enumerate(files):
        for span in spans(number, path, limits):
            if block and (size + span.weight > limits.block or len(block) == MOST_SPANS):
                yield tuple(block)
                block, size = [], 0
            block.append(span)
            size += span.weight
    if block:
        yield tuple(block)


def spans(number: int, path: Path, limits: Limits) -> Iterator[Span]:
    """The spans of one file; one with a fault where it cannot be read, or not to its end."""
    try:
        with open(path, "rb") as file:
            head = file.read(HEAD)
            if head.startswith(MAGIC):
                file.seek(0)
                yield from _packed(number, path, file, limits)
            elif reason := foreign(path, head):
                yield Span(number, str(path), lines=False, fault=reason)
            else:
                yield from _plain(number, path, file, is_lines(path, head), limits)
    except OSError as fault:
        yield Span(number, str(path), lines=False, fault=f"the file cannot be read: {fault.strerror}")


def _plain(number: int, path: Path, file: IO[bytes], lines: bool, limits: Limits) -> Iterator[Span]:
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        size = len(view)
        if not lines and size > limits.longest:
            yield Span(number, str(path), length=size, lines=False, fault=limits.too_long)
        elif not lines:
            yield Span(number, str(path), length=size, lines=False)
        else:
            start = 0
            while start < size:
                end = _end_of_lines(view, start, size, limits.block)
                fault = limits.too_long if end - start > max(limits.longest, limits.block) else None
                yield Span(number, str(path), start, end - start, fault=fault)
                start = end


def _end_of_lines(view: mmap.mmap, start: int, size: int, block: int) -> int:
    """Where the last line that fits into a block ends, or else the first line."""
    if size - start <= block:
        return size
    end = view.rfind(b"\n", start, start + block)
    if end < 0:
        end = view.find(b"\n", start + block)
    return size if end < 0 else end + 1


def _packed(number: int, path: Path, file: IO[bytes], limits: Limits) -> Iterator[Span]:
    pieces = inflate(file)
    try:
        head = next(pieces, b"")
    except BreaksOff as fault:
        yield Span(number, str(path), lines=False, fault=str(fault))
        return
    if reason := foreign(path, head[:HEAD]):
        yield Span(number, str(path), lines=False, fault=reason)
        return
    lines = is_lines(path, head[:HEAD])
    before = 0
    for content, why in _cut(chain([head], pieces), limits, lines):
        yield Span(number, str(path), before, file.tell() - before, content, lines, why)
        before = file.tell()


def _cut(pieces: Iterator[bytes], limits: Limits, lines: bool) -> Iterator[tuple[bytes, str | None]]:
    """Whole lines, or the whole document; and instead of what is too long or broken off, why."""
    held, too_long = b"", False
    while True:
        try:
            piece = next(pieces, None)
        except BreaksOff as fault:
            yield from _up_to_break(held, str(fault), lines)
            return
        if piece is None:
            if held:
                yield held, None
            return
        if too_long:  # the rest of that line; of a document, all
            piece = piece.partition(b"\n")[2] if lines else b""
            too_long = not piece
        held += piece
        if lines and len(held) >= limits.block and (end := held.rfind(b"\n") + 1):
            yield held[:end], None
            held = held[end:]
        if len(held) > max(limits.longest, limits.block):
            yield b"", limits.too_long
            held, too_long = b"", True


def _up_to_break(held: bytes, reason: str, lines: bool) -> Iterator[tuple[bytes, str | None]]:
    end = held.rfind(b"\n") + 1 if lines else 0
    if end:
        yield held[:end], None
    yield held[end : end + SHOWN], reason
