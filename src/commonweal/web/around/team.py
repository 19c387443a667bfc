"""Those in a person's care team by name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.coordination import around, reads
from commonweal.care.people import reads as people
from commonweal.web.around import forms
from commonweal.web.around.asked import Filling, fill
from commonweal.web.page import for_viewers

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@for_viewers
def join(request: HttpRequest, viewer: Viewer, id: UUID) -> HttpResponse:
    def act(said: dict[str, Any], _: int) -> str:
        made = around.join(by=viewer, person=id, **said)
        return f"{made.name} is in the care team."

    person = people.person(viewer, id).person
    return fill(request, viewer, forms.JOIN, Filling(person, reverse("around", args=[id])), act)


@require_http_methods(METHODS)
@for_viewers
def leave(request: HttpRequest, viewer: Viewer, id: UUID, member: int) -> HttpResponse:
    person = people.person(viewer, id).person
    if all(one.pk != member for one in reads.members(viewer, id)):
        raise access.NotSeen

    def act(said: dict[str, Any], _: int) -> str:
        around.leave(by=viewer, person=id, member=member, reason=said["reason"])
        return "They are in the care team no longer."

    return fill(request, viewer, forms.LEAVE, Filling(person, reverse("around", args=[id])), act)
