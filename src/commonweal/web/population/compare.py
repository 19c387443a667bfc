"""Two areas side by side: every measure of both, and whether chance alone explains the difference."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.extents import Extent, blueprint, every, extent
from commonweal.care.population import reads
from commonweal.care.population.measures import Measure
from commonweal.care.population.reads import Cell
from commonweal.web.address import one_of
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.population import counting, measured
from commonweal.web.population.measured import Asked
from commonweal.web.population.ratios import Ratio, ratio

SORTS = {
    "band": "Frailty",
    "segment": "Segments",
    "register": "Registers",
    "contacts": "Contacts",
    "cost": "Cost",
}
OTHER = "Need and use"


@dataclass(frozen=True)
class Side:
    """One area's number: as it is, and against what is expected of its ages."""

    cell: Cell | None
    value: str
    interval: str
    against: Ratio | None
    href: str


@dataclass(frozen=True)
class Line:
    measure: Measure
    ours: Side
    theirs: Side

    @property
    def says(self) -> str:
        """Which side has more, ages allowed for, where chance alone does not explain it."""
        ours, theirs = self.ours.against, self.theirs.against
        if ours is None or theirs is None:
            return ""
        return "▲ more" if ours.low > theirs.high else "▼ fewer" if ours.high < theirs.low else ""


@require_safe
@for_viewers
def compare(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    known = measured.known()
    asked = measured.read(request.GET, area, known, "people")
    others = _others(asked)
    other = extent(one_of(request.GET, "with", tuple(one.id for one in others), _plain(asked, others)))
    found = reads.measured(viewer, [asked.about.id, other.id], asked.population)
    lines = [
        Line(one, _side(asked, found, asked.about, one), _side(asked, found, other, one))
        for one in known.values()
        if one.kind != "people" and one.id in found.measures()
    ]
    return show(
        request,
        viewer,
        "population/compare.html",
        **measured.around(viewer, asked.about, "compare"),
        title=f"{asked.about.title} and {other.title} compared",
        asked=asked,
        other=other,
        others=[(one.id, one.title) for one in others],
        exact=asked.about.id in found.exact and other.id in found.exact,
        sections=_sections(lines),
        answer=answer(asked, other, lines),
    )


def _others(asked: Asked) -> list[Extent]:
    """Areas and practices that are counted in the same way; small areas are many, and on the map."""
    return [
        one
        for one in every(settings.BLUEPRINT).values()
        if one.members(asked.population) and one.id != asked.about.id and one.kind != "small_area"
    ]


def _plain(asked: Asked, others: list[Extent]) -> str:
    whole = blueprint().partnership.default_area
    return whole if asked.about.id != whole else others[0].id


def _side(asked: Asked, found: reads.Measured, about: Extent, one: Measure) -> Side:
    cell = found.cell(about.id, one.id)
    listed = about.id in found.exact and one.kind != "cost"
    return Side(
        cell,
        measured.number(cell.value, one) if cell else "",
        measured.interval(cell, one),
        ratio(cell) if one.kind != "cost" else None,
        counting.people(about, asked.population, one) if listed else "",
    )


def _sections(lines: list[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(SORTS.get(line.measure.sort, OTHER), []).append(line)
    return found


def answer(asked: Asked, other: Extent, lines: list[Line]) -> str:
    """In how many measures they differ by more than chance, ages allowed for."""
    known = [line for line in lines if line.ours.against and line.theirs.against]
    more = sum(line.says.startswith("▲") for line in known)
    fewer = sum(line.says.startswith("▼") for line in known)
    if not known:
        return f"Nothing is published to compare {asked.about.title} and {other.title} by."
    return (
        f"Of {len(known)} measures, as if both were of the same ages, {asked.about.title} has more than"
        f" {other.title} in {more} and fewer in {fewer}; chance alone would explain the others."
    )
