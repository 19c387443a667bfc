"""An area by age, sex and band: drawn as the pyramid, and as a file."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.published import reads
from commonweal.care.published.groups import ALL, BAND_GROUPS, FIVE_YEAR_AGES, SEXES
from commonweal.care.published.reads import Counts
from commonweal.web.page import for_viewers
from commonweal.web.population import about as place
from commonweal.web.population import filters as asked
from commonweal.web.population.filters import Filters
from commonweal.web.population.opens import Opens
from commonweal.web.population.pyramid import Pyramid, pyramid, rows_of
from commonweal.web.spreadsheet import Cell, filename, spreadsheet, withheld

HEAD = ("ages", "sex", "band", "people", "moved up in a year")


def by_age(counts: Counts, filters: Filters, opens: Opens) -> Pyramid:
    numbers = {group: cell.people for group, cell in counts.cells.items()}
    return pyramid(
        numbers,
        opens,
        ages=rows_of(filters.ages),
        sex=filters.sex,
        band=filters.band,
        frail=filters.drawn == "frail",
    )


@require_safe
@for_viewers
def ages_file(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponseBase:
    """Every published number by age, sex and band, whatever the page shows of them."""
    about = place.find(area)
    filters = asked.read(request.GET, about)
    counts = reads.counts(viewer, about.id, filters.population)
    name = filename(reads.freshness(viewer), "frailty-by-age", about.id, filters.population)
    return spreadsheet(name, HEAD, _rows(counts))


def _rows(counts: Counts) -> Iterator[tuple[Cell, ...]]:
    for ages in (ALL, *FIVE_YEAR_AGES):
        for sex in SEXES:
            for band in BAND_GROUPS:
                found = counts.count(ages, sex, band)
                yield ages, sex, band, withheld(found.people), withheld(found.risers)
