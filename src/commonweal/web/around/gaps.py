"""People who need a coordinator and have none, and those whom somebody asks the viewer to coordinate."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.coordination import gaps, reads
from commonweal.web.frame import show
from commonweal.web.page import for_viewers


@require_safe
@for_viewers
def without(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    found = gaps.without_coordinator(viewer, after=_id(request.GET.get("after", "")))
    return show(
        request,
        viewer,
        "around/without.html",
        title="People without a coordinator",
        at="caseload",
        found=found,
        offers=reads.offered_to(viewer),
    )


def _id(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
