"""Who looked at a record: on the person's own page, and for whoever watches over the audit."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.audit import looks
from commonweal.care.audit.looks import Looks
from commonweal.web.address import NotUnderstood, query
from commonweal.web.frame import show
from commonweal.web.own.looks import lines
from commonweal.web.page import for_viewers

NOBODY = "Nobody here has this NHS number. Type all ten digits of it."


@require_safe
@for_viewers
def own(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Who looked at the viewer's own record."""
    found = looks.of_own(viewer, _before(request.GET))
    return _shown(request, viewer, found, title="Who looked at my record", at="own-looked", own=True)


@require_safe
@for_viewers
def person(request: HttpRequest, viewer: Viewer, id: UUID) -> HttpResponse:
    """Who looked at somebody's record."""
    found = looks.of_person(viewer, id, _before(request.GET))
    return _shown(request, viewer, found, title="Who looked at this record", at="openings", own=False)


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def find(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Asks whose record it is, by NHS number: posted, so that no address holds it."""
    access.require(viewer, "see_who_looked")
    fault: dict[str, str] = {}
    if request.method == "POST":
        id = looks.sought(viewer, request.POST.get("nhs_number", "")[:40])
        if id:
            return redirect("who-looked", id)
        fault = {"nhs_number": NOBODY}
    return show(
        request,
        viewer,
        "own/find.html",
        title="Who looked",
        at="openings",
        status=400 if fault else 200,
        said=request.POST,
        fault=fault,
    )


def _shown(
    request: HttpRequest, viewer: Viewer, found: Looks, *, title: str, at: str, own: bool
) -> HttpResponse:
    return show(
        request,
        viewer,
        "own/who_looked.html",
        title=title,
        at=at,
        own=own,
        lines=lines(found.looks, own=own),
        first="before" not in request.GET,
        more=query({"before": found.more}) if found.more else "",
    )


def _before(asked: Mapping[str, str]) -> int | None:
    said = asked.get("before", "")
    if said and not (said.isascii() and said.isdecimal() and len(said) < 19):
        raise NotUnderstood("‘before’ is the number of a row, as the link to older ones has it.")
    return int(said) if said else None
