"""Brings a team or organisation into a person's care."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from commonweal.care.access import Viewer
from commonweal.care.extents import blueprint
from commonweal.care.involvements import actions, reads
from commonweal.care.involvements.rules import BEGINS
from commonweal.care.people import reads as people
from commonweal.care.possible import NotPossible
from commonweal.web.frame import show
from commonweal.web.page import for_viewers

Choices = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def begin(request: HttpRequest, viewer: Viewer, id: UUID) -> HttpResponse:
    fault: dict[str, str] = {}
    said = request.POST
    if request.method == "POST":
        try:
            part = actions.begin(
                by=viewer,
                person=id,
                kind=said.get("kind", ""),
                receiver=reads.receiver(said.get("receiver", "")),
                reason=said.get("reason", "")[:1000],
            )
        except NotPossible as missing:
            fault = {missing.about: str(missing)}
        else:
            messages.success(request, f"{reads.title(part)} may see this record from now on.")
            return redirect("person", id)
    return show(
        request,
        viewer,
        "involvements/begin.html",
        title="Bring somebody in",
        at="people",
        status=400 if fault else 200,
        person=people.person(viewer, id).person,
        receivers=receivers(),
        kinds=BEGINS,
        said=said,
        fault=fault,
    )


def receivers(without: str = "") -> Choices:
    """Everybody whom care can be given to, in groups: id and title."""
    declared = blueprint()
    teams = tuple((team.id, team.title) for team in declared.teams if team.id != without)
    organisations = tuple((one.ods, one.title) for one in declared.organisations if one.ods != without)
    practices = tuple((one.ods, one.title) for one in declared.practices if one.ods != without)
    return (("Teams", teams), ("Organisations", organisations), ("Practices", practices))
