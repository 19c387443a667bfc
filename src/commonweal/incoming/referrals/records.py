"""The files of a folder as records, each with its file and line, one after the other."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

KINDS = (".json", ".ndjson", ".csv")
REFUSED = ".refused.ndjson"  # how the name of a file ends in which refused records are kept
LONGEST = 2_000_000  # bytes of one message


@dataclass(frozen=True)
class Record:
    """What stands at a line of a file: a message as it came, or a row by its header; or why neither."""

    file: Path
    line: int
    content: bytes = b""
    row: dict[str, str] | None = None
    fault: str = ""


def files_under(paths: Iterable[Path]) -> list[Path]:
    """The files given, and those of the right kinds in the folders given, in the order of their names."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [file for file in inside if file.is_file() and (file == path or _is_ours(file))]
    return found


def records(file: Path) -> Iterator[Record]:
    """All records of a file, without holding more than one."""
    kind = file.suffix.lower()
    if kind == ".json":
        yield _whole(file)
    elif kind == ".ndjson":
        yield from _lines(file)
    elif kind == ".csv":
        yield from _rows(file)
    else:
        yield Record(file, 1, fault=f"is no file of referrals; name it {', '.join(KINDS)}")


def _is_ours(file: Path) -> bool:
    return file.suffix.lower() in KINDS and not file.name.endswith(REFUSED)


def _whole(file: Path) -> Record:
    with file.open("rb") as read:
        content = read.read(LONGEST + 1)
    return Record(file, 1, content)


def _lines(file: Path) -> Iterator[Record]:
    with file.open("rb") as read:
        number = 0
        while content := read.readline(LONGEST + 1):
            number += 1
            if content.strip():
                yield Record(file, number, content.rstrip(b"\r\n"))
            while content and not content.endswith(b"\n"):
                content = read.readline(LONGEST)


def _rows(file: Path) -> Iterator[Record]:
    with file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as read:
        reader = csv.reader(read, strict=True)
        header = [name.strip() for name in next(reader, [])]
        before = reader.line_num
        while True:
            try:
                row = next(reader, None)
            except csv.Error as fault:
                yield Record(file, before + 1, fault=f'is not CSV from here on: {fault}; quote it as "…"')
                return
            if row is None:
                return
            if any(row):
                yield _row(file, before + 1, header, row)
            before = reader.line_num


def _row(file: Path, line: int, header: list[str], row: list[str]) -> Record:
    said = dict(zip(header, [*row, *("" for _ in header)], strict=False))
    if len(row) != len(header):
        return Record(file, line, row=said, fault=f"has {len(row)} values under {len(header)} columns")
    return Record(file, line, row=said)
