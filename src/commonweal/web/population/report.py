"""A practice on one printed page: its people, what is found among them, and how it differs from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.extents import Extent, Population, blueprint, extent
from commonweal.care.population import groups, reads
from commonweal.care.population.measures import Measure
from commonweal.care.population.reads import Cell, Measured
from commonweal.web import words
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.population import about as place
from commonweal.web.population import counting, measured
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
    cell: Cell | None
    value: str
    interval: str
    whole: str
    against: Ratio | None
    href: str


@require_safe
@for_viewers
def report(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    about = place.find(area)
    if about.kind != "practice":
        raise Http404(f"A report is made for a practice, and {about.title} is none.")
    asked = Asked(about, Population.REGISTERED, measured.known()["people"])
    whole = extent(blueprint().partnership.default_area)
    found = reads.measured(viewer, [about.id, whole.id], Population.REGISTERED)
    parts = {title: [_line(asked, found, whole, id) for id in ids] for title, ids in _parts().items()}
    return show(
        request,
        viewer,
        "population/report.html",
        **measured.around(viewer, about, "report"),
        title=f"{about.title}: report",
        asked=asked,
        whole=whole,
        exact=about.id in found.exact,
        people=found.cell(about.id, "people"),
        parts=parts,
        fewest=_furthest(asked, found, whole),
        answer=answer(about, found, parts),
    )


def _parts() -> dict[str, tuple[str, ...]]:
    segments = tuple(id for id, one in measured.known().items() if one.sort == groups.SEGMENT)
    return {"Need": KEY, "Use of care in twelve months": USE, "Segments": segments}


def _line(asked: Asked, found: Measured, whole: Extent, id: str) -> Line:
    one, about = measured.known()[id], asked.about
    cell, all_of_it = found.cell(about.id, id), found.cell(whole.id, id)
    return Line(
        one,
        cell,
        measured.number(cell.value, one) if cell else "",
        measured.interval(cell, one),
        measured.number(all_of_it.value, one) if all_of_it else "",
        ratio(cell),
        counting.people(about, asked.population, one) if about.id in found.exact else "",
    )


def _furthest(asked: Asked, found: Measured, whole: Extent) -> list[Line]:
    """The registers that hold fewest for the ages of the practice, those apart by more than chance first."""
    registers = [id for id, one in measured.known().items() if one.sort == "register"]
    lines = [_line(asked, found, whole, id) for id in registers]
    known = [(line.against, line) for line in lines if line.against]
    return [line for _, line in sorted(known, key=lambda pair: pair[0].high)][:FURTHEST]


def answer(about: Extent, found: Measured, parts: dict[str, list[Line]]) -> str:
    """How many people there are, and where the practice differs from the partnership by more than chance."""
    people = found.cell(about.id, "people")
    lines = [line for several in parts.values() for line in several if line.against]
    more = [line.measure.spoken for line in lines if line.against and line.against.more]
    fewer = [line.measure.spoken for line in lines if line.against and line.against.fewer]
    said = f"{words.stated_people(people.numerator if people else 0).capitalize()} are registered here"
    if not lines:
        return f"{said}: too few to be held against what is expected."
    if not more and not fewer:
        return f"{said}; for their ages nothing is further from the whole partnership than chance explains."
    told = [f"more than expected of {', '.join(more[:3])}"] if more else []
    told += [f"fewer than expected of {', '.join(fewer[:3])}"] if fewer else []
    return f"{said}; for their ages there are {' and '.join(told)}."
