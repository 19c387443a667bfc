"""Every pathway that is declared here, with its clocks and who answers for it."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonweal.blueprint import Pathway
from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.extents import blueprint
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.pathways import wording
from commonweal.web.spreadsheet import Cell, filename, spreadsheet

HEAD = (
    "file",
    "pathway",
    "team",
    "clock",
    "starts",
    "stops",
    "not counted",
    "rule",
    "from",
    "until",
    "within",
    "counted",
    "target per cent",
    "source",
    "review by",
)


@require_safe
@for_viewers
def pathways(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    found = sorted(blueprint().pathways, key=lambda one: one.title)
    today = timezone.localdate()
    return show(
        request,
        viewer,
        "pathways/list.html",
        at="pathways",
        title="Pathways",
        answer=answer(found),
        found=[(one, [(clock, clock.version(today)) for clock in one.clocks]) for one in found],
        today=today,
        sees_measures=access.may(viewer, "see_measures").allowed,
        wording=wording,
    )


@require_safe
@for_viewers
def pathways_file(request: HttpRequest, viewer: Viewer) -> HttpResponseBase:
    return spreadsheet(filename(None, "pathways"), HEAD, _lines(blueprint().pathways))


def answer(found: list[Pathway]) -> str:
    """How many there are, and how many clocks they have."""
    clocks = sum(len(one.clocks) for one in found)
    are = "pathway is" if len(found) == 1 else "pathways are"
    return f"{len(found)} {are} declared here, with {clocks} {'clock' if clocks == 1 else 'clocks'}."


def _lines(found: tuple[Pathway, ...]) -> Iterator[tuple[Cell, ...]]:
    """A line for each rule of each clock."""
    for one in found:
        for clock in one.clocks:
            happens = [wording.events(one, events) for events in (clock.starts, clock.stops, clock.voids)]
            for version in clock.versions:
                dates = (version.starts.isoformat(), version.until.isoformat() if version.until else "")
                length = (wording.length(version.within), wording.counted_in(one, version))
                rule = (version.id, *dates, *length, version.target, version.source)
                about = (one.name, one.title, one.team.kind, clock.title)
                yield *about, *happens, *rule, one.review_by.isoformat()
