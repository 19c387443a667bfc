"""Whole databases of a server: made, renamed, dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from commonweal.site.backup import state
from commonweal.site.backup.fault import BackupFault

KEPT_FOR_US = "postgres"  # the database that every server has, from which the others are made
OURS = "a copy by commonweal, which may be dropped"
TRIES = 3  # the server itself waits some seconds each time for sessions to end
SESSIONS = "FROM pg_stat_activity WHERE usesysid IS NOT NULL AND datname = %s"
END_SESSIONS = f"SELECT pg_terminate_backend(pid) {SESSIONS} AND pg_has_role(usesysid, 'USAGE')"
OTHERS = f"SELECT usename {SESSIONS} AND NOT pg_has_role(usesysid, 'USAGE') LIMIT 1"


class Server:
    """The server of a database, seen from outside that database."""

    def __init__(self, url: str, connection: Connection) -> None:
        self.url, self._connection = url, connection
        self.name = str(conninfo_to_dict(url)["dbname"])

    def address(self, name: str) -> str:
        """The address of a database of this server."""
        return urlsplit(self.url)._replace(path=f"/{quote(name)}").geturl()

    @property
    def version(self) -> int:
        return self._connection.info.server_version // 10_000

    def has(self, name: str) -> bool:
        found = self._connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return found.fetchone() is not None

    def make(self, name: str) -> None:
        """An empty database of ours; one that an interrupted run has left behind gives way."""
        self.drop_ours(name)
        if self.has(name):
            raise BackupFault(f"a database {name} is in the way; rename it or drop it")
        try:
            self._run("CREATE DATABASE {} TEMPLATE template0", name)
        except psycopg.errors.InsufficientPrivilege:
            who = self._connection.info.user
            raise BackupFault(
                f"{who} may not make a database; let an administrator run: alter role {who} createdb"
            ) from None
        self._run(f"COMMENT ON DATABASE {{}} IS '{OURS}'", name)

    def drop_ours(self, name: str) -> None:
        """Drops a database that was made here as a copy, and no other."""
        said = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        if self._connection.execute(said, [name]).fetchone() == (OURS,):
            self.drop(name)

    def drop(self, name: str) -> None:
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def swap(self, new: str, aside: str) -> None:
        """`new` takes the name of the database and what had it stands `aside`, both or neither."""
        other = self._connection.execute(OTHERS, [self.name]).fetchone()
        if other:
            raise BackupFault(f"{self.name} is in use by {other[0]}; stop the site, or end those sessions")
        for _ in range(TRIES):
            try:
                return self._swap(new, aside)
            except psycopg.errors.ObjectInUse:
                continue
        raise BackupFault(f"{self.name} is in use; stop the site, and try again")

    def need_roles(self, names: tuple[str, ...]) -> None:
        """The roles that the tables name belong to the server and not to a database: made where missing."""
        for name in names:
            if not self._connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
                self._make_role(name)

    def _swap(self, new: str, aside: str) -> None:
        self._connection.execute(END_SESSIONS, [self.name])
        with self._connection.transaction():
            if self.has(self.name):
                self._run("ALTER DATABASE {} RENAME TO {}", self.name, aside)
            self._run("COMMENT ON DATABASE {} IS NULL", new)
            self._run("ALTER DATABASE {} RENAME TO {}", new, self.name)

    def _make_role(self, name: str) -> None:
        try:
            self._run("CREATE ROLE {} NOLOGIN NOSUPERUSER NOBYPASSRLS", name)
            self._run("GRANT {} TO CURRENT_USER", name)
        except psycopg.errors.InsufficientPrivilege:
            who = self._connection.info.user
            raise BackupFault(
                f"the role {name} is missing on this server; let an administrator run:"
                f" create role {name} nologin nosuperuser nobypassrls; grant {name} to {who}"
            ) from None

    def _run(self, order: str, *names: str) -> None:
        self._connection.execute(sql.SQL(order).format(*map(sql.Identifier, names)))


@contextmanager
def server(url: str) -> Iterator[Server]:
    """The server of this database, for one backup or restore of it at a time."""
    name = conninfo_to_dict(url).get("dbname")
    if not name:
        raise BackupFault("no database is named: set DATABASE_URL to postgresql://user@host:port/name")
    with state.connected(make_conninfo(url, dbname=KEPT_FOR_US)) as connection:
        connection.autocommit = True
        key = int.from_bytes(hashlib.sha256(str(name).encode()).digest()[:8], signed=True)
        if connection.execute("SELECT pg_try_advisory_lock(%s)", [key]).fetchone() != (True,):
            raise BackupFault(f"{name} is being backed up or restored already; wait for that")
        yield Server(url, connection)
