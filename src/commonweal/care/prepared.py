"""Questions that pages ask all the time: the database plans each once for a connection, not once a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from psycopg import adapters, sql
from psycopg.pq import Format
from psycopg.types.json import JsonbLoader

LOADERS = {  # Django leaves JSON as text, and reads moments by a slower way; all of them are in UTC
    "jsonb": JsonbLoader,
    "timestamptz": adapters.get_loader(adapters.types["timestamptz"].oid, Format.TEXT),
}


def ask(statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """The rows of a statement of our own, with %s for each value."""
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        for kind, loader in LOADERS.items():
            cursor.adapters.register_loader(kind, loader)
        cursor.execute(sql.SQL(statement), values, prepare=True)
        return cursor.fetchall() if cursor.description else []
