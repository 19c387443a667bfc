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
from commonweal.care.population.reads import Measured
from commonweal.web import words
from commonweal.web.charts.shades import Shades, shades
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.population import counting, measured
from commonweal.web.population.answer import Piece
from commonweal.web.population.extremes import alike, named
from commonweal.web.population.leads import Leads, Said, leads
from commonweal.web.population.measured import Asked

SHOWN = ("people", "emergency_admissions", "bed_days", "contacts:gp", "contacts:emergency", "cost")
BY = (groups.SEGMENT, groups.SEGMENT_BAND)


@dataclass(frozen=True)
class Square:
    """One square: how many people, and what is measured of them, empty where people are what is."""

    people: Said
    value: Said | None
    shade: str


@dataclass(frozen=True)
class Line:
    """One segment: its people of every band, and all of them; `href` is the page of all that is measured."""

    id: str
    title: str
    means: str
    href: str
    squares: tuple[Square, ...]


@require_safe
@for_viewers
def segments(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    known = {id: one for id, one in measured.known().items() if id in SHOWN}
    asked = measured.read(request.GET, area, known, "people")
    found = reads.measured(
        viewer, [asked.about.id], asked.population, by=BY, measures={"people", asked.measure.id}
    )
    lines, scale = heat(asked, found, leads(viewer, found))
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


def heat(asked: Asked, found: Measured, to: Leads) -> tuple[list[Line], Shades]:
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
            counting.group(asked.about, asked.population, f"{groups.SEGMENT}:{one.id}"),
            tuple(_square(asked, found, to, one.id, band, scale) for band in columns),
        )
        for one in declared
    ]
    return lines, scale


def _square(asked: Asked, found: Measured, to: Leads, segment: str, band: str, scale: Shades) -> Square:
    by, group = _group(segment, band)
    about, of = asked.about, f"{by}:{group}"
    people, cell = (found.cell(about.id, id, by, group) for id in ("people", asked.measure.id))
    value = _value(asked, found, segment, band)
    hidden = any(one is not None and one.numerator is None for one in (people, cell))
    several = people is not None and people.numerator
    shade = "" if not band or value is None else f"cw-heat--{scale.shade(value)}"
    return Square(
        to.count(about, measured.known()["people"], people, of),
        to.value(about, asked.measure, cell, of) if several and asked.measure.kind != "people" else None,
        "cw-hidden" if hidden else shade,
    )


def _group(segment: str, band: str) -> tuple[str, str]:
    return (groups.SEGMENT_BAND, f"{segment}/{band}") if band else (groups.SEGMENT, segment)


def _value(asked: Asked, found: Measured, segment: str, band: str) -> float | None:
    cell = found.cell(asked.about.id, asked.measure.id, *_group(segment, band))
    if cell is None:
        return None
    return cell.numerator if asked.measure.kind == "people" else cell.value


def answer(asked: Asked, found: Measured) -> Sequence[Piece]:
    """The segment with most people, apart from those who are generally well; of withheld ones nothing."""
    *needy, _ = read_blueprint(str(settings.BLUEPRINT)).segments
    counted = [(one, found.cell(asked.about.id, "people", groups.SEGMENT, one.id)) for one in needy]
    known = [(one, cell.numerator) for one, cell in counted if cell and cell.numerator]
    hidden = any(cell and cell.numerator is None for _, cell in counted)
    if not known:
        withheld = f"How many people {asked.where} are in each segment of need is withheld."
        return (Piece(withheld if hidden else f"Nobody {asked.where} is in a segment of need."),)
    known.sort(key=lambda pair: -pair[1])
    largest = alike(known, lambda pair: str(pair[1]))
    people = f"{words.people(known[0][1])}{' each' if len(largest) > 1 else ''} {asked.where}"
    titles = named([f"“{one.title}”" for one, _ in largest])
    is_largest = "is the largest" if len(largest) == 1 else "are the largest"
    return (
        Piece(f"Of the segments of need{' that are not withheld' if hidden else ''} "),
        Piece(titles, f"#{largest[0][0].id}"),
        Piece(f" {is_largest}: {people}."),
    )
