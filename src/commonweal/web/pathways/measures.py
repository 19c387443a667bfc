"""A pathway's measures: who was in time, who waits, how long it takes, what went back and who came again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from commonweal.blueprint import Pathway
from commonweal.blueprint.pathways_clocks import Clock, Version
from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.measures import reads
from commonweal.care.measures.reads import Measures
from commonweal.care.pathways.working_time import HERE, Measure
from commonweal.web import words
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.pathways import measure_filters as asked
from commonweal.web.pathways import wording
from commonweal.web.pathways.measure_answer import answer, lasts
from commonweal.web.pathways.measure_charts import DAYS, ages_of, curve_of, hours_of, weeks_of
from commonweal.web.pathways.measure_filters import Filters
from commonweal.web.pathways.measure_tables import beside, coming_again, went_back
from commonweal.web.pathways.pathway import find
from commonweal.web.spreadsheet import Cell, filename, spreadsheet

HEAD = ("measure", "part", "count", "among", "number", "lowest", "highest")


@require_safe
@for_viewers
def measures(request: HttpRequest, viewer: Viewer, id: str) -> HttpResponse:
    pathway = find(id)
    filters = asked.read(request.GET, pathway)
    found = reads.measures(viewer, pathway, filters.asked(pathway.id))
    here: dict[str, Any] = {
        "at": "pathways",
        "trail": _trail(pathway),
        "title": f"{pathway.title}: how long people wait",
        "pathway": pathway,
        "filters": filters,
        "choices": asked.names(),
        "kinds": asked.KINDS,
        "lengths": asked.LENGTHS,
        "found": found,
    }
    if found.moment is None:
        return show(request, viewer, "pathways/not_measured.html", **here)
    clock, version = _clock(pathway, filters, found)
    return show(
        request,
        viewer,
        "pathways/measures.html",
        **here,
        clock=clock,
        version=version,
        wording=wording,
        lasts=lasts,
        answer=answer(found, version, filters.weeks),
        **_charts(pathway, found, filters, version),
        back=went_back(pathway, found),
        again=coming_again(found),
        beside=beside(found),
    )


@require_safe
@for_viewers
def measures_file(request: HttpRequest, viewer: Viewer, id: str) -> HttpResponseBase:
    """Every number of the page."""
    pathway = find(id)
    filters = asked.read(request.GET, pathway)
    found = reads.measures(viewer, pathway, filters.asked(pathway.id))
    at = f"{found.moment:%Y-%m-%d-%H%M}" if found.moment else "never"
    name = filename(None, pathway.id, filters.clock, filters.of, "weeks", filters.weeks, "measured", at)
    return spreadsheet(name, HEAD, _lines(found))


def _lines(found: Measures) -> Iterator[tuple[Cell, ...]]:
    for measure in sorted(found.cells):
        for cell in found.parts(measure):
            length = cell.count is None and cell.number is not None
            count = "" if length else words.count(cell.count)
            yield measure, cell.part, count, cell.among, cell.number, cell.low, cell.high


def _charts(pathway: Pathway, found: Measures, filters: Filters, version: Version | None) -> dict[str, Any]:
    day = (found.moment or moments.now()).astimezone(HERE).date()
    target = version.target if version else None
    limit = _limit(pathway, version)
    return {
        "weeks": weeks_of(found, day, int(filters.weeks), target),
        "ages": ages_of(found, limit),
        "curve": curve_of(found, limit),
        "hours": hours_of(found),
        "days": DAYS,
    }


def _clock(pathway: Pathway, filters: Filters, found: Measures) -> tuple[Clock, Version | None]:
    """The clock, with its rule on the day that was measured."""
    clock = next(clock for clock in pathway.clocks if clock.id == filters.clock)
    day = (found.moment or moments.now()).astimezone(HERE).date()
    return clock, clock.version(day) or clock.versions[-1]


def _limit(pathway: Pathway, version: Version | None) -> int:
    """What it may use, in seconds."""
    if version is None:
        return 1
    return int(Measure(version.within, pathway.opening(version.hours)).limit.total_seconds())


def _trail(pathway: Pathway) -> list[dict[str, str]]:
    return [
        {"text": "Pathways", "href": reverse("pathways")},
        {"text": pathway.title, "href": reverse("pathway", args=[pathway.id])},
    ]
