"""Questions that pages ask all the time: planned once for a connection, and several asked at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import Cursor
from psycopg.adapt import Loader
from psycopg.types.datetime import TimestamptzLoader
from psycopg.types.json import JsonbLoader, JsonLoader

Row = tuple[Any, ...]


class Json(JsonLoader):
    """JSON as its values; Django would leave it as text."""

    _loads = staticmethod(orjson.loads)


class Jsonb(JsonbLoader):
    """The same of JSONB."""

    _loads = staticmethod(orjson.loads)


LOADERS: dict[str, type[Loader]] = {
    "json": Json,
    "jsonb": Jsonb,
    "timestamptz": TimestamptzLoader,  # all are in UTC
}


class Question(NamedTuple):
    """A statement of our own with %s for each value; the values can be compared."""

    statement: str
    values: tuple[object, ...] = ()


def ask(statement: str, values: Sequence[object] = ()) -> list[Row]:
    """The rows of a statement of our own, with %s for each value."""
    here = connections[DEFAULT_DB_ALIAS]
    here.ensure_connection()
    with here.wrap_database_errors:
        cursor = _cursor(here.connection)
        cursor.execute(statement.encode(), values, prepare=True)
        return cursor.fetchall() if cursor.pgresult and cursor.pgresult.nfields else []


def _cursor(connection: Any) -> Cursor[Row]:
    """The one by which all of these are asked on a connection: making another takes as long as asking."""
    kept: Cursor[Row] | None = getattr(connection, "asked_by", None)
    if kept is None:
        kept = connection.asked_by = Cursor(connection)
        for kind, loader in LOADERS.items():
            kept.adapters.register_loader(kind, loader)
    return kept


def expect(*questions: Question) -> None:
    """What is asked soon, in this transaction and as whoever acts now: the first answer brings all of them.

    For questions that are few in rows, of numbers and texts alone.
    """
    if (expected := _expected()) is not None:
        expected.update(dict.fromkeys(questions))


def answer(question: Question) -> list[Row]:
    """Its rows; one that was expected is asked together with all others that are, and given out once."""
    expected = _expected()
    if not expected or question not in expected:
        return ask(*question)
    if expected[question] is None:
        waiting = [one for one, rows in expected.items() if rows is None]
        expected.update(zip(waiting, _together(waiting), strict=True))
    return expected.pop(question) or []


def _together(questions: Sequence[Question]) -> list[list[Row]]:
    each = [f"(SELECT json_agg(row) FROM ({one.statement}) row)" for one in questions]  # noqa: S608  # our own
    values = [value for one in questions for value in one.values]
    answered = ask(f"SELECT {', '.join(each)}", values)[0]
    return [[tuple(row.values()) for row in rows or ()] for rows in answered]


def _expected() -> dict[Question, list[Row] | None] | None:
    """By question, its rows once they are there; nothing outside a page's transaction."""
    here = connections[DEFAULT_DB_ALIAS]
    known: dict[Any, Any] | None = getattr(here, "known", None)
    return None if known is None else known.setdefault(("expected", getattr(here, "acting", None)), {})
