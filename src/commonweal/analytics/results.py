"""Answers that a refresh has left in a store, as its readers take them.

A run's folder holds the answers of everybody as of some run before in `base`, and in `changes` those of the
people who changed since, whose answers of then no longer count. Both have a file, or a folder of files, for
each answer; `people` names those who changed, also those who have no answer now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import ibis

from commonweal.analytics.asking import named
from commonweal.analytics.profile import KNOWN

RESULTS = "results"
BASE, CHANGES, PEOPLE = "base", "changes", "people"
Read = Callable[[Sequence[Path]], ibis.Table]


def kept(store: str | Path, method: str, connection: ibis.BaseBackend | None = None) -> ibis.Table:
    """What a method said of everybody when the store in this folder was last refreshed.

    It is read by DuckDB in this process, or over the connection to one that is given.
    """
    asked, connection = named(method), connection or ibis.duckdb.connect()
    run = (Path(store) / RESULTS).resolve()  # another run may take its place while this one is read
    if not run.is_dir():
        raise FileNotFoundError(f"{store} has no results; run `commonweal population refresh` first")
    return asked.told(answered(run, KNOWN.name, lambda files: connection.read_parquet(list(map(str, files)))))


def answered(run: Path, name: str, read: Read) -> ibis.Table:
    """One answer of a run: that of everybody, with that of those who changed in place of theirs."""
    base = read(files(run / BASE / f"{name}.parquet"))
    people = run / CHANGES / f"{PEOPLE}.parquet"
    if not people.exists():
        return base
    return base.anti_join(read(files(people)), "person").union(read(files(run / CHANGES / f"{name}.parquet")))


def files(path: Path) -> list[Path]:
    """The file an answer is in, or the files where several processes wrote it."""
    return sorted(path.glob("*.parquet")) if path.is_dir() else [path]
