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

NAME = "commonweal"


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


def address(folder: Path) -> str:
    """The DATABASE_URL of a folder's database, whether it is served or not."""
    socket = quote(str(places.socket_folder(folder, runner())), safe="")
    return f"postgresql://{NAME}@{socket}/{NAME}"


def open_for_us(socket: Path) -> None:
    """Our role and our database; the role is no superuser, so row-level security binds it."""
    with psycopg.connect(host=str(socket), user="postgres", dbname="postgres", autocommit=True) as connection:
        if not connection.execute("select 1 from pg_roles where rolname = %s", [NAME]).fetchone():
            connection.execute(f"create role {NAME} login createdb")
        if not connection.execute("select 1 from pg_database where datname = %s", [NAME]).fetchone():
            connection.execute(f"create database {NAME} owner {NAME}")


def remove(folder: Path) -> None:
    """Remove the database of a folder, wherever it was placed; refused while it is served."""
    where = places.place(folder, runner())
    with places.held(where):
        servers.end_orphan(where)
    places.discard(where)
    places.discard(places.Place(folder, where.socket))
