"""Any measures of an area as a file, each line with what it means and the loads that it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.extents import extent
from commonweal.care.population import groups, reads
from commonweal.care.population.measures import Measure
from commonweal.care.population.reads import Measured
from commonweal.care.published import reads as published
from commonweal.care.published.reads import Freshness
from commonweal.web.address import NotUnderstood
from commonweal.web.page import for_viewers
from commonweal.web.population import measured
from commonweal.web.population.groups import ways
from commonweal.web.population.parts import PARTS, parts
from commonweal.web.spreadsheet import Cell, filename, spreadsheet, withheld

HEAD = (
    *("area", "area name", "population", "measure", "measure name", "told apart by", "group"),
    *("number", "among", "expected", "value", "low", "high", "unit", "definition"),
    *("as at", "refresh", "loads"),
)
PLAIN = ("", groups.SEGMENT, groups.SEGMENT_BAND, groups.SLOPE, groups.DECLARED)


@require_safe
@for_viewers
def measured_file(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponseBase:
    asked = measured.read(request.GET, area, measured.known(), "people")
    by = request.GET.get("by", "").split(",")
    wanted = [one for one in request.GET.get("measures", "").split(",") if one]
    if unknown := [one for one in by if one not in (*PLAIN, *ways())]:
        raise NotUnderstood(f"‘by={unknown[0][:40]}’ is nothing that people are told apart by here.")
    if unknown := [one for one in wanted if one not in measured.known()]:
        raise NotUnderstood(f"‘measures={unknown[0][:40]}’ is not a measure of this partnership.")
    areas = [asked.about.id, *parts(asked.about, asked.population, request.GET.get("of", ""), PARTS)]
    found = reads.measured(viewer, areas, asked.population, by=by, measures=wanted)
    freshness = published.freshness(viewer)
    name = filename(freshness, "measures", asked.about.id, asked.population, *by, *wanted[:3])
    return spreadsheet(name, HEAD, _lines(found, freshness))


def where_from(freshness: Freshness | None) -> tuple[Cell, ...]:
    """The day, the refresh and the loads that numbers come from."""
    if freshness is None:
        return "", "", ""
    return f"{freshness.as_at}", freshness.refresh, " ".join(load["id"] for load in freshness.loads)


def numbers(cell: reads.Cell, one: Measure) -> tuple[Cell, ...]:
    """Number, among, expected, value and limits as a file has them: what is spent in pounds."""
    spent = one.kind == "cost" and cell.numerator is not None
    number: Cell = (cell.numerator or 0) / 100 if spent else withheld(cell.numerator)
    return number, withheld(cell.denominator), cell.expected, cell.value, cell.lower, cell.upper


def _lines(found: Measured, freshness: Freshness | None) -> Iterator[tuple[Cell, ...]]:
    known, told = measured.known(), where_from(freshness)
    for (area, measure, by, group), cell in sorted(found.cells.items()):
        one = known[measure]
        yield (
            *(area, extent(area).title, found.population, measure, one.title, by, group),
            *(*numbers(cell, one), one.unit, one.means, *told),
        )
