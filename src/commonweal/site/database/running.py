"""Serve the database of a folder for as long as somebody needs it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from commonweal.site.database import place as places
from commonweal.site.database import server as servers
from commonweal.site.database.programs import programs
from commonweal.site.database.reach import within_reach
from commonweal.site.database.runner import runner

NAME = "commonweal"  # owns the tables: migrations, refreshes and operators
APPLICATION = "commonweal_app"  # what row-level security binds
SITE = "commonweal_web"  # whom the pages connect as: nothing but a member of it


@contextmanager
def running(folder: Path, *, durable: bool = True) -> Iterator[str]:
    """Serve the folder's database, made where absent, while the block lasts; gives its DATABASE_URL."""
    who = runner()
    where = places.place(folder, who)
    with places.held(where):
        using = within_reach(programs(), where, who)
        servers.initialise(where, using, who)
        servers.end_orphan(where)
        server = servers.start(where, using, who, durable=durable)
        try:
            open_for_us(where.socket)
            yield address(folder)
        finally:
            server.stop(servers.STOPPING)
            where.socket.rmdir()


def address(folder: Path, user: str = NAME) -> str:
    """The DATABASE_URL of a folder's database, whether it is served or not."""
    socket = quote(str(places.socket_folder(folder, runner())), safe="")
    return f"postgresql://{user}@{socket}/{NAME}"


def open_for_us(socket: Path) -> None:
    """Our roles and our database; neither role is a superuser, so row-level security binds them."""
    with psycopg.connect(host=str(socket), user="postgres", dbname="postgres", autocommit=True) as connection:
        if not connection.execute("select 1 from pg_roles where rolname = %s", [NAME]).fetchone():
            connection.execute(f"create role {NAME} login createdb")
        if not connection.execute("select 1 from pg_roles where rolname = %s", [APPLICATION]).fetchone():
            connection.execute(f"create role {APPLICATION} nologin")
        if not connection.execute("select 1 from pg_roles where rolname = %s", [SITE]).fetchone():
            connection.execute(f"create role {SITE} login in role {APPLICATION}")
        connection.execute(f"grant {APPLICATION} to {NAME}")
        if not connection.execute("select 1 from pg_database where datname = %s", [NAME]).fetchone():
            connection.execute(f"create database {NAME} owner {NAME}")


def remove(folder: Path) -> None:
    """Remove the database of a folder, wherever it was placed; refused while it is served."""
    where = places.place(folder, runner())
    with places.held(where):
        servers.end_orphan(where)
    places.discard(where)
    places.discard(places.Place(folder, where.socket))
