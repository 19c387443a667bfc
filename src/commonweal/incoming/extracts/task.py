"""A load of extracts as it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from commonweal.blueprint import Source
from commonweal.store import Store


@dataclass(frozen=True)
class Task:
    """A load to be made: from which files, into which store, and which load's place it takes, if any."""

    source: Source
    store: Store
    files: Sequence[Path]
    today: date
    started: datetime
    replaces: str = ""
    by_name: bool = False  # whether it takes that place only because a file has the same name
    rename: str = "rename it"  # what to do where something else has the same name
    places: Sequence[str] = ()  # where people find the files, if they are not read from there

    @property
    def called(self) -> Sequence[str]:
        """The files, as people are told of them."""
        return self.places or list(map(str, self.files))

    @property
    def load(self) -> str:
        """What the load is called."""
        return f"{self.started:%Y%m%dT%H%M%S%f}-{self.source.id}"
