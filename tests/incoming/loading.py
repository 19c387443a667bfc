"""Loads as a process of its own makes them, which may be ended at any moment."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from tests.incoming.fhir.records import TODAY

from commonweal.incoming.omop.take_in import take_in_omop
from commonweal.incoming.spans import Limits
from commonweal.incoming.take_in import CannotTakeIn, take_in
from commonweal.store import Store

BLOCK = 20_000  # bytes, so that small records make many blocks


def records(folder: Path, store: Path, processes: int = 1) -> None:
    """Records of FHIR."""
    try:
        take_in([folder], Store(store), today=TODAY, limits=Limits(block=BLOCK), processes=processes)
    except CannotTakeIn as fault:
        sys.exit(str(fault))


def records_with_a_full_disk(folder: Path, store: Path) -> None:
    """A limit on the size of a file stands in for the disk; no compiled module is to be cut off by it."""
    sys.dont_write_bytecode = True
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))
    records(folder, store)


def omop(folder: Path, store: Path) -> None:
    """Tables of OMOP."""
    take_in_omop(folder, Store(store), name="north", today=TODAY)
