"""The practices of an area side by side: their people by band, and how many rose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.extents import Extent, Population
from commonweal.care.published import reads
from commonweal.care.published.groups import ALL
from commonweal.care.published.reads import Count
from commonweal.web import words
from commonweal.web.frame import show
from commonweal.web.ordered import ordered
from commonweal.web.page import for_viewers
from commonweal.web.population import about as place
from commonweal.web.population import filters as asked
from commonweal.web.population.filters import Filters
from commonweal.web.population.opens import Opens, lists, page
from commonweal.web.spreadsheet import filename, spreadsheet, withheld

BAND_GROUPS = (ALL, *words.BANDS)
HEAD = ("practice", "name", "people", *words.BANDS, "moved up in a year")


@dataclass(frozen=True)
class Practice:
    """One row of the table: published counts by band, and where each of them leads."""

    id: str
    title: str
    counts: dict[str, Count]
    group: Filters
    opens: Opens

    @property
    def href(self) -> str:
        return page("area", self.id) + self.group.address()

    def share(self, band: str) -> str:
        return words.share(self.counts[band].people, self.counts[ALL].people)

    def part(self, band: str) -> float | None:
        """Of everyone counted here; None where either number is withheld."""
        found, everyone = self.counts[band].people, self.counts[ALL].people
        return found / everyone if found is not None and everyone else None

    def leads(self, band: str = ALL, risers: bool = False) -> str:
        return self.opens(self.group.ages, self.group.sex, band, risers)


def _part(band: str) -> Callable[[Practice], float | None]:
    return lambda row: row.part(band)


NUMBERS: dict[str, Callable[[Practice], float | None]] = {
    "people": lambda row: row.counts[ALL].people,
    **{band: _part(band) for band in words.BANDS},
    "risers": lambda row: row.counts[ALL].risers,
}


@require_safe
@for_viewers
def practices(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    """Every practice of an area, always by its registered people."""
    about = place.find(area)
    filters = asked.read(request.GET, about)
    return show(
        request,
        viewer,
        "population/practices.html",
        at="population",
        area=about.id,
        about=about,
        title=f"{about.title}: practices",
        trail=place.trail(about, deeper=True),
        filters=filters,
        practices=by_practice(viewer, about, filters),
        page="practices",
    )


@require_safe
@for_viewers
def practices_file(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponseBase:
    about = place.find(area)
    filters = asked.read(request.GET, about)
    name = filename(reads.freshness(viewer), "frailty-by-practice", about.id, filters.ages, filters.sex)
    rows = (
        (
            row.id,
            row.title,
            *(withheld(row.counts[band].people) for band in BAND_GROUPS),
            withheld(row.counts[ALL].risers),
        )
        for row in by_practice(viewer, about, filters)
    )
    return spreadsheet(name, HEAD, rows)


def by_practice(viewer: Viewer, about: Extent, filters: Filters) -> list[Practice]:
    """In the order asked for, the largest share with the band asked about first otherwise."""
    registered = replace(
        filters, population=Population.REGISTERED, plain=Population.REGISTERED, band=ALL, sort=""
    )
    may_list = lists(viewer)
    rows = [
        Practice(
            part.place.id,
            part.place.title,
            {band: part.count(band) for band in BAND_GROUPS},
            registered,
            Opens(part.place.id, registered, part.exact and may_list),
        )
        for part in reads.practices(viewer, about.id, ages=filters.ages, sex=filters.sex)
    ]
    return ordered(rows, filters.sort or f"-{filters.shown_band}", NUMBERS, lambda row: row.title)
