"""Somebody on the caseload: reviewed with another priority and day, or taken off with why."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.caseloads import actions, reads
from commonweal.care.caseloads.models import ENTRIES, PRIORITIES
from commonweal.care.caseloads.rules import REVIEWED_WITHIN, Overtaken
from commonweal.care.possible import Faults, NotPossible
from commonweal.web import words
from commonweal.web.caseload.add import noted
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.people.pages import person_pages
from commonweal.web.tasks.due import due


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def place(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    if request.method != "POST":
        return _page(request, viewer, id)
    seen, faults = request.POST.get("seen", ""), Faults()
    try:
        if request.POST.get("do") == "remove":
            actions.remove(viewer, id, request.POST.get("why", "")[:1000])
            messages.success(request, "Taken off the caseload; your team’s part in their care has ended.")
        else:
            actions.note(viewer, id, noted(request.POST, faults), int(seen) if seen.isdigit() else -1)
            messages.success(request, "Noted.")
    except NotPossible as missing:
        taken_off = request.POST.get("do") == "remove"
        fault = {"why": str(missing)} if taken_off else missing.faults | faults.found
        return _page(request, viewer, id, fault=fault, status=400)
    except Overtaken as faster:
        return _page(request, viewer, id, fault={"reason": f"{faster}. Nothing was changed"}, status=409)
    return redirect("caseload")


def _page(request: HttpRequest, viewer: Viewer, id: int, **more: Any) -> HttpResponse:
    line, changes = reads.one(viewer, id)
    person = line.part.person
    return show(
        request,
        viewer,
        "caseload/place.html",
        at="caseload",
        title=f"On the caseload: {person.given} {person.family}",
        trail=[{"text": "Caseload", "href": reverse("caseload")}],
        person=person,
        person_pages=person_pages(viewer, person.pk, ""),
        line=line,
        place=line.place,
        changes=changes,
        entries=ENTRIES,
        priorities=PRIORITIES,
        due=due,
        said=request.POST or _plain(line),
        **{"fault": {}, **more},
    )


def _plain(line: reads.Line) -> dict[str, str]:
    if line.place is None:
        return {"priority": "2", "reason": line.part.reason}
    within = moments.today() + REVIEWED_WITHIN[line.place.priority]
    review = within if line.overdue else line.place.next_review
    return {"priority": str(line.place.priority), "next_review": words.day(review)}
