"""A sum of each row of some columns, to see whether two tell the same; of others one in 2^64 has the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from commonweal.incoming.fhir.scan.compiling import compiled, within
from commonweal.incoming.fhir.scan.kernel import mixed
from commonweal.incoming.fhir.scan.rules import STEP, hashed

Sums = npt.NDArray[np.uint64]
ABSENT = np.uint64(0x5851F42D4C957F2D)  # stands for what is not there
EIGHT = np.uint64(8)
ALL_THERE = np.empty(0, np.uint8)


def sums(name: str, columns: Sequence[pa.Array | None], rows: int) -> Sums:
    """One for each row; `name` tells apart rows of different tables. None is a column of nothing."""
    found = np.full(rows, hashed(name), np.int64).view(np.uint64)
    for column in columns:
        if column is None or column.null_count == rows:
            _nothing(found)
            continue
        valid, *content = column.buffers()
        there = ALL_THERE if valid is None else np.frombuffer(valid, np.uint8)
        if pa.types.is_string(column.type):
            offsets = np.frombuffer(content[0], np.int32)
            texts = ALL_THERE if content[1] is None else np.frombuffer(content[1], np.uint8)
            _texts(found, offsets, texts, there, column.offset)
        else:
            wide = np.frombuffer(content[0], np.int64 if column.type.bit_width == 64 else np.int32)
            _numbers(found, wide.astype(np.int64, copy=False), there, column.offset)
    return found


@compiled
def gather(whole, parts, of):
    """Adds the sum of each part to that of the record it is of."""
    for row in range(parts.shape[0]):
        whole[of[row]] += mixed(parts[row], ABSENT)


@compiled
def _nothing(found):
    for row in range(found.shape[0]):
        found[row] = mixed(found[row], ABSENT)


@compiled
def _texts(found, offsets, content, there, first):
    for row in range(found.shape[0]):
        place = first + row
        if not _is_there(there, place):
            found[row] = mixed(found[row], ABSENT)
            continue
        at, stop = offsets[place], offsets[place + 1]
        total = mixed(found[row], np.uint64(stop - at))
        while at < stop:
            word = np.uint64(0)
            for byte in range(at, min(at + STEP, stop)):
                word = (word << EIGHT) | np.uint64(content[byte])
            total = mixed(total, word)
            at += STEP
        found[row] = total


@compiled
def _numbers(found, numbers, there, first):
    for row in range(found.shape[0]):
        place = first + row
        found[row] = mixed(found[row], np.uint64(numbers[place]) if _is_there(there, place) else ABSENT)


@within
def _is_there(there, place):
    return there.shape[0] == 0 or (there[place >> 3] >> (place & 7)) & 1 == 1
