"""Places in the bytes → a column of texts, with escapes undone."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from commonweal.incoming.fhir.scan.compiling import compiled, within
from commonweal.incoming.fhir.scan.lexical import unit

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
NOTHING = -1  # where a text begins that is not there


def texts(data: Bytes, starts: Ints, stops: Ints) -> pa.StringArray:
    """The texts that start and stop there; a stop below 0 says that there are escapes before it."""
    offsets = np.zeros(len(starts) + 1, np.int32)
    valid = np.zeros((len(starts) + 7) // 8, np.uint8)
    _measure(data, starts, stops, offsets, valid)
    content = np.empty(offsets[-1], np.uint8)
    _copy(data, starts, stops, offsets, content)
    buffers = [pa.py_buffer(each) for each in (valid, offsets, content)]
    return pa.Array.from_buffers(pa.string(), len(starts), buffers)


@compiled
def _measure(data: Bytes, starts: Ints, stops: Ints, offsets: Any, valid: Any) -> None:
    """Where each text ends in the column, and which are there."""
    end = 0
    for row in range(starts.shape[0]):
        start, stop = starts[row], stops[row]
        if start != NOTHING:
            valid[row >> 3] |= 1 << (row & 7)
            end += stop - start if stop >= 0 else _unescape(data, start, -stop, valid, -1)
        offsets[row + 1] = end


@compiled
def _copy(data: Bytes, starts: Ints, stops: Ints, offsets: Any, content: Any) -> None:
    for row in range(starts.shape[0]):
        start, stop, at = starts[row], stops[row], offsets[row]
        if start == NOTHING:
            continue
        if stop >= 0:
            for place in range(stop - start):
                content[at + place] = data[start + place]
        else:
            _unescape(data, start, -stop, content, at)


@within
def _unescape(data, start, stop, content, to):
    """Writes a text without its escapes, unless `to` is below 0; its length."""
    at, length = start, 0
    while at < stop:
        byte = data[at]
        if byte != 92:
            if to >= 0:
                content[to + length] = byte
            at, length = at + 1, length + 1
            continue
        letter = data[at + 1]
        if letter != 117:
            if to >= 0:
                content[to + length] = _plain(letter)
            at, length = at + 2, length + 1
            continue
        point, at = unit(data, at + 2), at + 6
        if 0xD800 <= point < 0xE000:
            point = 0x10000 + ((point - 0xD800) << 10) + unit(data, at + 2) - 0xDC00
            at += 6
        length += _encode(point, content, to + length if to >= 0 else -1)
    return length


@within
def _plain(letter):
    """The character that a letter stands for after a backslash."""
    if letter == 110:
        return 10
    if letter == 116:
        return 9
    if letter == 114:
        return 13
    if letter == 98:
        return 8
    return 12 if letter == 102 else letter


@within
def _encode(point, content, to):
    """Writes a character as UTF-8, unless `to` is below 0; its length."""
    length = 1 if point < 0x80 else 2 if point < 0x800 else 3 if point < 0x10000 else 4
    if to < 0:
        return length
    if length == 1:
        content[to] = point
        return length
    for place in range(length - 1, 0, -1):
        content[to + place] = 0x80 | (point & 0x3F)
        point >>= 6
    content[to] = (0xF0 if length == 4 else 0xE0 if length == 3 else 0xC0) | point
    return length
