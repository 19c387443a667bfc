"""One group of an area's people: everything that is measured of it, beside everybody of the area."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.population import groups, reads
from commonweal.care.population.measures import Measure
from commonweal.care.population.parted import parted
from commonweal.care.population.reads import Cell, Measured
from commonweal.web import words
from commonweal.web.address import NotUnderstood
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.population import counting, measured
from commonweal.web.population.answer import Piece
from commonweal.web.population.compare import OTHER, SORTS
from commonweal.web.population.leads import Leads, Said, leads
from commonweal.web.population.measured import Asked

AS_IT_IS = (groups.SEGMENT, groups.SEGMENT_BAND)  # others are standardised to one age


@dataclass(frozen=True)
class Line:
    """One measure of the group, and what everybody of the area has."""

    measure: Measure
    number: Said
    value: Said
    range: str
    whole: Said


@require_safe
@for_viewers
def group(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    known = measured.known()
    asked = measured.read(request.GET, area, known, "people")
    of = request.GET.get("of", "")
    if not counting.is_measured(of):
        raise NotUnderstood(f"‘of={of[:40]}’ is nothing that people are told apart by here.")
    by, which = parted(of)
    found = reads.measured(viewer, [asked.about.id], asked.population, by=("", by))
    people = found.cell(asked.about.id, "people", by, which)
    name, to = counting.titled(of), leads(viewer, found)
    return show(
        request,
        viewer,
        "population/group.html",
        **measured.around(viewer, asked.about, "segments" if by in AS_IT_IS else "inequality"),
        title=f"{asked.about.title}: {name}",
        asked=asked,
        name=name,
        by=by,
        as_it_is=by in AS_IT_IS,
        exact=asked.about.id in found.exact,
        sections=_sections(asked, found, to, of),
        answer=answer(asked, people, name, to.count(asked.about, known["people"], people, of).href),
    )


def _sections(asked: Asked, found: Measured, to: Leads, of: str) -> dict[str, list[Line]]:
    by, which = parted(of)
    about = asked.about
    sections: dict[str, list[Line]] = {}
    for one in measured.known().values():
        cell = found.cell(about.id, one.id, by, which)
        if cell is not None and one.kind != "people":
            line = Line(
                one,
                to.count(about, one, cell, of),
                to.value(about, one, cell, of),
                measured.interval(cell, one),
                to.value(about, one, found.cell(about.id, one.id)),
            )
            sections.setdefault(SORTS.get(one.sort, OTHER), []).append(line)
    return sections


def answer(asked: Asked, people: Cell | None, name: str, href: str) -> tuple[Piece, ...]:
    """How many there are."""
    number = people.numerator if people else 0
    if number == 0:
        return (Piece(f"Nobody {asked.where} is in the group “{name}”."),)
    verb = "is" if number == 1 else "are"
    said = words.stated_people(number).capitalize()
    return (Piece(said, href), Piece(f" {asked.where} {verb} in the group “{name}”."))
