"""Every load, newest first: when, from where, and how much of it was taken."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.loads import reads
from commonweal.care.loads.models import LoadReport
from commonweal.care.published import reads as published
from commonweal.web.frame import show
from commonweal.web.loads.tables import tables, together
from commonweal.web.page import for_viewers
from commonweal.web.spreadsheet import Cell, filename, spreadsheet

HEAD = ("load", "source", "started", "finished", "table", "taken", "refused", "duplicate")


@require_safe
@for_viewers
def loads(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    found = reads.loads(viewer)
    rows = [(load, together(load)) for load in found]
    return show(request, viewer, "loads/list.html", at="loads", title="Loads", loads=rows)


@require_safe
@for_viewers
def loads_file(request: HttpRequest, viewer: Viewer) -> HttpResponseBase:
    found = reads.loads(viewer)
    name = filename(published.freshness(viewer), "loads")
    return spreadsheet(name, HEAD, (line for load in found for line in _lines(load)))


def _lines(load: LoadReport) -> Iterator[tuple[Cell, ...]]:
    """A line for each table of a load."""
    when = (load.started.isoformat(), load.finished.isoformat())
    for table in tables(load):
        yield load.pk, load.source, *when, table.name, table.taken, table.refused, table.duplicate
