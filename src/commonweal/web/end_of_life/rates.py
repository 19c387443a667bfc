"""Where people died against what they preferred, by area, for those who plan."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.end_of_life import rates
from commonweal.care.end_of_life.models import PlaceRate
from commonweal.web import words
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.people.list import titles
from commonweal.web.spreadsheet import filename, spreadsheet

LENGTHS = {"13": "13 weeks", "52": "52 weeks"}
HEAD = ("area", *rates.COUNTS)


@require_safe
@for_viewers
def preferred(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    weeks, rows = _asked(request, viewer)
    return show(
        request,
        viewer,
        "end_of_life/rates.html",
        title="Where people died, against what they preferred",
        at="pathways",
        weeks=weeks,
        lengths=LENGTHS,
        rows=rows,
        whole=next((row for row in rows if row.area == viewer.extent.id), None),
        where=viewer.extent.title,
        titles=titles(),
        moment=rows[0].moment if rows else None,
    )


@require_safe
@for_viewers
def preferred_file(request: HttpRequest, viewer: Viewer) -> HttpResponseBase:
    """Every number of the page."""
    weeks, rows = _asked(request, viewer)
    lines = ((row.area, *(words.count(getattr(row, name)) for name in rates.COUNTS)) for row in rows)
    return spreadsheet(filename(None, "preferred-places", "weeks", weeks), HEAD, lines)


def _asked(request: HttpRequest, viewer: Viewer) -> tuple[str, list[PlaceRate]]:
    weeks = request.GET.get("weeks", "")
    weeks = weeks if weeks in LENGTHS else "52"
    return weeks, rates.rates(viewer, int(weeks))
