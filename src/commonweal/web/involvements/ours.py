"""The people whom the viewer's team works with now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.involvements import reads, rules
from commonweal.care.people.residents import residents
from commonweal.web.frame import show
from commonweal.web.page import for_viewers


@require_safe
@for_viewers
def ours(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    found, titles = reads.ours(viewer), reads.titles()
    id = viewer.team or viewer.organisation
    return show(
        request,
        viewer,
        "involvements/ours.html",
        at="people",
        title="People we work with",
        parts=found,
        people=len({part.person_id for part in found}),
        who=titles.get(id, id),
        at_most=reads.LISTED_AT_MOST,
        residents=residents(viewer),
        BEGINS=rules.BEGINS,
    )
