"""Gzip, unpacked as it is read, so that what stands before a break is not lost with what stands after it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import IO

MAGIC = b"\x1f\x8b"
GZIP = 31  # wbits: the largest window, with a gzip header
READ = 1 << 20
STEP = 1 << 8
UNPACKED = 4 << 20


class BreaksOff(Exception):
    """The file ends, or is damaged, before its end; the message says which."""


def inflate(packed: IO[bytes]) -> Iterator[bytes]:
    """The unpacked bytes in pieces, of every member; BreaksOff after the last good piece."""
    member, begun = zlib.decompressobj(GZIP), False
    while data := packed.read(READ):
        while data:
            before = member.copy()
            try:
                piece = member.decompress(data, UNPACKED)
            except zlib.error as fault:
                yield from _up_to_damage(before, data)
                raise BreaksOff("the gzip file is damaged here") from fault
            begun = True
            if piece:
                yield piece
            data = member.unconsumed_tail
            if member.eof:
                data, begun = member.unused_data.lstrip(b"\0"), False
                member = zlib.decompressobj(GZIP)
    if begun:
        raise BreaksOff("the gzip file breaks off here")


def _up_to_damage(member: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    """What can still be unpacked of data that is damaged somewhere, in small steps."""
    for start in range(0, len(data), STEP):
        try:
            yield member.decompress(data[start : start + STEP])
        except zlib.error:
            return
