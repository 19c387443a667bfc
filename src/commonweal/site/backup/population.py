"""The linked population's files, copied as they count at one moment."""

from __future__ import annotations

import shutil
from pathlib import Path

from commonweal.analytics.tables import TABLES
from commonweal.site.backup.fault import BackupFault, writing_to
from commonweal.site.backup.manifest import PRIVATE, sync
from commonweal.store.folder import MANIFEST, Store, StoreFault

TRIES = 3


def copy(store: Path, into: Path) -> dict[str, int]:
    """Copies what counts in the store now; gives the rows of each table.

    A file that counts is never written again, and goes only after the next load but one: so the copy takes
    the list first, and begins again where loads have overtaken it.
    """
    for _ in range(TRIES):
        shutil.rmtree(into, ignore_errors=True)
        try:
            _copy(store, into)
        except FileNotFoundError:
            continue
        return counted(into)
    raise BackupFault(f"{store} changes faster than it can be copied; wait for its loads to end")


def counted(store: Path) -> dict[str, int]:
    """Rows of each table, from the footers of its files."""
    population = Store(store)
    try:
        return {table: population.count(table) for table in TABLES}
    except (OSError, StoreFault, ValueError) as fault:
        raise BackupFault(f"{store} cannot be read: {fault}") from None


def alike(one: dict[str, int], other: dict[str, int]) -> bool:
    """As many rows of each table; one that a version did not have is empty in its backups."""
    return all(one.get(table, 0) == other.get(table, 0) for table in one.keys() | other.keys())


def is_empty(store: Path) -> bool:
    """True where nothing was ever loaded."""
    return not (store / MANIFEST).exists()


def exchange(store: Path, new: Path, aside: Path) -> None:
    """`new` takes the store's name, and what had it stands `aside`."""
    if store.exists():
        store.rename(aside)
    new.rename(store)


def exchange_back(store: Path, new: Path, aside: Path) -> None:
    """As it was before; the new one is gone."""
    store.rename(new)
    if aside.exists():
        aside.rename(store)
    shutil.rmtree(new)


def kept(aside: Path) -> list[str]:
    """Where an earlier population is kept; an empty one is not."""
    if aside.exists() and is_empty(aside):
        shutil.rmtree(aside)
    return [f"the population in {aside}"] if aside.exists() else []


def _copy(store: Path, into: Path) -> None:
    with writing_to(into):
        into.mkdir(mode=0o700)
    if is_empty(store):
        return
    _copy_file(store / MANIFEST, into / MANIFEST)
    copied = Store(into)
    for file in (file for table in copied.tables() for file in copied.files(table)):
        _copy_file(store / file.relative_to(copied.path), file)


def _copy_file(source: Path, to: Path) -> None:
    if not source.exists():
        raise FileNotFoundError(source)
    with writing_to(to.parent):
        to.parent.mkdir(mode=0o700, exist_ok=True)
        shutil.copyfile(source, to)
        to.chmod(PRIVATE)
        sync(to)
