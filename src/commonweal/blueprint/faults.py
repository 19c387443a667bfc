"""What is wrong with a blueprint: one line a fault, with file, line, key and remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ROW = "row"  # the key of a fault in a whole row of a table


@dataclass(frozen=True, order=True)
class BlueprintFault:
    """`file` as the user named it, `line` from 1, `key` such as areas[2].title."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.message}"


class BlueprintFaults(Exception):
    """A blueprint that cannot be used; `faults` holds every one found, in order of file and line."""

    def __init__(self, faults: Iterable[BlueprintFault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))
