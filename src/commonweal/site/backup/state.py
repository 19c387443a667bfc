"""What a database holds at one moment, and the snapshot that shows others the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import Connection, IsolationLevel, sql

from commonweal.site.backup.fault import BackupFault
from commonweal.site.backup.manifest import State

AS_ONE_READS = (
    "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET extra_float_digits = 1; SET row_security = off"
)
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
ROLES = """
    SELECT DISTINCT rolname FROM pg_shdepend JOIN pg_roles ON pg_roles.oid = refobjid
    WHERE refclassid = 'pg_authid'::regclass AND deptype IN ('a', 'r') AND rolname <> current_user
      AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    ORDER BY 1
"""
ROWS = "SELECT count(*), coalesce(sum(hashtextextended(one::text, 0)::numeric), 0)::text FROM {} AS one"


@dataclass(frozen=True)
class Moment:
    """A moment of a database: what it holds, for which roles, and the name by which others read it."""

    connection: Connection
    snapshot: str
    postgresql: int
    roles: tuple[str, ...]
    state: State


@contextmanager
def held(url: str) -> Iterator[Moment]:
    """The moment stays readable while the block lasts; nobody empties or changes a table meanwhile."""
    with connected(url) as connection:
        names = tables(connection)
        connection.commit()
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        if names:
            locked = sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE")
            connection.execute(locked.format(sql.SQL(", ").join(map(sql.Identifier, names))))
        snapshot = str(_one(connection, "SELECT pg_export_snapshot()"))
        roles = tuple(name for (name,) in connection.execute(ROLES))
        version = connection.info.server_version // 10_000
        yield Moment(connection, snapshot, version, roles, state(connection))


def now(url: str) -> State:
    """What the database holds now."""
    with connected(url) as connection:
        return state(connection)


def state(connection: Connection) -> State:
    rows = {name: _rows(connection, name) for name in tables(connection)}
    counts = {name: count for name, (count, _) in rows.items()}
    marks = {name: mark for name, (_, mark) in rows.items()}
    return State(migrations=_migrations(connection, counts), counts=counts, marks=marks)


def tables(connection: Connection) -> list[str]:
    return [name for (name,) in connection.execute(TABLES)]


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection that reads every row or says why it cannot; what it commits is undone on a fault."""
    try:
        connection = psycopg.connect(url)
    except psycopg.OperationalError as fault:
        raise BackupFault(f"the database cannot be opened: {str(fault).strip().splitlines()[-1]}") from None
    with connection:
        connection.execute(AS_ONE_READS)
        connection.commit()
        yield connection


def _rows(connection: Connection, name: str) -> tuple[int, str]:
    try:
        found = connection.execute(sql.SQL(ROWS).format(sql.Identifier(name))).fetchone()
    except psycopg.errors.InsufficientPrivilege:
        raise BackupFault(
            f"{connection.info.user} may not read every row of {name}; name the tables' owner in DATABASE_URL"
        ) from None
    return found or (0, "")


def _migrations(connection: Connection, counts: dict[str, int]) -> tuple[str, ...]:
    if "django_migrations" not in counts:
        return ()
    return tuple(
        name for (name,) in connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
    )


def _one(connection: Connection, question: sql.SQL | str) -> object:
    row = connection.execute(question).fetchone()
    return row[0] if row else None
