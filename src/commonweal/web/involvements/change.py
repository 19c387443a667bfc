"""Hands a person over to others, or ends the work with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from commonweal.care.access import Viewer
from commonweal.care.involvements import actions, reads
from commonweal.care.involvements.rules import Overtaken
from commonweal.care.people import reads as people
from commonweal.care.possible import NotPossible
from commonweal.web.frame import show
from commonweal.web.involvements.begin import receivers
from commonweal.web.page import for_viewers

Change = Callable[[Viewer, int, Mapping[str, str]], str]  # makes the change; what to say of it


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def hand_over(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    """Asks to whom and why."""
    return _changed(request, viewer, id, _handed_over, "involvements/hand_over.html", "Hand over")


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def end(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    """Asks how it ended."""
    return _changed(request, viewer, id, _ended, "involvements/end.html", "End the work with this person")


def _handed_over(viewer: Viewer, id: int, said: Mapping[str, str]) -> str:
    receiver, reason = reads.receiver(said.get("receiver", "")), said.get("reason", "")[:1000]
    part = actions.hand_over(by=viewer, involvement=id, receiver=receiver, reason=reason)
    return f"{reads.title(part)} looks after this person now, and may see the record."


def _ended(viewer: Viewer, id: int, said: Mapping[str, str]) -> str:
    part = actions.end(by=viewer, involvement=id, outcome=said.get("outcome", "")[:1000])
    return f"The work of {reads.title(part)} with this person has ended."


def _changed(
    request: HttpRequest, viewer: Viewer, id: int, change: Change, template: str, title: str
) -> HttpResponse:
    fault: dict[str, str] = {}
    if request.method == "POST":
        found = reads.seen(viewer, id)
        try:
            messages.success(request, change(viewer, id, request.POST))
        except NotPossible as missing:
            fault = {missing.about: str(missing)}
        except Overtaken as overtaken:
            return _overtaken(request, viewer, str(overtaken))
        else:
            return _onwards(viewer, found.person_id if found else None)
    part = reads.one(viewer, id)
    if part.ended:
        return _overtaken(request, viewer, part.outcome)
    return show(
        request,
        viewer,
        template,
        title=title,
        at="people",
        status=400 if fault else 200,
        person=people.person(viewer, part.person_id).person,
        part=part,
        who=reads.title(part),
        receivers=receivers(without=part.team or part.organisation),
        said=request.POST,
        fault=fault,
    )


def _onwards(viewer: Viewer, id: UUID | None) -> HttpResponse:
    """To the person's page, unless the change has taken it out of sight."""
    return redirect("person", id) if id and reads.is_seen(viewer, id) else redirect("find-people")


def _overtaken(request: HttpRequest, viewer: Viewer, became: str) -> HttpResponse:
    return show(
        request,
        viewer,
        "involvements/overtaken.html",
        title="Somebody was faster",
        at="people",
        status=409,
        became=became,
    )
