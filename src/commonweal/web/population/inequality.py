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
from commonweal.web.population import measured
from commonweal.web.population.answer import Piece
from commonweal.web.population.groups import titles, ways
from commonweal.web.population.leads import Leads, Said, leads
from commonweal.web.population.measured import Asked

PLAIN = "multimorbidity"
SLOPE, RELATIVE = (groups.SLOPE, groups.SLOPE_OF), (groups.SLOPE, groups.RELATIVE_OF)


@dataclass(frozen=True)
class Row:
    """One group."""

    title: str
    cell: Cell
    bar: Bar | None
    value: Said
    number: Said
    among: Said


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
    to = leads(viewer, found)
    return show(
        request,
        viewer,
        "population/inequality.html",
        **measured.around(viewer, asked.about, "inequality"),
        title=f"{asked.about.title}: {asked.measure.spoken} by deprivation and ethnic group",
        asked=asked,
        known=known,
        exact=asked.about.id in found.exact,
        sections=[_section(asked, found, to, one, title) for one, title in ways().items()],
        slope=found.cell(asked.about.id, asked.measure.id, *SLOPE),
        relative=found.cell(asked.about.id, asked.measure.id, *RELATIVE),
        opens_slope=to.made_of(asked.about, asked.measure.id, ":".join(SLOPE)),
        opens_relative=to.made_of(asked.about, asked.measure.id, ":".join(RELATIVE)),
        answer=answer(asked, found, to),
        file_by=",".join((*by, groups.SLOPE)),
    )


def _section(asked: Asked, found: Measured, to: Leads, by: str, title: str) -> Section:
    cells = found.groups(asked.about.id, asked.measure.id, by)
    named = titles(by, list(cells))
    drawn = bars([(cells[group].value, cells[group].lower, cells[group].upper) for group in named])
    rows = (
        _row(asked, to, name, cells[group], bar, f"{by}:{group}")
        for (group, name), bar in zip(named.items(), drawn, strict=True)
    )
    return Section(by, title, tuple(rows))


def _row(asked: Asked, to: Leads, name: str, cell: Cell, bar: Bar | None, of: str) -> Row:
    about, one = asked.about, asked.measure
    told = (to.value(about, one, cell, of), to.count(about, one, cell, of), to.among(about, one, cell, of))
    return Row(name, cell, bar, *told)


def answer(asked: Asked, found: Measured, to: Leads) -> tuple[Piece, ...]:
    """How much more the most deprived have than the least; whether chance alone explains it."""
    one, title = asked.measure, asked.measure.title
    slope = found.cell(asked.about.id, one.id, *SLOPE)
    if slope is None or slope.value is None or slope.lower is None or slope.upper is None:
        return (Piece(f"{title}: too few in some fifth of deprivation for a slope."),)
    size = measured.number(abs(slope.value), one)
    opens = to.made_of(asked.about, one.id, ":".join(SLOPE))
    if not size.strip("£0.,"):
        same = f" {one.unit}: as many among the most deprived as among the least, as if of the same ages."
        return (Piece(f"{title}: a difference of "), Piece(size, opens), Piece(same))
    more = "more" if slope.value > 0 else "less"
    sure = "chance alone would explain it" if slope.lower <= 0 <= slope.upper else "more than chance explains"
    among = "among the most deprived than among the least, as if of the same ages"
    return (
        Piece(f"{title}: "),
        Piece(f"{size} {more}", opens),
        Piece(f" {one.unit} {among}: {sure}."),
    )
