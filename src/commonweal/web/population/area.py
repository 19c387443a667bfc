"""One area: how many live with frailty, of what age, where, with which practice, and who is rising."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.published import reads
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.population import about as place
from commonweal.web.population import filters as asked
from commonweal.web.population.ages import by_age
from commonweal.web.population.answer import answer
from commonweal.web.population.measured import pages
from commonweal.web.population.opens import Opens, lists
from commonweal.web.population.practices import by_practice
from commonweal.web.population.small_areas import by_small_area
from commonweal.web.population.tiles import tiles

PRACTICES_SHOWN, SMALL_AREAS_SHOWN = 40, 12  # each has a page of its own with all of them


@require_safe
@for_viewers
def area(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    about = place.find(area)
    filters = asked.read(request.GET, about)
    here: dict[str, Any] = {"at": "population", "area": about.id, "about": about, "trail": place.trail(about)}
    if reads.freshness(viewer) is None:
        return show(request, viewer, "population/nothing_yet.html", title=about.title, **here)
    counts = reads.counts(viewer, about.id, filters.population)
    opens = Opens(about.id, filters, counts.exact and lists(viewer))
    return show(
        request,
        viewer,
        "population/area.html",
        **here,
        population_pages=pages(viewer, about, "area"),
        title=place.question(about, filters),
        caption=place.caption(about, filters),
        filters=filters,
        populations=asked.populations(about),
        counts=counts,
        opens=opens,
        answer=answer(counts, filters, opens),
        tiles=tiles(counts, filters, opens),
        pyramid=by_age(counts, filters, opens),
        map=by_small_area(viewer, about, replace(filters, sort="")) if about.kind != "small_area" else None,
        practices=by_practice(viewer, about, filters) if about.kind != "practice" else [],
        practices_shown=PRACTICES_SHOWN,
        small_areas_shown=SMALL_AREAS_SHOWN,
    )
