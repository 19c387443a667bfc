"""Questions that pages ask all the time: the database plans each once for a connection, not once a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from psycopg import sql
from psycopg.types.json import JsonbLoader


def ask(statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """The rows of a statement of our own, with %s for each value."""
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.adapters.register_loader("jsonb", JsonbLoader)  # Django has them left as text
        cursor.execute(sql.SQL(statement), values, prepare=True)
        return cursor.fetchall() if cursor.description else []
