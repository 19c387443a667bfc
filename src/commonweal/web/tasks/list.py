"""The inbox: what is due first on top, and what else waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.caseloads import reads as caseloads
from commonweal.care.involvements import reads as involvements
from commonweal.care.people import reads as people
from commonweal.care.tasks import reads
from commonweal.care.tasks.models import SOURCES, STATES, Task
from commonweal.care.teams.turns import name_of
from commonweal.web.address import NotUnderstood, one_of, query
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.people.pages import person_pages
from commonweal.web.spreadsheet import Cell, filename, spreadsheet
from commonweal.web.tasks.due import due
from commonweal.web.tasks.waiting import waiting

HEAD = (
    "due",
    "what",
    "NHS number",
    "family name",
    "given names",
    "owner",
    "worker",
    "state",
    "from",
    "asked by",
)
FROM_WORDS = {
    "": "Anywhere",
    "hand": "By hand",
    "meeting": "A meeting",
    "plan": "A plan",
    "referral": "A referral",
}


@require_safe
@for_viewers
def tasks(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    shown, late, source = _asked(request)
    page = reads.listed(viewer, shown, late=late, source=source, after=_number(request, "after"))
    return show(
        request,
        viewer,
        "tasks/list.html",
        at="tasks",
        title="Tasks",
        page=page,
        shown=shown,
        late=late,
        source=source,
        lists=reads.LISTS,
        sources=FROM_WORDS,
        count=reads.waiting_count(viewer),
        waiting=waiting(viewer),
        undo=_number(request, "undo"),
        seen=_number(request, "seen"),
        address=lambda **more: query(_said(shown, late, source) | more),
        **of_tasks(viewer),
    )


@require_safe
@for_viewers
def tasks_file(request: HttpRequest, viewer: Viewer) -> HttpResponseBase:
    shown, late, source = _asked(request)
    found = reads.exported(viewer, shown, late=late, source=source)
    return spreadsheet(filename(None, "tasks", shown, str(moments.today())), HEAD, _lines(found))


@require_safe
@for_viewers
def of_person(request: HttpRequest, viewer: Viewer, id: UUID) -> HttpResponse:
    """What is to be done for one person, by whichever team."""
    known = people.person(viewer, id)
    return show(
        request,
        viewer,
        "tasks/person.html",
        at="people",
        title=f"Tasks: {known.person.given} {known.person.family}",
        person=known.person,
        person_pages=person_pages(viewer, id, "tasks"),
        found=reads.of_person(viewer, id),
        keeps_caseload=caseloads.keeps(viewer),
        place=caseloads.on_it(viewer, [id]).get(id),
        **of_tasks(viewer),
    )


def of_tasks(viewer: Viewer) -> dict[str, Any]:
    """What a template needs to show tasks."""
    return {
        "titles": involvements.titles(),
        "due": due,
        "name_of": name_of,
        "today": moments.today(),
        "states": STATES,
        "froms": SOURCES,
        "me": viewer.post,
    }


def _asked(request: HttpRequest) -> tuple[str, bool, str]:
    shown = one_of(request.GET, "shown", tuple(reads.LISTS), "mine")
    late = one_of(request.GET, "late", ("", "yes"), "") == "yes"
    return shown, late, one_of(request.GET, "source", tuple(FROM_WORDS), "")


def _said(shown: str, late: bool, source: str) -> dict[str, object]:
    return {"shown": "" if shown == "mine" else shown, "late": "yes" if late else "", "source": source}


def _number(request: HttpRequest, key: str) -> int | None:
    said = request.GET.get(key, "")
    if said and not (said.isascii() and said.isdigit() and len(said) < 18):
        raise NotUnderstood(f"‘{key}’ should be the number of a task; begin at the first page.")
    return int(said) if said else None


def _lines(found: Iterable[Task]) -> Iterator[tuple[Cell, ...]]:
    titles = involvements.titles()
    for task in found:
        person = task.person
        yield (
            task.due.isoformat(),
            task.said,
            person.nhs_number if person else None,
            person.family if person else None,
            person.given if person else None,
            titles.get(task.owner, task.owner),
            name_of(task.post),
            task.state,
            FROM_WORDS[task.source],
            task.made_name,
        )
