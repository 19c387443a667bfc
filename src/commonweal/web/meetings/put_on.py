"""Somebody is put on an agenda by hand: from a search, or from the caseload."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonweal.care.access import Viewer
from commonweal.care.meetings import actions, reads
from commonweal.care.meetings.rules import Overtaken
from commonweal.care.people import reads as people
from commonweal.care.possible import NotPossible
from commonweal.web.address import NotUnderstood
from commonweal.web.frame import show
from commonweal.web.page import for_viewers


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def put_on(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    """Whoever is found by name or number can be put on, with why."""
    meeting, fault = reads.seen(viewer, id), {}
    asked = request.POST if request.method == "POST" else request.GET
    sought = asked.get("who", "")[:80]
    if request.method == "POST":
        try:
            item = actions.put_on(viewer, id, _person(asked.get("person", "")), asked.get("why", ""))
        except (NotPossible, Overtaken) as missing:
            fault = {getattr(missing, "about", "why"): str(missing)}
        else:
            messages.success(request, "Put on the agenda.")
            return redirect(f"{reverse('meeting', args=[id])}?item={item.pk}")
    return show(
        request,
        viewer,
        "meetings/put_on.html",
        at="meetings",
        title="Put somebody on the agenda",
        trail=[
            {"text": "Meetings", "href": reverse("meetings")},
            {"text": meeting.title, "href": reverse("meeting", args=[id])},
        ],
        status=400 if fault else 200,
        meeting=meeting,
        found=people.search(viewer, sought) if sought.strip() else None,
        sought=sought,
        said=asked,
        fault=fault,
    )


def _person(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotUnderstood("Choose somebody of those who were found.") from None
