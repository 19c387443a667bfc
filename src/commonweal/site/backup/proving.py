"""Reads a backup into a database of its own and compares: a backup is good when it has been restored."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg

from commonweal.site.backup import audited, manifest, population, programs, state, versions
from commonweal.site.backup.databases import Server
from commonweal.site.backup.fault import BackupFault
from commonweal.site.backup.manifest import DATABASE, POPULATION, Manifest, State

AT_ONCE = str(min(4, os.cpu_count() or 1))


def prove(server: Server, folder: Path, made: Manifest) -> None:
    """The backup's files are whole, and a database read from them holds what was there."""
    manifest.refuse_damage(folder, made)
    scratch = f"{server.name}_check"
    try:
        read_into(server, scratch, folder, made)
        refuse_broken_audit(server.address(scratch), folder, made)
    finally:
        server.drop_ours(scratch)


def read_into(server: Server, name: str, folder: Path, made: Manifest) -> None:
    """A new database `name` that holds what the backup says, or none that anybody uses."""
    server.need_roles(made.roles)
    server.make(name)
    there = server.address(name)
    words = ("--no-owner", "--exit-on-error", f"--jobs={AT_ONCE}", "--dbname", name, str(folder / DATABASE))
    programs.run("pg_restore", max(made.postgresql, server.version), there, *words, place="the database")
    with psycopg.connect(there, autocommit=True) as connection:
        connection.execute("ANALYZE")
    refuse_difference(made.database, state.now(there))
    rows = made.population
    if rows is not None and not population.alike(population.counted(folder / POPULATION), rows):
        raise BackupFault("the population's files hold other rows than were copied; take another backup")


def refuse_broken_audit(url: str, folder: Path, made: Manifest) -> None:
    """The audit's own check, where the tables are those it knows."""
    if audited.NOTED in made.files and versions.is_ours(made.database):
        audited.refuse_broken(url, folder)


def refuse_difference(written: State, found: State) -> None:
    """Names the first table that differs."""
    for table in sorted(written.counts.keys() | found.counts.keys()):
        before, after = written.counts.get(table), found.counts.get(table)
        if before != after:
            raise BackupFault(f"{table} has {after} rows and had {before}; take another backup")
        if written.marks[table] != found.marks[table]:
            raise BackupFault(f"{table} has as many rows as before and not the same; take another backup")
    if written.migrations != found.migrations:
        raise BackupFault("the tables are of another version than was written; take another backup")
