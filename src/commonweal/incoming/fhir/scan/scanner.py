"""Scans one stretch of lines after another, all in the same memory: fresh memory costs as much as a scan."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from commonweal.incoming.fhir.scan.gathering import by_slot
from commonweal.incoming.fhir.scan.kernel import scan
from commonweal.incoming.fhir.scan.rules import Rules

Ints = npt.NDArray[np.int64]
LINE_END = 10
AHEAD = 64  # line ends after the bytes, so that the scan may look ahead
# Of the bytes, so many at least go to each record, member of a list, value and other line.
RECORD, ITEM, VALUE, OTHER = 64, 16, 12, 2
DEEPEST = 64  # objects within one another


class Scanner:
    """Reads by its rules what is put into its room; what it finds is good until something else is there."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.data = np.empty(0, np.uint8)
        self.kept: tuple[Ints, ...] = ()
        self.order = np.empty(0, np.int32)

    def room(self, size: int) -> memoryview:
        """Where to put so many bytes of lines."""
        if size + AHEAD > len(self.data):
            self.data = np.empty(size + AHEAD, np.uint8)
            self.kept = (
                np.empty((size // RECORD + 1, 2), np.int64),
                np.empty((size // ITEM + 1, 3), np.int64),
                np.empty((size // VALUE + 1, 4), np.int64),
                np.empty((size // OTHER + 1, 3), np.int64),
            )
            self.order = np.empty(size // VALUE + 1, np.int32)
        return self.data.data[:size]

    def put(self, content: bytes) -> int:
        """Puts lines into the room; the size of them."""
        self.room(len(content))[:] = content
        return len(content)

    def scan(self, end: int, *, looked_at: bool = False) -> Scanned:
        """Scans the lines up to there, each of which may be a resource."""
        self.data[end : end + AHEAD] = LINE_END
        counts, stack = np.zeros(4, np.int64), np.empty((4, DEEPEST), np.int64)
        kept = (*self.kept, counts)
        lines = scan(self.data, end, tuple(self.rules.tables), looked_at, kept, stack)
        found = [each[:count] for each, count in zip(self.kept, counts, strict=True)]
        return Scanned(self.data, self.rules, lines, self.order, *found)


@dataclass(frozen=True)
class Scanned:
    """The outcome of one scan, as kernel.py keeps it."""

    data: npt.NDArray[np.uint8]
    rules: Rules
    lines: int
    order: npt.NDArray[np.int32]
    records: Ints
    members: Ints
    values: Ints
    others: Ints

    @cached_property
    def by_slot(self) -> tuple[npt.NDArray[np.int32], Ints]:
        """The numbers of the values in order of their slots, and where each slot starts."""
        starts = np.zeros(len(self.rules.slots) + 1, np.int64)
        by_slot(self.values, starts, self.order)
        return self.order, starts

    def other_lines(self) -> list[tuple[int, bytes]]:
        """The number of each line that is no resource that is wanted, whole and right; and what it says."""
        return [(line, self.data[start:end].tobytes()) for line, start, end in self.others.tolist()]
