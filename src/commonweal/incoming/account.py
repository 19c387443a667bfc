"""What came of a load, for the person who asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Account:
    """Rows: `tables` by table as taken, refused, duplicate; `unplaced` refused that no table is known for.

    `reasons` counts refused rows by reason, `not_needed` resources by type that no table wants, and `read`
    all records that were as they should be, whatever became of them.
    """

    load: str
    tables: Mapping[str, Mapping[str, int]]
    reasons: Mapping[str, int]
    read: int
    unplaced: int = 0
    not_needed: Mapping[str, int] = field(default_factory=dict)
    files: int = 0
    notes: tuple[str, ...] = ()
