"""How the chain of the audit is checked; migrations/0003_audit_chain.py says how it is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import groupby

Place = tuple[date, int, int]  # day, lane, number


@dataclass(frozen=True, slots=True)
class Head:
    """Where a lane stands on a day: its last row, as the database keeps it or as it was noted elsewhere."""

    day: date
    lane: int
    number: int
    entry: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Link:
    """A row of the audit in its place; `said` is all that it says, its id first and its number last."""

    day: date
    lane: int
    number: int
    id: int
    hash: bytes
    said: tuple[str | None, ...]


@dataclass(frozen=True)
class Checked:
    """What a check found: rows there are, and the first that is not as it was written."""

    rows: int
    first_bad: int | None

    @property
    def ok(self) -> bool:
        return self.first_bad is None


def digest(before: bytes, said: Iterable[str | None]) -> bytes:
    """The hash of a row that follows `before`; each value has its length in front, so that none runs over."""
    values = ("-" if value is None else f"{len(value)}:{value}" for value in (before.hex(), *said))
    return sha256(",".join(values).encode()).digest()


def check(steps: Iterable[Head | Link], noted: Mapping[Place, Head]) -> Checked:
    """Heads and rows by day and lane: a lane's head first, then its rows by number. `noted` are older heads.

    A row altered, added or out of order is named itself; for one removed, the row that follows it, or, where
    it was the last of its lane that day, its own id, which the head still has.
    """
    rows, first_bad = 0, None
    before: dict[int, bytes] = {}
    unmet = dict(noted)
    for (_, lane), found in groupby(steps, key=lambda step: (step.day, step.lane)):
        walked = _walk(found, before.get(lane, b""), unmet)
        rows += walked.rows
        before[lane] = walked.hash
        first_bad = walked.first_bad if first_bad is None else first_bad
    if first_bad is None and unmet:
        first_bad = unmet[min(unmet)].entry
    return Checked(rows, first_bad)


@dataclass(frozen=True)
class _Walked:
    """One lane of one day, walked to its end."""

    rows: int
    first_bad: int | None
    hash: bytes


def _walk(found: Iterable[Head | Link], before: bytes, unmet: dict[Place, Head]) -> _Walked:
    head, rows, first_bad = None, 0, None
    for step in found:
        if isinstance(step, Head):
            head = step
            continue
        rows += 1
        note = unmet.pop((step.day, step.lane, step.number), None)
        expected = head is not None and step.number == rows <= head.number
        if first_bad is None and not (
            expected and step.hash == digest(before, step.said) and _as_noted(step, note)
        ):
            first_bad = step.id
        before = step.hash
    if first_bad is None and head and (head.number, head.hash) != (rows, before):
        first_bad = head.entry
    return _Walked(rows, first_bad, before)


def _as_noted(link: Link, note: Head | None) -> bool:
    return note is None or (note.entry, note.hash) == (link.id, link.hash)
