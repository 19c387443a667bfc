"""Tables written as CSV files, all of them or none."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import ibis


def write(connection: ibis.BaseBackend, tables: Mapping[Path, ibis.Table]) -> None:
    """All of the files, whole, or none: each is written beside its place, and then all are put there."""
    parts = {path: path.with_name(f".{path.name}.part-{os.getpid()}") for path in tables}
    try:
        for path, table in tables.items():
            connection.to_csv(table, parts[path])
        for path, part in parts.items():
            part.replace(path)
    finally:
        for part in parts.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)
