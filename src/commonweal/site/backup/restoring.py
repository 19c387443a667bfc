"""Puts a backup back: all of it is read and compared beside what is there, and takes its place at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from commonweal.site.backup import databases, manifest, population, proving, state, versions
from commonweal.site.backup.databases import Server
from commonweal.site.backup.fault import BackupFault, writing_to
from commonweal.site.backup.manifest import POPULATION, Manifest
from commonweal.store.folder import Store, StoreFault

MADE_BY_MIGRATE = {"django_migrations", "django_content_type", "auth_permission"}


def restore(
    url: str, store: Path | None, source: Path, *, replace: bool = False
) -> tuple[Manifest, list[str]]:
    """The backup in the place of what is there; gives its manifest, and where what was there is kept."""
    made = manifest.read(source)
    manifest.refuse_damage(source, made)
    versions.refuse_newer(made)
    if made.population is not None and store is None:
        raise BackupFault("this backup holds a linked population: name the folder for it with --store")
    with databases.server(url) as server:
        versions.refuse_older_server(server, made)
        filled = refuse_rows(server, store, replace=replace)
        return made, _restore(server, store, source, made, keep=filled)


def refuse_rows(server: Server, store: Path | None, *, replace: bool) -> bool:
    """Whether the database has rows in it; one that has, or a store that has loads, needs `replace`."""
    rows = state.now(server.url).counts if server.has(server.name) else {}
    filled = any(rows[table] for table in rows.keys() - MADE_BY_MIGRATE)
    if filled and not replace:
        raise BackupFault(
            f"the database {server.name} has rows in it; --replace puts the backup in its place"
        )
    if store and not population.is_empty(store) and not replace:
        raise BackupFault(f"{store} has records in it; --replace puts the backup in their place")
    return filled


def _restore(server: Server, store: Path | None, source: Path, made: Manifest, *, keep: bool) -> list[str]:
    new = f"{server.name}_new"
    when = f"{datetime.now(UTC):%Y%m%d%H%M%S}"
    aside = f"{server.name}_before_{when}"
    try:
        proving.read_into(server, new, source, made)
        if made.verified:  # one that was kept unproved may be the evidence of what somebody did to the audit
            proving.refuse_broken_audit(server.address(new), source, made)
        with _population(store, source, made, when) as kept:
            server.swap(new, aside)
    finally:
        server.drop_ours(new)
    if not keep:
        server.drop(aside)
    return [*([f"the database {aside}"] if keep else []), *kept]


@contextmanager
def _population(store: Path | None, source: Path, made: Manifest, when: str) -> Iterator[list[str]]:
    """The backup's population is in the store's place when the block begins, and stays where it ends well."""
    if store is None or made.population is None:
        yield []
        return
    new, aside = store.with_name(f"{store.name}.new"), store.with_name(f"{store.name}.before-{when}")
    with writing_to(store):
        store.parent.mkdir(parents=True, exist_ok=True)
    if not population.alike(population.copy(source / POPULATION, new), made.population):
        raise BackupFault(f"{new} does not hold what the backup does; try another disk")
    with _held(store), writing_to(store):
        population.exchange(store, new, aside)
        try:
            yield population.kept(aside)
        except BaseException:
            population.exchange_back(store, new, aside)
            raise


@contextmanager
def _held(store: Path) -> Iterator[None]:
    """Nobody loads into the store meanwhile."""
    try:
        with Store(store).writing():
            yield
    except StoreFault as fault:
        raise BackupFault(str(fault)) from None
