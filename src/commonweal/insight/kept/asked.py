"""What a refresh of the store asks: all that is known of each person, off which every method is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import ibis

from commonweal.analytics.linked import Linked
from commonweal.analytics.needed import Needed, needed
from commonweal.analytics.profile import KNOWN, known
from commonweal.blueprint.definitions import Definitions

PACKAGE = Path(__file__).parents[2]

Answer = Callable[[Linked], ibis.Table]


@dataclass(frozen=True)
class Asked:
    """The answers wanted, by name: rows keyed by person, those of one never depending on those of another.

    `sign` is the same only for the same methods, declared facts and day. `needed` says by table which rows
    are read.
    """

    answers: Mapping[str, Answer]
    sign: str
    on: str
    needed: Mapping[str, Needed] = field(default_factory=dict)


def everything(definitions: Definitions, on: date) -> Asked:
    """What is known of each person, off which each method is read (`Method.told`)."""
    return Asked(
        {KNOWN.name: lambda linked: known(linked, definitions, on)},
        _sign(definitions, on),
        on.isoformat(),
        needed(definitions, on),
    )


def _sign(definitions: Definitions, on: date) -> str:
    told = [
        _code(),
        duckdb.__version__,  # its hashes, which stand for records, are its own affair
        on.isoformat(),
        [one.model_dump(mode="json") for one in (*definitions.registers, *definitions.segments)],
        definitions.words.model_dump(mode="json"),
        [table.to_pydict() for table in (definitions.deficits, definitions.lists, definitions.deciles)],
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


@cache
def _code() -> str:
    """The same for the same methods and words for them: answers of an older version are not gone on with."""
    folders = ("analytics", "store", "terms")
    files = sorted(file for folder in folders for file in (PACKAGE / folder).rglob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
