"""An area by small area: drawn as the map, listed by rate, as a table and as a file."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.extents import Extent, blueprint
from commonweal.care.published import reads
from commonweal.web import words
from commonweal.web.frame import show
from commonweal.web.ordered import ordered
from commonweal.web.page import for_viewers
from commonweal.web.population import about as place
from commonweal.web.population import filters as asked
from commonweal.web.population.filters import Filters
from commonweal.web.population.opens import Opens, lists
from commonweal.web.population.places import NUMBERS, Place
from commonweal.web.population.small_area_map import Map, outlines, small_area_map
from commonweal.web.spreadsheet import filename, spreadsheet, withheld

HEAD = ("small area", "name", "people", "among", "in 100", "low", "high", "moved up in a year")


@dataclass(frozen=True)
class BySmallArea:
    """`group` says who is counted: one band, in the narrowest ages that small areas are counted by.

    `beyond` is the part of an address that says the same on the page of a small area.
    """

    group: Filters
    heading: str
    places: list[Place]
    beyond: str
    drawn: Map | None


@require_safe
@for_viewers
def small_areas(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    """Every small area of the map as a table that sorts."""
    about = place.find(area)
    filters = asked.read(request.GET, about)
    found = by_small_area(viewer, about, filters)
    return show(
        request,
        viewer,
        "population/small_areas.html",
        at="population",
        area=about.id,
        about=about,
        title=f"{about.title}: {found.heading}",
        trail=place.trail(about, deeper=True),
        caption=place.caption(about, filters),
        filters=filters,
        populations=asked.populations(about),
        map=found,
        page="small-areas",
    )


@require_safe
@for_viewers
def small_areas_file(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponseBase:
    about = place.find(area)
    found = by_small_area(viewer, about, asked.read(request.GET, about))
    group = found.group
    name = filename(
        reads.freshness(viewer),
        group.band,
        "by-small-area",
        about.id,
        group.population,
        group.ages,
        group.sex,
    )
    rows = (
        (
            one.id,
            one.title,
            withheld(one.people),
            withheld(one.among),
            *(
                (round(one.rate.value, 2), round(one.rate.low, 2), round(one.rate.high, 2))
                if one.rate
                else ("", "", "")
            ),
            withheld(one.risers),
        )
        for one in found.places
    )
    return spreadsheet(name, HEAD, rows)


def by_small_area(viewer: Viewer, about: Extent, filters: Filters) -> BySmallArea:
    """The places in the order asked for, and their map where there are any."""
    group = replace(filters, ages=filters.main_ages, band=filters.shown_band)
    listed = ordered(
        _places(viewer, about, group), filters.sort or f"-{_measure(filters)}", NUMBERS, lambda one: one.title
    )
    title = heading(group)
    if not listed:
        return BySmallArea(group, title, listed, "", None)
    drawn = outlines(blueprint(), frozenset(one.id for one in listed))
    beyond = group.address(population=group.plain, measure="rate", drawn="all", sort="")
    return BySmallArea(
        group, title, listed, beyond, small_area_map(title, drawn, listed, beyond, filters.measure)
    )


def heading(group: Filters) -> str:
    """What the map shows, such as: Severe frailty per 100 people aged 75 and over."""
    band = words.BAND_WORDS[group.band]
    if group.measure == "rate":
        return f"{band} per 100 {group.who()}".capitalize()
    return f"{group.who()} with {band}".capitalize()


def _measure(filters: Filters) -> str:
    return "people" if filters.measure == "count" else "rate"


def _places(viewer: Viewer, about: Extent, group: Filters) -> list[Place]:
    parts = reads.small_areas(
        viewer, about.id, group.population, ages=group.ages, sex=group.sex, band=group.band
    )
    may_list = lists(viewer)
    return [
        Place(
            part.place.id,
            part.place.title,
            part.found.people,
            part.found.risers,
            part.among.people,
            group,
            Opens(about.id, group, part.exact and may_list, part.place.id),
        )
        for part in parts
    ]
