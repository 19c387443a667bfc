"""The values that a scan found → columns, compiled as the scan is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from commonweal.incoming.fhir.scan.compiling import compiled, within
from commonweal.incoming.fhir.scan.lexical import unit
from commonweal.incoming.fhir.scan.strides import STRIDE, move

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
NOTHING = -1  # where a text begins that is not there


@compiled
def by_slot(values, starts, order):
    """The numbers of the values in order of their slots; and in `starts`, all 0 before, where each begins."""
    for value in range(values.shape[0]):
        starts[values[value, 0]] += 1
    for slot in range(1, starts.shape[0]):
        starts[slot] += starts[slot - 1]
    for value in range(values.shape[0] - 1, -1, -1):
        slot = values[value, 0]
        starts[slot] -= 1
        order[starts[slot]] = value


@compiled
def firsts(values, which, place, nothing, one, two):
    """The two numbers of the first value of each resource or member, of those that are its; or `nothing`."""
    for row in range(one.shape[0]):
        one[row] = two[row] = nothing
    for number in range(which.shape[0] - 1, -1, -1):
        value = which[number]
        row = place[values[value, 1]]
        one[row], two[row] = values[value, 2], values[value, 3]


def texts(data: Bytes, starts: Ints, stops: Ints) -> pa.StringArray:
    """The texts that start and stop there, escapes undone; a stop below 0 says that there are some."""
    offsets = np.empty(len(starts) + 1, np.int32)
    valid = np.zeros((len(starts) + 7) // 8, np.uint8)
    _measure(data, starts, stops, offsets, valid)
    content = np.empty(offsets[-1] + STRIDE, np.uint8)
    _copy(data, starts, stops, offsets, content)
    buffers = [pa.py_buffer(each) for each in (valid, offsets, content)]
    return pa.Array.from_buffers(pa.string(), len(starts), buffers)


@compiled
def _measure(data, starts, stops, offsets, valid):
    """Where each text ends in the column, and which are there."""
    end = offsets[0] = 0
    for row in range(starts.shape[0]):
        start, stop = starts[row], stops[row]
        if start != NOTHING:
            valid[row >> 3] |= 1 << (row & 7)
            end += stop - start if stop >= 0 else _unescape(data, start, -stop, valid, -1)
        offsets[row + 1] = end


@compiled
def _copy(data, starts, stops, offsets, content):
    """Copies them by strides, each over what its forerunner copied too much."""
    for row in range(starts.shape[0]):
        start, stop, at = starts[row], stops[row], offsets[row]
        if start == NOTHING:
            continue
        if stop < 0:
            _unescape(data, start, -stop, content, at)
            continue
        while start < stop:
            move(content, at, data, start)
            start, at = start + STRIDE, at + STRIDE


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
