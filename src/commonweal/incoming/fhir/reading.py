"""How resources are read: the form that condition.py and its siblings fill in, and what they share.

The resources of one type in a block are read together: each thing told of them is a column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from commonweal.incoming.fhir.scan.found import Columns
from commonweal.terms import codes, nhs_number

Ints = npt.NDArray[np.int64]

MONTHS = {"a": 12, "mo": 1}  # UCUM units of an age, in months
DAYS = {"wk": 7, "d": 1}  # and in days
OLDEST = 150 * 12  # months

# A version or a server's address around Type/id; FHIR R4, Reference.
LITERAL = re.compile(r"(?:https?://\S*/)?([A-Za-z]+/[A-Za-z0-9.-]{1,64})(?:/_history/\S+)?")
PATIENT = "Patient/"
BY_NHS_NUMBER = f"Patient?identifier={codes.NHS_NUMBER}|"
NO_CODE = "it has no code"


@dataclass(frozen=True)
class Rows:
    """Rows of one table, in columns; `of` is the place of the resource that each row is of."""

    of: Ints
    columns: Sequence[pa.Array]

    def kept(self, which: npt.NDArray[Any]) -> Rows:
        """Those in these places, or where it is true."""
        places = np.flatnonzero(which) if which.dtype == np.bool_ else which
        return Rows(self.of[places], [column.take(pa.array(places)) for column in self.columns])


@dataclass(frozen=True)
class Told:
    """What resources of one type tell: rows by table; and in the place of each, whom it is about, the day, or
    months and days of age, and why it is not to be taken though it is right in itself."""

    rows: Mapping[str, Rows]
    about: pa.Array | None = None
    date: pa.Array | None = None
    months: pa.Array | None = None
    days: pa.Array | None = None
    unfit: pa.Array | None = None


@dataclass(frozen=True)
class Reading:
    """How one type of resource is read. A refused one is counted against the first of `tables`."""

    resource: str
    tables: tuple[str, ...]
    tell: Callable[[Columns], Told]


def codings(found: Columns, path: str) -> Rows:
    """system, code, words: a row for each different code of the concept at `path`."""
    items = found.items(f"{path}.coding")
    code, words = items.texts("code"), items.texts("display")
    if words.null_count or not found.size:
        words = pc.coalesce(words, found.texts(f"{path}.text").take(pa.array(items.parent)))
    rows = Rows(items.parent, (pc.fill_null(items.texts("system"), ""), code, words))
    if code.null_count:
        rows = rows.kept(code.is_valid().to_numpy(zero_copy_only=False))
    return _different(rows)


def _different(rows: Rows) -> Rows:
    """Without those that say the same system and code of the same resource again."""
    if not np.any(rows.of[1:] == rows.of[:-1]):
        return rows
    system, code = (rows.columns[column].dictionary_encode() for column in (0, 1))
    said = rows.of * len(system.dictionary) + system.indices.to_numpy()
    said = said * len(code.dictionary) + code.indices.to_numpy()
    _, first = np.unique(said, return_index=True)
    return rows if len(first) == len(said) else rows.kept(np.sort(first))


def uncoded(found: Columns, *coded: Rows) -> pa.Array:
    """Why each cannot be a row, if none of these is of it: it has no code."""
    without = np.ones(found.size, np.bool_)
    for rows in coded:
        without[rows.of] = False
    return pc.if_else(pa.array(without), NO_CODE, pa.scalar(None, pa.string()))


def marked(status: pa.StringArray, *marks: str) -> pa.Array:
    """Why each is not taken: its status is one of these."""
    hit = pc.is_in(status, pa.array(marks))
    said = pc.binary_join_element_wise("it is marked ", status, "")
    return pc.if_else(hit, said, pa.scalar(None, pa.string()))


def ages(found: Columns, *paths: str) -> tuple[pa.Array, pa.Array]:
    """Months and days of age that a record gives in place of a date."""
    value = pc.coalesce(*(found.numbers(f"{path}.value") for path in paths))
    units = (pc.coalesce(found.texts(f"{path}.code"), found.texts(f"{path}.unit")) for path in paths)
    given = zip(value.to_pylist(), pc.coalesce(*units).to_pylist(), strict=True)
    if value.null_count == found.size:
        return pa.nulls(found.size, pa.int32()), pa.nulls(found.size, pa.int32())
    told = [_age(*each) for each in given]
    return tuple(pa.array([each[part] for each in told], pa.int32()) for part in (0, 1))


def _age(value: float | None, unit: str | None) -> tuple[int, int] | tuple[None, None]:
    if value is None or unit not in {**MONTHS, **DAYS}:
        return None, None
    months, days = int(value * MONTHS.get(unit, 0)), int(value * DAYS.get(unit, 0))
    return (months, days) if 0 <= months + days // 30 <= OLDEST else (None, None)


def people(found: Columns, path: str = "subject") -> pa.Array:
    """Whom each reference names: Patient/id, the address of a resource in a Bundle, or an NHS number."""
    reference = found.texts(f"{path}.reference")
    system, value = found.texts(f"{path}.identifier.system"), found.texts(f"{path}.identifier.value")
    plain = pc.and_(pc.starts_with(reference, PATIENT), pc.equal(pc.count_substring(reference, "/"), 1))
    if pc.all(plain, skip_nulls=False).as_py():
        return reference
    named = zip(*(column.to_pylist() for column in (reference, system, value)), strict=True)
    return pa.array([_person(*each) for each in named], pa.string())


def _person(reference: str | None, system: str | None, value: str | None) -> str | None:
    if reference is None:
        return (nhs_number.normal(value) or value) if system == codes.NHS_NUMBER else None
    if reference.startswith(BY_NHS_NUMBER):
        return nhs_number.normal(reference.removeprefix(BY_NHS_NUMBER)) or reference
    return resource_in(reference)


def first_of(items: Columns, column: pa.Array, size: int) -> pa.Array:
    """In the place of each of `size` owners, the first that one of their items has."""
    there = np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False))
    owners, first = np.unique(items.parent[there], return_index=True)
    place = np.full(size, -1, np.int64)
    place[owners] = there[first]
    return column.take(pa.array(place, mask=place < 0))


@lru_cache(maxsize=1 << 12)
def resource_in(reference: str | None) -> str | None:
    """Type/id where a reference says so, however long its address; else the reference as it is."""
    found = reference and LITERAL.fullmatch(reference)
    return found[1] if found else reference


def spread(rows: Sequence[Sequence[tuple[Any, ...]]], kinds: Sequence[pa.DataType]) -> Rows:
    """The rows of each resource, as tuples, one after another in columns of these types."""
    of = np.array([place for place, some in enumerate(rows) for _ in some], np.int64)
    columns = zip(*(row for some in rows for row in some), strict=True)
    return Rows(of, [pa.array(column, kind) for column, kind in zip(columns, kinds, strict=False)])
