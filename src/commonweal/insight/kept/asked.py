"""What a refresh of the store asks: the profile of everybody, and every method that it does not answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

import ibis

from commonweal.analytics.linked import Linked
from commonweal.analytics.methods import METHODS
from commonweal.analytics.needed import Needed, needed
from commonweal.analytics.profile import PROFILE, known
from commonweal.blueprint.definitions import Definitions

PACKAGE = Path(__file__).parents[2]

Answer = Callable[[Linked], ibis.Table]
View = Callable[[ibis.Table], ibis.Table]


@dataclass(frozen=True)
class Asked:
    """The answers wanted, by name: rows keyed by person, those of one never depending on those of another.

    `views` are what the answer of that name has in it already, each with the name of that answer. `sign` is
    the same only for the same methods, declared facts and day. `needed` says by table which rows are read.
    """

    answers: Mapping[str, Answer]
    sign: str
    on: str
    views: Mapping[str, tuple[str, View]] = field(default_factory=dict)
    needed: Mapping[str, Needed] = field(default_factory=dict)


def everything(definitions: Definitions, on: date) -> Asked:
    """The profile, and each method: read off what is known of each person."""

    @lru_cache(maxsize=1)
    def told(linked: Linked) -> ibis.Table:
        return linked.once(known(linked, definitions, on))

    answers: dict[str, Answer] = {PROFILE.name: lambda linked: told(linked).select(PROFILE.names)}
    views = {}
    for name, method in METHODS.items():
        if method.of_known:
            answers[name] = _read_off(told, method.of_known)
        elif name != PROFILE.name:
            views[name] = (PROFILE.name, method.answer)
    return Asked(answers, _sign(definitions, on), on.isoformat(), views, needed(definitions, on))


def _read_off(told: Answer, view: View) -> Answer:
    return lambda linked: view(told(linked))


def _sign(definitions: Definitions, on: date) -> str:
    told = [
        _code(),
        on.isoformat(),
        [one.model_dump(mode="json") for one in (*definitions.registers, *definitions.segments)],
        definitions.words.model_dump(mode="json"),
        [table.to_pydict() for table in (definitions.deficits, definitions.lists, definitions.deciles)],
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


@cache
def _code() -> str:
    """The same for the same methods: answers of an older version are not gone on with."""
    files = sorted(file for folder in ("analytics", "terms") for file in (PACKAGE / folder).rglob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
