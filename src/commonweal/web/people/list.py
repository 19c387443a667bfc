"""The people behind a number: who they are, and why each of them is in the list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.caseloads import reads as caseloads
from commonweal.care.extents import every
from commonweal.care.people import reads
from commonweal.care.people.lists import Chosen, Row
from commonweal.care.published import reads as published
from commonweal.care.published.groups import MAIN_AGES
from commonweal.care.referrals import caseload, referring
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.people import chosen as choice
from commonweal.web.population import about as place
from commonweal.web.spreadsheet import Cell, filename, spreadsheet

HEAD = (
    "NHS number",
    "family name",
    "given names",
    "date of birth",
    "age",
    "sex",
    "practice",
    "practice name",
    "small area",
    "small area name",
    "deficits",
    "band",
    "deficits a year ago",
    "band a year ago",
    "moved up",
)


@require_safe
@for_viewers
def people(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    about = place.find(area)
    chosen = choice.read(request.GET, about)
    sort = choice.sort(request.GET, chosen)
    after, before = choice.mark(request.GET, "after"), choice.mark(request.GET, "before")
    page = reads.list_people(viewer, chosen, sort=sort, after=after, before=before)
    return show(
        request,
        viewer,
        "people/list.html",
        at="people",
        area=about.id,
        about=about,
        trail=place.trail(about, deeper=True) if access.may(viewer, "see_population").allowed else [],
        title=f"{about.title}: {choice.who(chosen)}",
        who=choice.who(chosen),
        chosen=chosen,
        count=_count(viewer, chosen),
        sort=sort,
        page=page,
        titles=titles(),
        on_pathways=caseload.open_for(viewer, [row.id for row in page.rows]),
        pathways=offered(viewer),
        keeps_caseload=caseloads.keeps(viewer),
        found_in=f"Found in the list of {choice.who(chosen)}, {about.title}",
        address=lambda **more: choice.address(chosen, **{"sort": _said(sort, chosen), **more}),
    )


@require_safe
@for_viewers
def people_file(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponseBase:
    about = place.find(area)
    chosen = choice.read(request.GET, about)
    rows = reads.export_people(viewer, chosen, sort=choice.sort(request.GET, chosen))
    name = filename(published.freshness(viewer), about.id, choice.who(chosen))
    return spreadsheet(name, HEAD, _lines(rows))


def offered(viewer: Viewer) -> list[tuple[str, str]]:
    """The pathways onto which those of a list can go, id and title; none where the viewer refers nobody."""
    may = "refer" in viewer.role.pages and access.sends(viewer).allowed
    return [(one.id, one.title) for one in referring.offered(viewer)] if may else []


def titles() -> Mapping[str, str]:
    """Code of a practice or small area → its name."""
    return {id: one.title for id, one in every(settings.BLUEPRINT).items()}


def _said(sort: str, chosen: Chosen) -> str:
    return "" if sort == choice.plain_sort(chosen) else sort


def _count(viewer: Viewer, chosen: Chosen) -> int | None:
    """How many were counted, where that is published for exactly this choice and this viewer."""
    if not access.may(viewer, "see_population").allowed:
        return None
    if chosen.having or chosen.of or (chosen.small_area and chosen.ages not in MAIN_AGES):
        return None
    area = chosen.practice or chosen.area
    counts = published.counts(viewer, area, chosen.population, chosen.small_area)
    found = counts.count(chosen.ages, chosen.sex, chosen.band)
    return (found.risers if chosen.risers else found.people) if counts.exact else None


def _lines(rows: Iterable[Row]) -> Iterator[tuple[Cell, ...]]:
    named = titles()
    for row in rows:
        yield (
            row.nhs_number,
            row.family,
            row.given,
            row.birth_date.isoformat(),
            row.age,
            row.sex,
            row.practice,
            named.get(row.practice),
            row.lsoa,
            named.get(row.lsoa),
            row.deficits,
            row.band,
            row.deficits_year_ago,
            row.band_year_ago,
            "yes" if row.riser else "no",
        )
