"""Rows of several extracts with the same columns, gathered until there are enough to be worth a question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from commonweal.blueprint import Source
from commonweal.blueprint.wording import did_you_mean
from commonweal.incoming.extracts.batch import Extract, Stray, Unusable
from commonweal.incoming.extracts.parquet import open_parquet
from commonweal.incoming.extracts.rows import BATCH_ROWS, open_csv

FILE = pa.field("file", pa.int32())
NOT_TEXT = ("\x00", "\ufffd", "PK\x03\x04")
OPEN = {"csv": open_csv, "parquet": open_parquet}

Numbered = tuple[int, Path]


@dataclass
class Gathered:
    """`rows`: those of batches, with FILE, under `names`; `strays` by number of their file.

    `reached` is how many bytes of all the files have been read by now.
    """

    names: list[str]
    rows: list[pa.Table] = field(default_factory=list)
    strays: list[tuple[int, Stray]] = field(default_factory=list)
    reached: int = 0

    def __len__(self) -> int:
        return sum(map(len, self.rows)) + len(self.strays)


def gather(files: Sequence[Numbered], source: Source) -> Iterator[Gathered]:
    """The rows of all files in their order; a file that cannot be used is one stray."""
    gathered, before = Gathered([]), 0
    for number, file in files:
        try:
            extract = _open(file, source)
        except (Unusable, OSError) as problem:
            gathered.strays.append((number, Stray(None, _reason(problem))))
            continue
        if extract.names != gathered.names:
            yield gathered
            gathered = Gathered(extract.names)
        for batch in extract.batches:
            gathered.rows.append(batch.rows.append_column(FILE, numbered(number, len(batch.rows))))
            gathered.strays += ((number, stray) for stray in batch.strays)
            gathered.reached = before + extract.reached()
            if len(gathered) >= BATCH_ROWS:
                yield gathered
                gathered = Gathered(extract.names)
        before += file.stat().st_size
    yield gathered


def numbered(number: int, rows: int) -> pa.Array:
    """A column that says of so many rows which file they are from."""
    return pa.repeat(pa.scalar(number, FILE.type), rows)


def _open(file: Path, source: Source) -> Extract:
    """Unusable where a column that the source reads is not in the file, or is there twice."""
    if file.is_dir():
        raise Unusable(f"no file in this folder is called {source.files}")
    extract = OPEN[source.format](file, source)
    if any(mark in name for name in extract.names for mark in NOT_TEXT):
        raise Unusable("the first line is not text; save the extract as CSV, or say its encoding")
    for name in sorted(source.needs):
        if name not in extract.names:
            remedy = did_you_mean(name, extract.names, f"its columns are {', '.join(extract.names)}")
            raise Unusable(f"there is no column {name}; {remedy}")
    for name in sorted(source.wants):
        if extract.names.count(name) > 1:
            raise Unusable(f"there are two columns {name}")
    return extract


def _reason(problem: Unusable | OSError) -> str:
    words = problem.strerror if isinstance(problem, OSError) else None
    return words or str(problem)
