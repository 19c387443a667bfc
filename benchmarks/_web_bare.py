"""What a board is held against: a bare Django page, and the same board in plain SQL without sign-in."""

from __future__ import annotations

import os
import threading
from html import escape

import psycopg
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

ROWS = """
SELECT reference, given, family, birth_date, reason, practice, postcode, stage, team, due, since
FROM care_referral WHERE hub = 'single-point-of-access' AND ended IS NULL ORDER BY sorts, id LIMIT 50
"""
COUNTS = "SELECT stage, sum(count) FROM care_stagecount WHERE hub = 'single-point-of-access' GROUP BY stage"
KEPT = threading.local()

settings.configure(
    ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="of a benchmark", MIDDLEWARE=[], USE_TZ=True
)


def bare(request: HttpRequest) -> HttpResponse:
    """The least that Django can answer."""
    return _whole("<!doctype html><title>Bare</title><p>Bare")


def board(request: HttpRequest) -> HttpResponse:
    """Counts and the first fifty, as strings put together."""
    there = _connected()
    counts = there.execute(COUNTS).fetchall()
    rows = there.execute(ROWS).fetchall()
    head = "".join(f"<li>{escape(str(stage))}: {n}" for stage, n in counts)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}" for cell in row) for row in rows)
    return _whole(f"<!doctype html><title>Board</title><ul>{head}</ul><table>{body}</table>")


def _whole(text: str) -> HttpResponse:
    """A page that says how long it is, so that the connection is kept."""
    page = HttpResponse(text)
    page.headers["Content-Length"] = str(len(page.content))
    return page


def _connected() -> psycopg.Connection[tuple[object, ...]]:
    """This thread's connection, made once."""
    if not hasattr(KEPT, "connection"):
        KEPT.connection = psycopg.connect(os.environ["OWNER"], autocommit=True)
    return KEPT.connection


urlpatterns = [path("bare", bare), path("board", board)]
application = get_wsgi_application()
