"""What somebody can tell two answers apart by: status, words, links, headers, and the work they make.

Of work, the statements about our own tables: savepoints are numbered, and sessions noted once a minute.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

CHANGING = re.compile(r'(nonce|csrfmiddlewaretoken" value)="[^"]*"|nonce-[^\' ]+')
OURS = re.compile(r"\bcare_")


class Answer(NamedTuple):
    """An answer without what differs each time, and with what was asked for taken out of it."""

    status: int
    body: str
    headers: Mapping[str, str]
    statements: tuple[str, ...]


def answer(client: Client, address: str, *asked: object, method: str = "get", **more: object) -> Answer:
    """The answer to `address`; each of `asked`, as somebody wrote it, is taken out of it."""
    with CaptureQueriesContext(connection) as queries:
        page = getattr(client, method)(address, **more)
        content = _content(page)
    statements = tuple(shape(query["sql"]) for query in queries.captured_queries if OURS.search(query["sql"]))
    headers = {name: _without(value, asked) for name, value in page.headers.items() if name != "Date"}
    return Answer(page.status_code, _without(content, asked), headers, statements)


def shape(sql: str) -> str:
    """A statement without the values in it."""
    return re.sub(r"'(?:[^']|'')*'|\b\d+\b|_django_curs_\w+", "?", sql)


def _content(page: HttpResponse) -> str:
    return (b"".join(page.streaming_content) if page.streaming else page.content).decode("utf-8")


def _without(text: str, asked: tuple[object, ...]) -> str:
    for one in asked:
        text = text.replace(str(one), "(asked)")
    return CHANGING.sub("(each time)", text)
