"""An indicator of small areas that was loaded, as a file: every small area, and where it is from."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.extents import extent
from commonweal.care.population import reads
from commonweal.web.address import NotUnderstood, one_of
from commonweal.web.page import for_viewers
from commonweal.web.population import about as place
from commonweal.web.spreadsheet import filename, spreadsheet

HEAD = ("small area", "name", "indicator", "value", "definition")


@require_safe
@for_viewers
def indicator_file(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponseBase:
    """A small area of which the file says nothing has an empty value."""
    about = place.find(area)
    known = tuple(reads.indicators(str(settings.BLUEPRINT)))
    if not known:
        raise NotUnderstood("No file of indicators is loaded beside this population.")
    id = one_of(request.GET, "measure", known, known[0])
    one = reads.indicator(viewer, about.id, id)
    rows = (
        (code, extent(code).title, one.title, one.values.get(code, ""), f"Source: {one.source}")
        for code in sorted(about.small_areas)
    )
    return spreadsheet(filename(None, "indicator", id, about.id), HEAD, rows)
