"""A measure by deprivation, ethnic group and kind of neighbourhood, each age standardised, and its slope."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.population import groups, reads
from commonweal.care.population.reads import Cell, Measured
from commonweal.web.charts.bars import Bar, bars
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.population import counting, measured
from commonweal.web.population.answer import Piece
from commonweal.web.population.groups import titles, ways
from commonweal.web.population.measured import Asked

PLAIN = "multimorbidity"


@dataclass(frozen=True)
class Row:
    title: str
    cell: Cell
    bar: Bar | None
    href: str


@dataclass(frozen=True)
class Section:
    """One way to tell people apart, with a row for each group."""

    by: str
    title: str
    rows: tuple[Row, ...]


@require_safe
@for_viewers
def inequality(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    known = {id: one for id, one in measured.known().items() if one.kind != "people"}
    asked = measured.read(request.GET, area, known, PLAIN)
    by = tuple(ways())
    found = reads.measured(
        viewer, [asked.about.id], asked.population, by=(*by, groups.SLOPE, ""), measures={asked.measure.id}
    )
    return show(
        request,
        viewer,
        "population/inequality.html",
        **measured.around(viewer, asked.about, "inequality"),
        title=f"{asked.about.title}: {asked.measure.spoken} by deprivation and ethnic group",
        asked=asked,
        known=known,
        exact=asked.about.id in found.exact,
        sections=[_section(asked, found, one, title) for one, title in ways().items()],
        slope=found.cell(asked.about.id, asked.measure.id, groups.SLOPE, groups.SLOPE_OF),
        relative=found.cell(asked.about.id, asked.measure.id, groups.SLOPE, groups.RELATIVE_OF),
        answer=answer(asked, found),
        file_by=",".join((*by, groups.SLOPE)),
    )


def _section(asked: Asked, found: Measured, by: str, title: str) -> Section:
    cells = found.groups(asked.about.id, asked.measure.id, by)
    named = titles(by, list(cells))
    drawn = bars([(cells[group].value, cells[group].lower, cells[group].upper) for group in named])
    rows = (
        Row(name, cells[group], bar, _leads(asked, found, f"{by}:{group}"))
        for (group, name), bar in zip(named.items(), drawn, strict=True)
    )
    return Section(by, title, tuple(rows))


def _leads(asked: Asked, found: Measured, group: str) -> str:
    exact = asked.about.id in found.exact
    return counting.opens(asked.about, asked.population, asked.measure, group, exact=exact)


def answer(asked: Asked, found: Measured) -> tuple[Piece, ...]:
    """How much more the most deprived have than the least; whether chance alone explains it."""
    slope = found.cell(asked.about.id, asked.measure.id, groups.SLOPE, groups.SLOPE_OF)
    if slope is None or slope.value is None or slope.lower is None or slope.upper is None:
        return (Piece(f"{asked.measure.title}: too few in some fifth of deprivation for a slope."),)
    more = "more" if slope.value > 0 else "less"
    size = f"{measured.number(abs(slope.value), asked.measure)} {more} {asked.measure.unit}"
    sure = "chance alone would explain it" if slope.lower <= 0 <= slope.upper else "more than chance explains"
    among = "among the most deprived than among the least, as if of the same ages"
    return (Piece(f"{asked.measure.title}: {size} {among}: {sure}."),)
