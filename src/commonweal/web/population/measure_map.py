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
from commonweal.care.population.reads import Cell
from commonweal.web import words
from commonweal.web.address import one_of
from commonweal.web.charts.shades import Shades, shades
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.population import about as place
from commonweal.web.population import counting, measured
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
    said: str
    interval: str
    cell: Cell | None
    against: Ratio | None
    href: str
    hidden: bool = False

    @property
    def page(self) -> str:
        return page("area", self.about.id)

    @property
    def says(self) -> str:
        return (
            f"{self.about.title}: {self.said or 'no value'}{f' ({self.interval})' if self.interval else ''}"
        )


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
        places = [_indicated(extent(code), told) for code in codes]
    else:
        title, unit, means = known[id].title, known[id].unit, known[id].means
        places = _measured(viewer, codes, known[id])
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
        exact=all(one.cell is None or one.href for one in places),
        means=means,
        places=places,
        drawn=_drawn(title, places),
        answer=answer(about, title, unit, places),
        indicator=id in loaded,
    )


def _indicated(about: Extent, one: Indicator) -> Place:
    value = one.values.get(about.id)
    said = "" if value is None else f"{value:,.4g}"
    return Place(about, value, said, "", None, None, "")


def _measured(viewer: Viewer, codes: list[str], measure: Measure) -> list[Place]:
    found = reads.measured(viewer, codes, Population.RESIDENT, measures={measure.id})

    def of(code: str) -> Place:
        about, cell = extent(code), found.cell(code, measure.id)
        few = cell is None or cell.denominator is None or cell.denominator < FEW
        value = None if few or cell is None else cell.value
        listed = code in found.exact and measure.kind != "cost"
        return Place(
            about,
            value,
            measured.number(value, measure),
            "" if few else measured.interval(cell, measure),
            cell,
            None if few else ratio(cell),
            counting.people(about, Population.RESIDENT, measure) if listed else "",
            hidden=cell is not None and cell.numerator is None,
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


def answer(about: Extent, title: str, unit: str, places: list[Place]) -> str:
    """The highest and the lowest small area."""
    known = [one for one in places if one.value is not None]
    if not known:
        return f"{title} is not known of any small area of {about.title}."
    first, last = known[0], known[-1]
    return (
        f"{title} is highest in {first.about.title} ({first.said}{' ' if unit else ''}{unit}) and lowest in"
        f" {last.about.title} ({last.said}), of {words.count(len(known))} small areas."
    )
