"""The plans whose day of review has passed, for those who look after the people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.plans import reads
from commonweal.web.frame import show
from commonweal.web.page import for_viewers


@require_safe
@for_viewers
def to_review(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    plans = reads.to_review(viewer)
    return show(
        request,
        viewer,
        "plans/review.html",
        at="people",
        title="Plans to read again",
        plans=plans,
        most=reads.LISTED_AT_MOST,
        today=moments.today(),
    )
