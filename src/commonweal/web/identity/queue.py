"""Pairs of records that wait for somebody to decide."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.identity import reads
from commonweal.care.involvements.reads import titles
from commonweal.web.frame import show
from commonweal.web.page import for_viewers

PAGE = "identity"


@require_safe
@for_viewers
def queue(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    return show(
        request,
        viewer,
        "identity/queue.html",
        at=PAGE,
        title="Is it one person?",
        queue=reads.queue(viewer),
        titles=titles(),
    )
