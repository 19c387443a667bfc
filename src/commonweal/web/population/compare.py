"""Two areas side by side, or one on two days: every measure, and whether chance explains the difference."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.published import reads as published
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.population import beside, measured
from commonweal.web.population.answer import Piece
from commonweal.web.population.beside import Line, Side
from commonweal.web.population.leads import EARLIER
from commonweal.web.population.measured_file import numbers, where_from
from commonweal.web.spreadsheet import Cell, filename, spreadsheet

SORTS = {
    "band": "Frailty",
    "segment": "Segments",
    "register": "Registers",
    "contacts": "Contacts",
    "cost": "Cost",
}
OTHER = "Need and use"
NUMBERS = ("number", "among", "expected", "value", "low", "high")
HEAD = (
    *("population", "measure", "measure name", "unit", "definition"),
    *("area", "area name", "as at", *NUMBERS),
    *(f"other {one}" for one in ("area", "area name", "as at", *NUMBERS)),
    *("difference", "difference low", "difference high", "more or fewer than chance explains"),
    *("refresh", "loads"),
)


@require_safe
@for_viewers
def compare(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    asked = measured.read(request.GET, area, measured.known(), "people")
    ours, theirs, others = beside.sides(viewer, asked, request.GET)
    lines = beside.lines(ours, theirs)
    return show(
        request,
        viewer,
        "population/compare.html",
        **measured.around(viewer, asked.about, "compare"),
        title=_title(ours, theirs),
        asked=asked,
        ours=ours,
        theirs=theirs,
        others=others,
        chosen=EARLIER if theirs.leads.earlier else theirs.about.id,
        exact=ours.exact and theirs.exact,
        sections=_sections(lines),
        signed=measured.signed,
        answer=answer(ours, theirs, lines),
    )


@require_safe
@for_viewers
def compare_file(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponseBase:
    asked = measured.read(request.GET, area, measured.known(), "people")
    ours, theirs, _ = beside.sides(viewer, asked, request.GET)
    freshness = published.freshness(viewer)
    against = f"{theirs.on}" if theirs.leads.earlier else theirs.about.id
    name = filename(freshness, "compared", ours.about.id, against, asked.population)
    rows = _rows(beside.lines(ours, theirs), asked.population, where_from(freshness)[1:])
    return spreadsheet(name, HEAD, rows)


def _rows(lines: list[Line], population: str, told: tuple[Cell, ...]) -> Iterator[tuple[Cell, ...]]:
    for line in lines:
        one, apart = line.measure, line.apart
        yield (
            *(population, one.id, one.title, one.unit, one.means),
            *_of_side(line.ours, line),
            *_of_side(line.theirs, line),
            *((apart.value, apart.low, apart.high) if apart else ("", "", "")),
            line.says[2:],
            *told,
        )


def _of_side(side: Side, line: Line) -> tuple[Cell, ...]:
    cell = side.cell(line.measure)
    said = numbers(cell, line.measure) if cell else ("",) * len(NUMBERS)
    return side.about.id, side.about.title, f"{side.on}", *said


def _title(ours: Side, theirs: Side) -> str:
    if not theirs.leads.earlier:
        return f"{ours.title} and {theirs.title} compared"
    return f"{ours.about.title}: {ours.title} and {theirs.title} compared"


def _sections(lines: list[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(SORTS.get(line.measure.sort, OTHER), []).append(line)
    return found


def answer(ours: Side, theirs: Side, lines: list[Line]) -> tuple[Piece, ...]:
    """In how many measures they differ by more than chance; of two areas, ages allowed for."""
    known = [line for line in lines if line.known]
    more = sum(line.says.startswith("▲") for line in known)
    fewer = sum(line.says.startswith("▼") for line in known)
    if not known:
        return (Piece(f"Nothing is published to compare {ours.title} and {theirs.title} by."),)
    many = Piece(f"{len(known)} measure{'' if len(known) == 1 else 's'}", "#part-1")
    two_days = theirs.leads.earlier
    title, other = (ours.about.title, f"on {theirs.title}") if two_days else (ours.title, theirs.title)
    ages = "" if two_days else " as if both were of the same ages,"
    if not more and not fewer:
        return (Piece("Of "), many, Piece(f",{ages} none differs by more than chance alone would explain."))
    rest = "." if more + fewer == len(known) else "; chance alone would explain the others."
    said = f",{ages} {title} has more than {other} in {more} and fewer in {fewer}{rest}"
    return (Piece("Of "), many, Piece(said))
