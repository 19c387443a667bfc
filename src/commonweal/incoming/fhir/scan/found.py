"""What the scan found of the resources of one type, by path: a column for each element that is wanted.

`code.coding` is a path of names as they stand in JSON. Where an element repeats, `items` are its members,
with columns of their own; of values that repeat without being objects, `texts` and its like give the first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from commonweal.incoming.fhir.scan import kinds
from commonweal.incoming.fhir.scan.kernel import scan
from commonweal.incoming.fhir.scan.rules import ROOT, Rules
from commonweal.incoming.fhir.scan.texts import NOTHING, texts

Ints = npt.NDArray[np.int64]
PADDING = b"\n" * 64  # so that the scan may look ahead
# Of the bytes of a block, so many at least go to each record, member of a list, value and other line.
RECORD, ITEM, VALUE, OTHER = 64, 16, 12, 2
MILLION = 1_000_000


class Columns(Protocol):
    """`size` resources, or members of a list; of members `parent` says whose list each is in."""

    size: int
    parent: Ints

    def texts(self, path: str) -> pa.StringArray: ...

    def lists(self, path: str) -> list[list[str]]: ...

    def days(self, path: str) -> pa.Date32Array: ...

    def seconds(self, path: str) -> pa.DoubleArray: ...

    def numbers(self, path: str) -> pa.DoubleArray: ...

    def truths(self, path: str) -> pa.BooleanArray: ...

    def items(self, path: str) -> Columns: ...


@dataclass(frozen=True)
class Scanned:
    """The outcome of one scan, as kernel.py keeps it."""

    data: npt.NDArray[np.uint8]
    rules: Rules
    lines: int
    records: Ints
    members: Ints
    values: Ints
    others: Ints

    @cached_property
    def by_slot(self) -> tuple[Ints, Ints]:
        """The values in order of their slots, and where each slot starts."""
        slots = self.values[:, 0].astype(np.int16)
        order = np.argsort(slots, kind="stable")
        return order, np.searchsorted(slots[order], np.arange(len(self.rules.slots) + 1))

    def found(self) -> Mapping[str, tuple[Columns, Ints]]:
        """By type of resource, what was found and the line of each."""
        roots = self.records[:, 0]
        present = ((kind, np.flatnonzero(roots == number)) for number, kind in enumerate(self.rules.roots))
        return {
            kind: (Found(self, kind, "", ids, len(self.records), np.empty(0, np.int64)), self.records[ids, 1])
            for kind, ids in present
            if len(ids)
        }


def read(content: bytes, rules: Rules, *, looked_at: bool = False) -> Scanned:
    """Scans lines, each of which may be a resource."""
    data = np.frombuffer(content + PADDING, np.uint8)
    size = len(content)
    kept = (
        np.empty((size // RECORD + 1, 2), np.int64),
        np.empty((size // ITEM + 1, 3), np.int64),
        np.empty((size // VALUE + 1, 4), np.int64),
        np.empty((size // OTHER + 1, 3), np.int64),
        np.zeros(4, np.int64),
    )
    stack = np.empty((4, 64), np.int64)
    lines = scan(data, size, tuple(rules.tables), looked_at, kept, stack)
    return Scanned(data, rules, lines, *(each[:count] for each, count in zip(kept, kept[-1], strict=False)))


class Found:
    """Columns of one scan. `ids` are the numbers of these resources or members among all `of_all`."""

    def __init__(
        self, scanned: Scanned, resource: str, prefix: str, ids: Ints, of_all: int, parent: Ints
    ) -> None:
        self.scanned, self.resource, self.prefix, self.parent = scanned, resource, prefix, parent
        self.ids, self.size = ids, len(ids)
        self.place = np.full(of_all, NOTHING, np.int64)
        self.place[ids] = np.arange(len(ids))

    def texts(self, path: str) -> pa.StringArray:
        one, two = self._first(path)
        return texts(self.scanned.data, one, two)

    def lists(self, path: str) -> list[list[str]]:
        which, places = self._all(path)
        found: list[list[str]] = [[] for _ in range(self.size)]
        written = texts(self.scanned.data, self.scanned.values[which, 2], self.scanned.values[which, 3])
        for place, text in zip(places.tolist(), written.to_pylist(), strict=True):
            found[place].append(text)
        return found

    def days(self, path: str) -> pa.Date32Array:
        one, two = self._first(path, NEVER)
        return pa.array(one.astype(np.int32), pa.date32(), mask=two == NEVER)

    def seconds(self, path: str) -> pa.DoubleArray:
        _, two = self._first(path, NEVER)
        return pa.array(two / MILLION, pa.float64(), mask=two == NEVER)

    def numbers(self, path: str) -> pa.DoubleArray:
        return self.texts(path).cast(pa.float64())

    def truths(self, path: str) -> pa.BooleanArray:
        one, _ = self._first(path)
        return pa.array(one == 1, pa.bool_(), mask=one == NOTHING)

    def items(self, path: str) -> Columns:
        whole = self._whole(path)
        context = self.scanned.rules.contexts[self.resource, whole]
        members = self.scanned.members
        ids = np.flatnonzero(members[:, 0] == context)
        owners = members[ids, 2]
        parent = self.place[np.where(owners == ROOT, members[ids, 1], owners)]
        return Found(self.scanned, self.resource, whole, ids, len(members), parent)

    def _whole(self, path: str) -> str:
        return f"{self.prefix}.{path}" if self.prefix else path

    def _all(self, path: str) -> tuple[Ints, Ints]:
        """The values of an element, and to which of these resources or members each belongs."""
        order, starts = self.scanned.by_slot
        slot = self.scanned.rules.slots[self.resource, self._whole(path)]
        which = order[starts[slot] : starts[slot + 1]]
        return which, self.place[self.scanned.values[which, 1]]

    def _first(self, path: str, nothing: int = NOTHING) -> tuple[Ints, Ints]:
        """The two numbers of the first value of an element, or `nothing`."""
        which, places = self._all(path)
        one, two = np.full(self.size, nothing, np.int64), np.full(self.size, nothing, np.int64)
        one[places[::-1]], two[places[::-1]] = (self.scanned.values[which[::-1], n] for n in (2, 3))
        return one, two


NEVER = np.iinfo(np.int64).min  # a moment that is none


class Wanting:
    """Columns of nothing, which note what is asked of them: that is what the scan is to look for."""

    def __init__(self) -> None:
        self.size, self.parent = 0, np.empty(0, np.int64)
        self.wanted: dict[str, Any] = {}

    def texts(self, path: str) -> pa.StringArray:
        return self._note(path, kinds.AS_TEXT, pa.string())

    def lists(self, path: str) -> list[list[str]]:
        self.texts(path)
        return []

    def days(self, path: str) -> pa.Date32Array:
        return self._note(path, kinds.AS_DATE, pa.date32())

    def seconds(self, path: str) -> pa.DoubleArray:
        return self._note(path, kinds.AS_DATE, pa.float64())

    def numbers(self, path: str) -> pa.DoubleArray:
        return self._note(path, kinds.AS_TEXT, pa.float64())

    def truths(self, path: str) -> pa.BooleanArray:
        return self._note(path, kinds.AS_TRUTH, pa.bool_())

    def items(self, path: str) -> Columns:
        within = Wanting()
        within.wanted = self._at(path)
        return within

    def _at(self, path: str) -> dict[str, Any]:
        here = self.wanted
        for name in path.split("."):
            here = here.setdefault(name, {})
        return here

    def _note(self, path: str, keep: int, kind: pa.DataType) -> pa.Array:
        *before, name = path.split(".")
        here = self._at(".".join(before)) if before else self.wanted
        if here.setdefault(name, keep) != keep:
            raise ValueError(f"{path} is asked for in two ways")
        return pa.array([], kind)


def wanted_by(tell: Callable[[Columns], object]) -> Mapping[str, Any]:
    """What a function asks for."""
    wanting = Wanting()
    tell(wanting)
    return wanting.wanted
