"""What is to be done for a person, as they read it: what, by whom, by when, and what was done."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.involvements import reads as involvements
from commonweal.care.people import own
from commonweal.care.tasks import reads
from commonweal.care.tasks.models import STATES
from commonweal.care.tasks.rules import LIVE
from commonweal.web.frame import show
from commonweal.web.page import for_viewers


@require_safe
@for_viewers
def tasks(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    found = reads.of_person(viewer, own.record(viewer).person.pk)
    return show(
        request,
        viewer,
        "own/tasks.html",
        title="What is to be done",
        at="own-tasks",
        live=[one for one in found if one.state in LIVE],
        over=[one for one in found if one.state not in LIVE],
        titles=involvements.titles(),
        states=STATES,
    )
