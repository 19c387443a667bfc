"""Asking methods by their names, for notebooks."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import ibis

from commonweal.analytics.linked import Linked
from commonweal.analytics.methods import METHODS, Method
from commonweal.blueprint.definitions import Definitions, definitions_of
from commonweal.blueprint.folder import load


def answer(method: str, linked: Linked, on: date, definitions: Definitions | None = None) -> ibis.Table:
    """What a method says of everybody on a day; with the starter's definitions where none are given.

    An Ibis table: `.to_pandas()`, `.to_polars()`, `.to_pyarrow()` or `.to_parquet(file)` give the rows.
    """
    return named(method).result(linked, definitions or definitions_of(), on)


def named(method: str) -> Method:
    """The method of this name; KeyError with a remedy where there is none."""
    if method not in METHODS:
        near = get_close_matches(method, METHODS, 1)
        meant = f"did you mean {near[0]}?" if near else f"there are {', '.join(METHODS)}"
        raise KeyError(f"{method} is no method; {meant}")
    return METHODS[method]


def definitions(
    blueprint: str | Path | None = None,
    codelists: str | Path | None = None,
    *,
    warn: Callable[[str], None] = warnings.warn,
) -> Definitions:
    """What a partnership's folder declares, with a folder's code lists; the starter for what is not given."""
    declared = load(Path(blueprint)) if blueprint else None
    return definitions_of(declared, Path(codelists) if codelists else None, warn=warn)


def catalogue() -> ibis.Table:
    """One row per method: its name, title, grain, unit and source."""
    told = ("name", "title", "grain", "unit", "source")
    return ibis.memtable([{word: getattr(method, word) for word in told} for method in METHODS.values()])
