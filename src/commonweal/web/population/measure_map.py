"""Any measure, or an indicator that was loaded, on the map of small areas, with a list beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.blueprint.area_files import Indicator
from commonweal.care.access import Viewer
from commonweal.care.extents import Extent, Population, blueprint, extent
from commonweal.care.population import reads
from commonweal.care.population.measures import Measure
from commonweal.care.population.reads import Measured
from commonweal.web import words
from commonweal.web.address import one_of
from commonweal.web.charts.shades import Shades, shades
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.population import about as place
from commonweal.web.population import measured
from commonweal.web.population.answer import Piece
from commonweal.web.population.extremes import alike, named
from commonweal.web.population.leads import NO_VALUE, Leads, Said, leads
from commonweal.web.population.opens import page
from commonweal.web.population.places import FEW
from commonweal.web.population.ratios import Ratio, ratio
from commonweal.web.population.small_area_map import Map, Shape, outlines

PLAIN = "band:severe"


@dataclass(frozen=True)
class Place:
    """A small area: its value, and against what is expected of its ages; an indicator is its value alone."""

    about: Extent
    value: float | None
    said: Said
    interval: str = ""
    number: Said | None = None
    times: Said | None = None
    against: Ratio | None = None
    hidden: bool = False

    @property
    def page(self) -> str:
        return page("area", self.about.id)

    @property
    def says(self) -> str:
        return f"{self.about.title}: {self.said.text}{f' ({self.interval})' if self.interval else ''}"


@require_safe
@for_viewers
def measure_map(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    """Always of the people who live in the small areas."""
    about = place.find(area)
    known = {id: one for id, one in measured.known().items() if one.kind != "people"}
    loaded = reads.indicators(str(settings.BLUEPRINT))
    id = one_of(request.GET, "measure", (*known, *loaded), PLAIN)
    codes = sorted(about.small_areas)
    if id in loaded:
        told = reads.indicator(viewer, about.id, id)
        title, unit, means = told.title, "", f"Source: {told.source}."
        to = Leads(Population.RESIDENT, frozenset())
        places, exact = [_indicated(extent(code), told, id, to) for code in codes], True
    else:
        title, unit, means = known[id].title, known[id].unit, known[id].means
        found = reads.measured(viewer, codes, Population.RESIDENT, measures={id})
        places = _measured(codes, known[id], found, leads(viewer, found))
        exact = found.exact.issuperset(codes) and known[id].kind != "cost"
    places.sort(key=lambda one: (one.value is None, -(one.value or 0.0), one.about.title))
    return show(
        request,
        viewer,
        "population/measure_map.html",
        **measured.around(viewer, about, "measure-map"),
        title=f"{about.title}: {title} on the map",
        heading=f"{title}{', ' if unit else ''}{unit}",
        asked=measured.Asked(about, Population.RESIDENT, known.get(id, known[PLAIN])),
        chosen=id,
        choices=[(one, known[one].title) for one in known] + [(one, loaded[one].title) for one in loaded],
        exact=exact,
        means=means,
        places=places,
        drawn=_drawn(title, places),
        answer=answer(about, title, unit, places),
        indicator=id in loaded,
    )


def _indicated(about: Extent, one: Indicator, id: str, to: Leads) -> Place:
    value = one.values.get(about.id)
    said = NO_VALUE if value is None else f"{value:,.4g}"
    return Place(about, value, Said(said, to.made_of(about, id), quiet=value is None))


def _measured(codes: list[str], measure: Measure, found: Measured, to: Leads) -> list[Place]:
    def of(code: str) -> Place:
        about, cell = extent(code), found.cell(code, measure.id)
        few = cell is None or cell.denominator is None or cell.denominator < FEW
        hidden = cell is not None and cell.numerator is None
        said = to.value(about, measure, cell)
        return Place(
            about,
            None if few or cell is None else cell.value,
            Said("too few", said.href, quiet=True) if few and not hidden else said,
            "" if few else measured.interval(cell, measure),
            to.count(about, measure, cell),
            to.times(about, measure, cell),
            None if few else ratio(cell),
            hidden=hidden,
        )

    return [of(code) for code in codes]


def _drawn(title: str, places: list[Place]) -> Map | None:
    """None where nothing is known to draw."""
    if not places:
        return None
    by_code = {one.about.id: one for one in places}
    outline = outlines(blueprint(), frozenset(by_code))
    scale = shades([one.value for one in places if one.value is not None], whole=False)
    shapes = [
        Shape(path, _fill(by_code[code], scale), by_code[code].says, page("area", code))
        for code, path in outline.shapes.items()
    ]
    return Map(title, outline.wide, outline.high, tuple(shapes), scale)


def _fill(one: Place, scale: Shades) -> str:
    if one.hidden:
        return "hatched"
    return "cw-few" if one.value is None else f"cw-shade-{scale.shade(max(0.0, one.value))}"


def answer(about: Extent, title: str, unit: str, places: list[Place]) -> tuple[Piece, ...]:
    """The highest and the lowest small area of those with a value; where all read alike, that they do."""
    known = [one for one in places if one.value is not None]
    if not known:
        return (Piece(_unknown(about, title, places)),)
    first, last = alike(known, _said), alike(known[::-1], _said)
    shown = Piece(f"{known[0].said.text}{' ' if unit else ''}{unit}", known[0].said.href)
    among = f"{words.count(len(known))} small areas"
    if len(known) == 1:
        return (
            Piece(f"{title} is "),
            shown,
            Piece(f" in {_titles(first)}, the only small area with a value."),
        )
    if len(first) == len(known):
        return (Piece(f"{title} is "), shown, Piece(f" in each of the {among} with a value."))
    return (
        Piece(f"{title} is highest in {_titles(first)} ("),
        shown,
        Piece(f") and lowest in {_titles(last)} ("),
        Piece(last[0].said.text, last[0].said.href),
        Piece(f"), of {among} with a value."),
    )


def _said(one: Place) -> str:
    return one.said.text


def _titles(several: list[Place]) -> str:
    return named(sorted(one.about.title for one in several))


def _unknown(about: Extent, title: str, places: list[Place]) -> str:
    if any(one.hidden for one in places):
        return f"{title} is withheld, or has too few people, in every small area of {about.title}."
    return f"{title} is not known of any small area of {about.title}."
