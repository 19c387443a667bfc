"""Where answers are kept: `results` in the store leads to the folder of the newest whole run.

A run has a folder of its own and leaves one Parquet file (or folder of files) in it for each answer. When all
are there, `results` is made to lead to it by one rename: a reader finds the answers of one run, never a
mixture. A run that was cut off goes on with what it finds in its folder.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from commonweal.store.folder import RESULTS, Store, StoreBusy, StoreFault

RUNS = "answers"
HELD = "sources"
TOLD = "refreshed.json"


@dataclass(frozen=True)
class Refreshed:
    """One run: its folder, and what it was computed from.

    `sign` stands for the methods, what is declared and the day; `tables` names the store's files; `people` is
    how many were computed anew, empty where all were.
    """

    run: str
    sign: str
    on: str
    engine: str
    tables: Mapping[str, Sequence[str]]
    people: int | None = None


def newest(store: Store) -> Refreshed | None:
    """The run whose answers stand in `results`; nothing where there is none yet."""
    try:
        told = (store.path / RESULTS / TOLD).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return Refreshed(**json.loads(told))


@contextmanager
def under_way(store: Store, run: str, tables: Mapping[str, Sequence[str]]) -> Iterator[Path]:
    """The folder of this run, gone on with where it was cut off; `results` leads to it when all ends well.

    The run before it stays for those who are reading it; older ones and broken ones go.
    """
    runs = store.path / RUNS
    runs.mkdir(parents=True, exist_ok=True)
    with _alone(runs):
        folder, last = runs / run, (store.path / RESULTS).resolve()
        for other in runs.iterdir():
            if other.is_dir() and other not in (folder, last):
                shutil.rmtree(other)
        _hold(store, folder, tables)
        yield folder
        _lead_to(folder, store.path / RESULTS)


def held(folder: Path, names: Sequence[str]) -> list[Path]:
    """Files of the store as the run of this folder holds them, also when a load has taken them out since."""
    return [folder / HELD / name for name in names]


def write_down(folder: Path, done: Refreshed) -> None:
    """Says beside the answers what they were computed from."""
    (folder / TOLD).write_text(json.dumps(asdict(done), indent=1), encoding="utf-8")


def _hold(store: Store, folder: Path, tables: Mapping[str, Sequence[str]]) -> None:
    """A second name for each file that is read: no load takes it from under this run or the next one."""
    folder.mkdir(exist_ok=True)
    for name in (name for names in tables.values() for name in names):
        [file] = held(folder, [name])
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            with suppress(FileExistsError):
                os.link(store.path / name, file)
        except OSError as fault:
            raise StoreFault(
                f"{name} of {store.path} cannot be held ({fault.strerror}); refresh again"
            ) from fault


@contextmanager
def _alone(runs: Path) -> Iterator[None]:
    with open(runs / ".running", "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreBusy(f"{runs.parent} is being refreshed already; wait for that to end") from None
        yield


def _lead_to(folder: Path, results: Path) -> None:
    new = results.with_name(f"{RESULTS}.new")
    new.unlink(missing_ok=True)
    new.symlink_to(folder.relative_to(results.parent), target_is_directory=True)
    os.replace(new, results)
