"""Registers against what is expected: of an area all of them, of one register every practice and network."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.extents import Extent, extent
from commonweal.care.population import groups, reads
from commonweal.care.population.measures import Measure
from commonweal.care.population.reads import Cell, Measured
from commonweal.web import words
from commonweal.web.charts.funnel import Funnel, Place, funnel
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.population import counting, measured
from commonweal.web.population.answer import Piece
from commonweal.web.population.measured import Asked
from commonweal.web.population.parts import within
from commonweal.web.population.ratios import Ratio, ratio


@dataclass(frozen=True)
class Line:
    """One register, or one place of a register: found, against everywhere here and against its source."""

    title: str
    page: str
    cell: Cell | None
    here: Ratio | None
    source: Ratio | None
    href: str


@require_safe
@for_viewers
def registers(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    known = {id: one for id, one in measured.known().items() if one.sort == "register"}
    first = next(iter(known))
    asked = measured.read(request.GET, area, known, first)
    chosen = bool(request.GET.get("measure"))
    places = _places(asked) if chosen else []
    wanted = {asked.measure.id} if chosen else set(known)
    areas = [asked.about.id, *(one.id for one in places)]
    found = reads.measured(viewer, areas, asked.population, by=("", groups.DECLARED), measures=wanted)
    if chosen:
        lines = [_of_place(asked, found, one) for one in places]
        drawn = _drawn(lines, asked.measure)
    else:
        lines = [_of_register(asked, found, one) for one in known.values()]
        drawn = None
    return show(
        request,
        viewer,
        "population/registers.html",
        **measured.around(viewer, asked.about, "registers"),
        title=f"{asked.about.title}: {asked.measure.title if chosen else 'registers'}, found and expected",
        asked=asked,
        known=known,
        chosen=chosen,
        exact=asked.about.id in found.exact,
        whole=_of_register(asked, found, asked.measure) if chosen else None,
        lines=sorted(lines, key=_furthest_first),
        funnel=drawn,
        answer=answer(asked, lines, chosen=chosen),
    )


def _places(asked: Asked) -> list[Extent]:
    """Networks first, then practices; of people living here, the areas within."""
    areas = [extent(id) for id in within(asked.about, asked.population)]
    return [*areas, *(extent(code) for code in sorted(asked.about.practices))]


def _of_register(asked: Asked, found: Measured, register: Measure) -> Line:
    return _line(asked, found, asked.about, register, register.title, "registers", asked.about)


def _of_place(asked: Asked, found: Measured, one: Extent) -> Line:
    return _line(asked, found, one, asked.measure, one.title, "registers", one)


def _line(
    asked: Asked, found: Measured, about: Extent, register: Measure, title: str, name: str, leads: Extent
) -> Line:
    cell = found.cell(about.id, register.id)
    told = found.cell(about.id, register.id, groups.DECLARED)
    href = counting.behind(about, asked.population, register, exact=about.id in found.exact)
    page = f"{reverse(name, args=[leads.id])}?measure={register.id}"
    return Line(title, page, cell, ratio(cell), ratio(told), href)


def _furthest_first(line: Line) -> tuple[bool, float]:
    """Fewest for what is expected first; without a ratio last."""
    against = line.source or line.here
    return against is None, against.value if against else 0.0


def _drawn(lines: list[Line], register: Measure) -> Funnel | None:
    places = [
        Place(
            line.here.expected,
            line.here.value,
            f"{line.title}: {words.stated(line.cell.numerator)} found, {line.here.expected:,.0f} expected",
            line.page,
            line.here.apart,
        )
        for line in lines
        if line.here and line.cell
    ]
    return funnel(places) if len(places) > 1 else None


def answer(asked: Asked, lines: list[Line], *, chosen: bool) -> tuple[Piece, ...]:
    """How many registers, or places, have fewer people than chance explains."""
    against = [(line, line.here if chosen else line.source or line.here) for line in lines]
    known = [(line, one) for line, one in against if one]
    fewer = sorted((one.value, line.title, line.page) for line, one in known if one.fewer)
    noun = "places" if chosen else "registers"
    if not known:
        return (Piece(f"Nothing is published to compare {noun} by."),)
    subject = f"{asked.measure.title}: " if chosen else ""
    said = f"{subject}{len(fewer)} of {len(known)} {noun} hold fewer people than chance explains"
    if not fewer:
        return (Piece(f"{said}."),)
    value, title, page = fewer[0]
    return (
        Piece(f"{said}; the furthest is "),
        Piece(title, page),
        Piece(f", with {value:.2f} of the expected."),
    )
