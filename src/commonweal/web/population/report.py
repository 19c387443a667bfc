"""A practice on one printed page: its people, what is found among them, and how it differs from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.extents import Extent, Population, blueprint, extent
from commonweal.care.population import groups, reads
from commonweal.care.population.measures import Measure
from commonweal.care.population.reads import Measured
from commonweal.web import words
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.population import about as place
from commonweal.web.population import measured
from commonweal.web.population.answer import Piece
from commonweal.web.population.leads import Leads, Said, leads
from commonweal.web.population.measured import Asked
from commonweal.web.population.ratios import Ratio, ratio

FRAIL = ("band:severe", "band:moderate", "multimorbidity", "medicines")
KEY = (*FRAIL, "housebound", "care_home", "end_of_life")
USE = ("high_intensity", "emergency_admissions", "bed_days", "contacts:gp", "contacts:emergency")
FURTHEST = 6


@dataclass(frozen=True)
class Line:
    """One measure of the practice, beside the whole partnership."""

    measure: Measure
    number: Said
    value: Said
    interval: str
    whole: Said
    times: Said
    against: Ratio | None


@require_safe
@for_viewers
def report(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    about = place.find(area)
    if about.kind != "practice":
        raise Http404(f"A report is made for a practice, and {about.title} is none.")
    asked = Asked(about, Population.REGISTERED, measured.known()["people"])
    whole = extent(blueprint().partnership.default_area)
    found = reads.measured(viewer, [about.id, whole.id], Population.REGISTERED)
    to, shown = leads(viewer, found), found.measures()
    parts = {
        title: [_line(asked, found, to, whole, id) for id in ids if id in shown]
        for title, ids in _parts().items()
    }
    return show(
        request,
        viewer,
        "population/report.html",
        **measured.around(viewer, about, "report"),
        title=f"{about.title}: report",
        asked=asked,
        whole=whole,
        exact=about.id in found.exact,
        parts={title: lines for title, lines in parts.items() if lines},
        fewest=_furthest(asked, found, to, whole),
        answer=answer(about, found, to, parts),
    )


def _parts() -> dict[str, tuple[str, ...]]:
    segments = tuple(id for id, one in measured.known().items() if one.sort == groups.SEGMENT)
    return {"Need": KEY, "Use of care in twelve months": USE, "Segments": segments}


def _line(asked: Asked, found: Measured, to: Leads, whole: Extent, id: str) -> Line:
    one, about = measured.known()[id], asked.about
    cell = found.cell(about.id, id)
    return Line(
        one,
        to.count(about, one, cell),
        to.value(about, one, cell),
        measured.interval(cell, one),
        to.value(whole, one, found.cell(whole.id, id)),
        to.times(about, one, cell),
        ratio(cell),
    )


def _furthest(asked: Asked, found: Measured, to: Leads, whole: Extent) -> list[Line]:
    """The registers that hold fewest for the ages of the practice, those apart by more than chance first."""
    registers = [id for id, one in measured.known().items() if one.sort == "register"]
    lines = [_line(asked, found, to, whole, id) for id in registers]
    known = [(line.against, line) for line in lines if line.against]
    return [line for _, line in sorted(known, key=lambda pair: pair[0].high)][:FURTHEST]


def answer(about: Extent, found: Measured, to: Leads, parts: dict[str, list[Line]]) -> tuple[Piece, ...]:
    """How many people there are, and where the practice differs from the partnership by more than chance."""
    cell = found.cell(about.id, "people")
    number = cell.numerator if cell else 0
    if number == 0:
        return (Piece("Nobody is registered here."),)
    people = Piece(
        words.stated_people(number).capitalize(), to.count(about, measured.known()["people"], cell).href
    )
    return (people, Piece(f" {'is' if number == 1 else 'are'} registered here{_apart(parts)}."))


def _apart(parts: dict[str, list[Line]]) -> str:
    lines = [line for several in parts.values() for line in several if line.against]
    more = [line.measure.spoken for line in lines if line.against and line.against.more]
    fewer = [line.measure.spoken for line in lines if line.against and line.against.fewer]
    if not lines:
        return ": too few to be held against what is expected"
    if not more and not fewer:
        return "; for their ages nothing is further from the whole partnership than chance explains"
    told = [f"more than expected of {', '.join(more[:3])}"] if more else []
    told += [f"fewer than expected of {', '.join(fewer[:3])}"] if fewer else []
    return f"; for their ages there are {' and '.join(told)}"
