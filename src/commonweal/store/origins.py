"""Which load brought the rows of a file: its name says so, also after other loads wrote it anew."""

from __future__ import annotations

import re
from pathlib import Path

NAME = re.compile(r"(?P<origin>[^.]+?)(\.(?P<by>[^.]+))?-[0-9]{4,}")
DISPLACED = "displaced_"  # the rows of a table that a later load took the place of stand in such a table


def name_of(table: str, origin: str, number: int, *, by: str | None = None) -> str:
    """A file of `table` whose rows `origin` brought, written by that load, or by another later."""
    return f"{table}/{origin}{f'.{by}' if by and by != origin else ''}-{number:04}.parquet"


def origin_of(name: str) -> str:
    """The load that brought what is in this file."""
    stem = Path(name).stem
    found = NAME.fullmatch(stem)
    return found["origin"] if found else stem


def by_of(name: str) -> str | None:
    """The load that wrote the file anew, or that took the place of what is in it; none at first."""
    found = NAME.fullmatch(Path(name).stem)
    return found["by"] if found else None
