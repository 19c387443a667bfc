"""The tables that the scan goes by: for each object of FHIR its elements, and which of them are wanted.

An object that holds something wanted has a table of its own for that path; all others of its type share one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from commonweal.incoming.fhir.elements import (
    ANY,
    DEFINITIONS,
    EVERY_ELEMENT,
    EVERY_PART,
    PART,
    QUANTITIES,
    REPEATS,
    Element,
    data_types,
    resources,
    tree,
)
from commonweal.incoming.fhir.scan import kinds

# The hash of keys and codes takes eight bytes at a time; the factor is Knuth's, 2^64 over the golden ratio.
OFFSET, FACTOR, WORD, HALF, STEP = 0xCBF29CE484222325, 0x9E3779B97F4A7C15, 2**64, 32, 8
NO_BIT = 63  # of an element that is not counted
ROOT = -1  # the context of what stands in no list

Ints = npt.NDArray[Any]
Row = tuple[int, int, int, int, int, int]  # of Tables.elements
Wanted = Mapping[str, Any]  # element → what is wanted of it: an int (how it is kept), or the same again


class Tables(NamedTuple):
    """Few and wide, as each of them costs something wherever the scan hands it on.

    `objects`: where its keys stand, places for keys less one, which elements must be there, its list.
    `keys`: hash, element. `elements`: kind, object or codes, many, bit, slot, how it is kept.
    `codes`: hashes, and before them in `first_code` where each list starts. `roots`: hash, object.
    """

    objects: Ints
    keys: Ints
    elements: Ints
    codes: Ints
    first_code: Ints
    roots: Ints


@dataclass(frozen=True)
class Rules:
    """The tables, and where what is wanted is found: (resource, path) → slot, and → context of a list."""

    tables: Tables
    roots: tuple[str, ...]
    slots: Mapping[tuple[str, str], int]
    contexts: Mapping[tuple[str, str], int]


def hashed(text: str) -> int:
    """The hash that the scan makes of a key or a code, as a number with a sign."""
    found, content = OFFSET, text.encode()
    for at in range(0, len(content), STEP):
        found = (found ^ int.from_bytes(content[at : at + STEP], "little")) * FACTOR % WORD
        found ^= found >> HALF
    return found - WORD if found >= WORD // 2 else found


def rules(wanted: Mapping[str, Wanted]) -> Rules:
    """Rules for the resources that are wanted, by type."""
    making = _Making()
    declared = {each.name: each for each in resources()}
    roots = {kind: making.resource(declared[kind], tree_of) for kind, tree_of in wanted.items()}
    return Rules(making.tables(roots), tuple(roots), making.slots, making.contexts)


@dataclass
class _Making:
    """Tables as they grow; `objects` is one row for each object, `rows` one for each element."""

    objects: list[tuple[dict[int, int], int, int]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    lists: list[list[int]] = field(default_factory=list)
    shared: dict[str, int] = field(default_factory=dict)
    slots: dict[tuple[str, str], int] = field(default_factory=dict)
    contexts: dict[tuple[str, str], int] = field(default_factory=dict)
    types: dict[str, Element] = field(default_factory=lambda: {each.name: each for each in data_types()})
    resource_name: str = ""

    def resource(self, declared: Element, wanted: Wanted) -> int:
        self.resource_name = declared.name
        return self._object(declared.name, declared.parts, wanted, "", ROOT)

    def tables(self, roots: Mapping[str, int]) -> Tables:
        objects: list[tuple[int, ...]] = []
        keys: list[tuple[int, int]] = []
        for elements, required, context in self.objects:
            size = 1 << (2 * len(elements)).bit_length()
            objects.append((len(keys), size - 1, required, context))
            keys += _placed(elements, size)
        starts = np.cumsum([0, *map(len, self.lists)])
        return Tables(
            np.array(objects, np.int64),
            np.array(keys, np.int64),
            np.array(self.rows, np.int64),
            np.array([code for codes in self.lists for code in codes], np.int64),
            starts.astype(np.int64),
            np.array([(hashed(kind), number) for kind, number in roots.items()], np.int64),
        )

    def _object(self, name: str, parts: Iterable[Element], wanted: Wanted, path: str, context: int) -> int:
        """The number of the object; made only once where nothing is wanted of it."""
        if not wanted and name in self.shared:
            return self.shared[name]
        number = len(self.objects)
        keys: dict[int, int] = {}
        self.objects.append((keys, 0, context))
        if not wanted:
            self.shared[name] = number
        required = 0
        for bit, part in enumerate(parts):
            required |= part.required << bit
            for key, row in self._elements(name, part, bit, wanted, path):
                keys[hashed(key)] = len(self.rows)
                self.rows.append(row)
        self.objects[number] = (keys, required, context)
        return number

    def _elements(
        self, owner: str, part: Element, bit: int, wanted: Wanted, path: str
    ) -> list[tuple[str, Row]]:
        """The keys of an element: one for each type of a choice, and `_name` beside a primitive."""
        types = _every_type(self.types) if part.types == ANY else part.types
        found: list[tuple[str, Row]] = []
        for kind, name in zip(types, part.names(types), strict=True):
            here = f"{path}.{name}".lstrip(".")
            number, target = self._value(owner, part, kind, wanted.get(name, {}), here)
            slot, keep = self._slot(wanted.get(name), here)
            found.append((name, (number, target, part.many, bit, slot, keep)))
            if number not in (kinds.PART, kinds.ANYTHING, kinds.CONTAINED) and name != "id":
                beside = self._object("Element", tree(EVERY_ELEMENT), {}, "", ROOT)
                found.append((f"_{name}", (kinds.PART, beside, part.many, NO_BIT, -1, 0)))
        return found

    def _value(self, owner: str, part: Element, kind: str, wanted: Any, path: str) -> tuple[int, int]:
        """The kind of value, and the object or the list of codes that it is."""
        within = wanted if isinstance(wanted, Mapping) else {}
        if part.codes:
            self.lists.append([hashed(code) for code in part.codes])
            return kinds.LISTED, len(self.lists) - 1
        if kind in kinds.BY_TYPE:
            return kinds.BY_TYPE[kind], 0
        if kind in DEFINITIONS:
            return kinds.ANYTHING, 0
        context = self._context(path) if within and part.many else ROOT
        if (kind,) == PART:
            name = f"{owner}.{part.name}"
            return kinds.PART, self._object(name, [*tree(EVERY_PART), *part.parts], within, path, context)
        if kind.startswith(REPEATS):
            return kinds.PART, self.shared[kind.removeprefix(REPEATS)]
        name = "Quantity" if kind in QUANTITIES else kind
        return kinds.PART, self._object(name, self.types[name].parts, within, path, context)

    def _context(self, path: str) -> int:
        return self.contexts.setdefault((self.resource_name, path), len(self.contexts))

    def _slot(self, wanted: Any, path: str) -> tuple[int, int]:
        if not isinstance(wanted, int):
            return -1, 0
        return self.slots.setdefault((self.resource_name, path), len(self.slots)), wanted


def _every_type(types: Iterable[str]) -> tuple[str, ...]:
    primitive = (kind for kind in kinds.BY_TYPE if kind != "resource")
    return (*primitive, *types, *QUANTITIES, *DEFINITIONS)


def _placed(keys: Mapping[int, int], size: int) -> list[tuple[int, int]]:
    """A table of hash and element, each at its hash or in the next free place; -1 where there is none."""
    table = [(0, -1)] * size
    for key, element in keys.items():
        place = key % size
        while table[place][1] >= 0:
            place = (place + 1) % size
        table[place] = (key, element)
    return table
