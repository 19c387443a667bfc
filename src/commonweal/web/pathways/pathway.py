"""One pathway: its picture, its moves, its clocks, who may refer, and how it can end."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonweal.blueprint import Pathway
from commonweal.care.access import Viewer
from commonweal.care.extents import blueprint
from commonweal.care.measures import reads as measures
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.pathways import wording
from commonweal.web.pathways.diagram import draw
from commonweal.web.pathways.marks import letters, numbers


@require_safe
@for_viewers
def pathway(request: HttpRequest, viewer: Viewer, id: str) -> HttpResponse:
    declared, today = blueprint(), timezone.localdate()
    found = find(id)
    return show(
        request,
        viewer,
        "pathways/pathway.html",
        at="pathways",
        trail=[{"text": "Pathways", "href": reverse("pathways")}],
        title=found.title,
        answer=answer(found, today),
        measured=measures.may_see(viewer, found),
        pathway=found,
        diagram=draw(found),
        letters=letters(found),
        numbers=numbers(found),
        overdue=found.review_by < today,
        today=today,
        teams=[team for team in declared.teams if team.kind == found.team.kind],
        roles={role.id: role.title for role in declared.roles},
        others={one.id: one.title for one in declared.pathways},
        wording=wording,
    )


def answer(found: Pathway, on: date) -> str:
    """The rule of its first clock today, in a sentence."""
    clock = found.clocks[0]
    version = clock.version(on)
    if version is None:
        return f"{clock.title}: no rule holds today."
    time = f"{clock.title}: {wording.length(version.within)}, counted {wording.counted_in(found, version)}"
    if version.target is None:
        return f"{time}; no share is set as a target."
    return f"{time}, for at least {version.target} people in 100."


def find(id: str) -> Pathway:
    """The pathway with this id; a page that says there is none otherwise."""
    for found in blueprint().pathways:
        if found.id == id:
            return found
    raise Http404("There is no pathway with this name. The list of pathways has those that there are.")
