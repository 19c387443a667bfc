"""Takes a backup: one moment of the database, the population as it counts then, and the proof of both."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from commonweal.site.backup import audited, databases, manifest, population, programs, proving, state
from commonweal.site.backup.fault import BackupFault, writing_to
from commonweal.site.backup.manifest import DATABASE, POPULATION, Manifest


def back_up(url: str, store: Path | None, to: Path, *, verify: bool = True) -> Manifest:
    """Backs the database and the store up into a new folder, which is there once it is whole."""
    if to.exists():
        raise BackupFault(f"{to} is there already; name a new folder, a backup is never written over")
    with databases.server(url) as server, unfinished(to) as folder:
        made = _make(url, store, folder)
        if verify:
            proving.prove(server, folder, made)
            made = made.model_copy(update={"verified": True})
            manifest.write(folder, made)
        manifest.sync(folder)
        folder.rename(to)
        manifest.sync(to.parent)
    return made


@contextmanager
def unfinished(to: Path) -> Iterator[Path]:
    """A private folder beside where the backup will be; it goes unless it was renamed."""
    folder = to.with_name(f"{to.name}.unfinished")
    shutil.rmtree(folder, ignore_errors=True)
    with writing_to(folder):
        folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make(url: str, store: Path | None, folder: Path) -> Manifest:
    with state.held(url) as moment:
        dump = folder / DATABASE
        words = (
            "--format=custom",
            f"--snapshot={moment.snapshot}",
            "--lock-wait-timeout=60s",
            f"--file={dump}",
        )
        if audited.TABLE in moment.state.counts:
            audited.note_heads(moment.connection, folder)
        programs.run("pg_dump", moment.postgresql, url, *words, place=folder)
    manifest.sync(dump)
    rows = population.copy(store, folder / POPULATION) if store else None
    made = Manifest(
        format=manifest.FORMAT,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        software=software(),
        postgresql=moment.postgresql,
        roles=moment.roles,
        database=moment.state,
        population=rows,
        files=manifest.measured(folder),
        verified=False,
    )
    with writing_to(folder):
        manifest.write(folder, made)
    return made


def software() -> str:
    """Our version, where we are installed as a package."""
    try:
        return version("commonweal")
    except PackageNotFoundError:
        return "from its source"
