"""How an instrument's scores of a person went, as a chart with its table."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care.access import NotSeen, Viewer
from commonweal.care.assessments import reads, wordings
from commonweal.care.people.models import Person
from commonweal.web.assessments import wording
from commonweal.web.assessments.trend_chart import lines
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.people.pages import person_pages

SURE = {"published": "published", "from_memory": "from memory, to be checked", "assumption": "an assumption"}


@require_safe
@for_viewers
def trend(request: HttpRequest, viewer: Viewer, id: UUID, instrument: str) -> HttpResponse:
    if wordings.declared(instrument) is None:
        raise NotSeen
    found = reads.trend(viewer, id, instrument)
    return show(
        request,
        viewer,
        "assessments/trend.html",
        title=f"Trend: {found.instrument.title}",
        at="own-assessments" if viewer.person else "people",
        person=Person.objects.filter(pk=id).first(),
        person_pages=person_pages(viewer, id, "assessments"),
        own=viewer.person is not None,
        trend=found,
        lines=lines(found),
        SURE=SURE,
        wording=wording,
    )
