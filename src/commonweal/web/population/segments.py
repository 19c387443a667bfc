"""Segments by bands of frailty as a heat map: who lives with which need, and what of care they use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.extents import read as read_blueprint
from commonweal.care.population import groups, reads
from commonweal.care.population.reads import Cell, Measured
from commonweal.web import words
from commonweal.web.charts.shades import Shades, shades
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.population import counting, measured
from commonweal.web.population.answer import Piece
from commonweal.web.population.measured import Asked

SHOWN = ("people", "emergency_admissions", "bed_days", "contacts:gp", "contacts:emergency", "cost")
BY = (groups.SEGMENT, groups.SEGMENT_BAND)


@dataclass(frozen=True)
class Square:
    """One square: how many people, what is measured of them, and where they open."""

    people: Cell | None
    cell: Cell | None
    shade: str
    href: str


@dataclass(frozen=True)
class Line:
    """One segment: its people of every band, and all of them."""

    id: str
    title: str
    means: str
    squares: tuple[Square, ...]


@require_safe
@for_viewers
def segments(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    known = {id: one for id, one in measured.known().items() if id in SHOWN}
    asked = measured.read(request.GET, area, known, "people")
    found = reads.measured(
        viewer, [asked.about.id], asked.population, by=BY, measures={"people", asked.measure.id}
    )
    lines, scale = heat(asked, found)
    return show(
        request,
        viewer,
        "population/segments.html",
        **measured.around(viewer, asked.about, "segments"),
        title=f"{asked.about.title}: segments and frailty",
        asked=asked,
        known=known,
        exact=asked.about.id in found.exact,
        lines=lines,
        scale=scale,
        answer=answer(asked, found),
    )


def heat(asked: Asked, found: Measured) -> tuple[list[Line], Shades]:
    """The segments in their order, each square shaded by what is measured of it."""
    declared = read_blueprint(str(settings.BLUEPRINT)).segments
    columns = ("", *words.BANDS)
    values = [
        value
        for segment in declared
        for band in words.BANDS
        if (value := _value(asked, found, segment.id, band)) is not None
    ]
    scale = shades(values, whole=asked.measure.kind == "people")
    lines = [
        Line(
            one.id,
            one.title,
            one.means,
            tuple(_square(asked, found, one.id, band, scale) for band in columns),
        )
        for one in declared
    ]
    return lines, scale


def _square(asked: Asked, found: Measured, segment: str, band: str, scale: Shades) -> Square:
    by, group = (groups.SEGMENT_BAND, f"{segment}/{band}") if band else (groups.SEGMENT, segment)
    area = asked.about.id
    people = found.cell(area, "people", by, group)
    value = _value(asked, found, segment, band)
    everybody = measured.known()["people"]
    of, exact = f"{by}:{group}", area in found.exact
    href = counting.opens(asked.about, asked.population, everybody, of, exact=exact)
    cell = found.cell(area, asked.measure.id, by, group)
    hidden = any(one is not None and one.numerator is None for one in (people, cell))
    shade = "" if not band or value is None else f"cw-heat--{scale.shade(value)}"
    return Square(people, cell, "cw-hidden" if hidden else shade, href)


def _value(asked: Asked, found: Measured, segment: str, band: str) -> float | None:
    by, group = (groups.SEGMENT_BAND, f"{segment}/{band}") if band else (groups.SEGMENT, segment)
    cell = found.cell(asked.about.id, asked.measure.id, by, group)
    if cell is None:
        return None
    return cell.numerator if asked.measure.kind == "people" else cell.value


def answer(asked: Asked, found: Measured) -> Sequence[Piece]:
    """The segment with most people, apart from those who are generally well."""
    *needy, _ = read_blueprint(str(settings.BLUEPRINT)).segments
    counted = [(one, found.cell(asked.about.id, "people", groups.SEGMENT, one.id)) for one in needy]
    known = [(one, cell.numerator) for one, cell in counted if cell and cell.numerator]
    if not known:
        return (Piece("Nobody counted here is in a segment of need."),)
    largest, people = max(known, key=lambda pair: pair[1])
    return (
        Piece("Of the segments of need “"),
        Piece(largest.title, f"#{largest.id}"),
        Piece(f"” is the largest: {words.people(people)} {asked.where}."),
    )
