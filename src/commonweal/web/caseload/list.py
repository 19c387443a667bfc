"""The team's caseload, overdue reviews on top."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.caseloads import reads
from commonweal.care.caseloads.models import ENTRIES, PRIORITIES
from commonweal.care.caseloads.reads import SORTS, Chosen, Line
from commonweal.care.involvements import reads as involvements
from commonweal.web.address import NotUnderstood, one_of, query
from commonweal.web.caseload.population import population
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.spreadsheet import Cell, filename, spreadsheet
from commonweal.web.tasks.due import due

HEAD = (
    "NHS number",
    "family name",
    "given names",
    "date of birth",
    "since",
    "came",
    "reason",
    "priority",
    "next review",
    "overdue",
)


@require_safe
@for_viewers
def caseload(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    chosen, sort = _asked(request)
    page = reads.listed(viewer, chosen, sort=sort, after=_after(request))
    return show(
        request,
        viewer,
        "caseload/list.html",
        at="caseload",
        title="Caseload",
        team=involvements.titles().get(viewer.team, viewer.team),
        page=page,
        chosen=chosen,
        sort=sort,
        sorts=SORTS,
        priorities=PRIORITIES,
        entries=ENTRIES,
        population=population(viewer.team),
        due=due,
        address=lambda **more: query(_said(chosen, sort) | more),
    )


@require_safe
@for_viewers
def caseload_file(request: HttpRequest, viewer: Viewer) -> HttpResponseBase:
    chosen, sort = _asked(request)
    found = reads.exported(viewer, chosen, sort=sort)
    name = filename(None, "caseload", viewer.team, str(moments.today()))
    return spreadsheet(name, HEAD, _lines(found))


def _asked(request: HttpRequest) -> tuple[Chosen, str]:
    said = request.GET
    chosen = Chosen(
        late=one_of(said, "late", ("", "yes"), "") == "yes",
        priority=int(one_of(said, "priority", ("0", *map(str, PRIORITIES)), "0")),
        entry=one_of(said, "entry", ("", *ENTRIES), ""),
    )
    return chosen, one_of(said, "sort", tuple(SORTS), "review")


def _said(chosen: Chosen, sort: str) -> dict[str, object]:
    return {
        "late": "yes" if chosen.late else "",
        "priority": chosen.priority or "",
        "entry": chosen.entry,
        "sort": "" if sort == "review" else sort,
    }


def _after(request: HttpRequest) -> int | None:
    said = request.GET.get("after", "")
    if said and not (said.isascii() and said.isdigit() and len(said) < 18):
        raise NotUnderstood("‘after’ should be a number of this list; begin at the first page.")
    return int(said) if said else None


def _lines(found: Iterable[Line]) -> Iterator[tuple[Cell, ...]]:
    for line in found:
        person, place = line.person, line.place
        yield (
            person.nhs_number if person else None,
            person.family if person else None,
            person.given if person else None,
            person.birth_date.isoformat() if person else None,
            line.part.since.date().isoformat(),
            ENTRIES[place.entry] if place else None,
            place.reason if place else line.part.reason,
            PRIORITIES[place.priority] if place else None,
            place.next_review.isoformat() if place else None,
            "yes" if line.overdue else "no",
        )
