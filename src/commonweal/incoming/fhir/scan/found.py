"""What the scan found of the resources of one type, by path: a column for each element that is wanted.

`code.coding` is a path of names as they stand in JSON. Where an element repeats, `items` are its members,
with columns of their own; of values that repeat without being objects, `texts` and its like give the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from commonweal.incoming.fhir.scan.gathering import NOTHING, firsts, texts
from commonweal.incoming.fhir.scan.rules import ROOT
from commonweal.incoming.fhir.scan.scanner import Scanned

Ints = npt.NDArray[np.int64]
NOBODY: Any = np.empty(0, np.int64)
NEVER = np.iinfo(np.int64).min  # a moment that is none
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


def found(scanned: Scanned) -> Mapping[str, tuple[Columns, Ints]]:
    """By type of resource, what was found and the line of each."""
    roots = scanned.records[:, 0]
    present = ((kind, np.flatnonzero(roots == number)) for number, kind in enumerate(scanned.rules.roots))
    return {
        kind: (Found(scanned, kind, "", ids, len(roots), NOBODY), scanned.records[ids, 1])
        for kind, ids in present
        if len(ids)
    }


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
        which = self._all(path)
        if not len(which):
            return pa.nulls(self.size, pa.string())
        return texts(self.scanned.data, *self._firsts(which))

    def lists(self, path: str) -> list[list[str]]:
        found: list[list[str]] = [[] for _ in range(self.size)]
        values = self.scanned.values[self._all(path)]
        written = texts(self.scanned.data, values[:, 2].copy(), values[:, 3].copy())
        for place, text in zip(self.place[values[:, 1]].tolist(), written.to_pylist(), strict=True):
            found[place].append(text)
        return found

    def days(self, path: str) -> pa.Date32Array:
        which = self._all(path)
        if not len(which):
            return pa.nulls(self.size, pa.date32())
        one, two = self._firsts(which, NEVER)
        return pa.array(one.astype(np.int32), pa.date32(), mask=two == NEVER)

    def seconds(self, path: str) -> pa.DoubleArray:
        which = self._all(path)
        if not len(which):
            return pa.nulls(self.size, pa.float64())
        _, two = self._firsts(which, NEVER)
        return pa.array(two / MILLION, pa.float64(), mask=two == NEVER)

    def numbers(self, path: str) -> pa.DoubleArray:
        return self.texts(path).cast(pa.float64())

    def truths(self, path: str) -> pa.BooleanArray:
        one, _ = self._firsts(self._all(path))
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

    def _all(self, path: str) -> npt.NDArray[np.int32]:
        """The numbers of the values of an element."""
        order, starts = self.scanned.by_slot
        slot = self.scanned.rules.slots[self.resource, self._whole(path)]
        return order[starts[slot] : starts[slot + 1]]

    def _firsts(self, which: npt.NDArray[np.int32], nothing: int = NOTHING) -> tuple[Ints, Ints]:
        """The two numbers of the first value of each of these resources or members, or `nothing`."""
        one, two = np.empty(self.size, np.int64), np.empty(self.size, np.int64)
        firsts(self.scanned.values, which, self.place, nothing, one, two)
        return one, two
