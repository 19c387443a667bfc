"""A blueprint half read: what each file says, right or wrong, so that one can be held against another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from commonweal.blueprint.document import Document
from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.files import File
from commonweal.blueprint.shapes import ALL

RANGE = ".."


@dataclass(frozen=True)
class Part:
    """One file: `whole` only where its shape is right, `entries` those of its list that are."""

    file: File
    document: Document
    faults: tuple[BlueprintFault, ...]
    whole: Any
    entries: tuple[tuple[int, Any], ...]

    @cached_property
    def known(self) -> dict[str, int]:
        """Code or id → its first place in the list, also of entries that have some other fault."""
        known: dict[str, int] = {}
        for place, name in self.names:
            known.setdefault(name, place)
        return known

    @property
    def names(self) -> Iterator[tuple[int, str]]:
        """Place and code or id of each entry that has one."""
        for place, written in enumerate(self.document.listed(self.file.list_key)):
            name = written.get(self.file.names_it) if isinstance(written, dict) else None
            if isinstance(name, str):
                yield place, name

    def text(self, key: str) -> str | None:
        """What the file says under a key of its own, where that is text, whatever else is wrong."""
        content = self.document.content
        said = content.get(key) if isinstance(content, dict) else None
        return said if isinstance(said, str) else None

    def fault(self, place: int, *where: str | int, message: str) -> BlueprintFault:
        """A fault about something in the entry at `place`."""
        return self.document.fault((self.file.list_key, place, *where), message)


@dataclass(frozen=True)
class Draft:
    path: Path
    partnership: Part
    lists: Mapping[str, Part]
    sources: tuple[Part, ...]
    agreements: tuple[Part, ...]
    pathways: tuple[Part, ...]
    instruments: tuple[Part, ...]
    case_rules: tuple[Part, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        declared = (*self.sources, *self.agreements, *self.pathways, *self.instruments, *self.case_rules)
        return (self.partnership, *self.lists.values(), *declared)

    def members(self, written: tuple[str, ...], list_key: str) -> tuple[str, ...]:
        """Codes, ranges and `all` as codes, each once, in the order of their own file."""
        known = self.lists[list_key].known
        if written == (ALL,):
            return tuple(known)
        chosen: set[str] = set()
        for word in written:
            first, _, last = word.partition(RANGE)
            chosen.update(code for code in known if first <= code <= (last or first))
        return tuple(code for code in known if code in chosen)
