"""A declared table: a CSV file read row by row, each on its line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from commonweal.blueprint.document import Document, Where, text_of
from commonweal.blueprint.faults import ROW, BlueprintFault
from commonweal.blueprint.shapes import Shape
from commonweal.blueprint.wording import did_you_mean


def read_csv(path: Path, list_key: str, entry: type[Shape]) -> Document:
    """The CSV file at `path` as a list under `list_key`; its first line names columns of `entry`."""
    text = text_of(path)
    if isinstance(text, Document):
        return text
    rows = csv.reader(text.splitlines())
    names = [name.strip() for name in next(rows, [])]
    faults = list(_header(str(path), names, entry))
    if faults:
        return Document(str(path), faults=tuple(faults))
    content: list[dict[str, str]] = []
    lines: dict[Where, int] = {}
    for row in filter(None, rows):
        if len(row) != len(names):
            problem = (
                f"has {len(row)} values where the first line names {len(names)}; check commas and quotes"
            )
            faults.append(BlueprintFault(str(path), rows.line_num, ROW, problem))
        lines[list_key, len(content)] = rows.line_num
        given = zip(names, map(str.strip, row), strict=False)
        content.append({name: value for name, value in given if value})
    return Document(str(path), {list_key: content}, lines, tuple(faults))


def _header(file: str, names: list[str], entry: type[Shape]) -> Iterator[BlueprintFault]:
    known = entry.model_fields
    for name in names:
        if name not in known:
            remedy = did_you_mean(name, known, f"the columns are {', '.join(known)}")
            yield BlueprintFault(file, 1, name or "column", f"not a known column; {remedy}")
        elif names.count(name) > 1:
            yield BlueprintFault(file, 1, name, "is named twice in the first line; keep one")
    for name, column in known.items():
        if column.is_required() and name not in names:
            yield BlueprintFault(
                file, 1, name, f"is missing from the first line, which names the columns: {', '.join(known)}"
            )
