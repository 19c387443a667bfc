"""One assessment: what it came to, what is done now, who relies on it; and striking it out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from commonweal.care.access import Viewer
from commonweal.care.assessments import actions, reads
from commonweal.care.assessments.known import Known
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.web.assessments import wording
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.people.pages import person_pages


@require_safe
@for_viewers
def result(request: HttpRequest, viewer: Viewer, id: UUID) -> HttpResponse:
    known = reads.one(viewer, id)
    return show(request, viewer, "assessments/result.html", **about(viewer, known))


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def strike_out(request: HttpRequest, viewer: Viewer, id: UUID) -> HttpResponse:
    """Asks what was wrong with it."""
    known, fault = reads.one(viewer, id), {}
    if request.method == "POST":
        try:
            actions.strike_out(viewer, id, request.POST.get("reason", ""))
        except NotPossible as missing:
            fault = {missing.about: str(missing)}
        else:
            messages.success(request, "It is struck out. It stays to be read, and nobody relies on it.")
            return redirect("assessment", id)
    return show(
        request,
        viewer,
        "assessments/strike_out.html",
        status=400 if fault else 200,
        said=request.POST,
        fault=fault,
        **about(viewer, known),
    )


def about(viewer: Viewer, known: Known) -> dict[str, Any]:
    """What every page about one assessment shows of it."""
    assessment = known.assessment
    again = assessment.again
    return {
        "title": known.instrument.title,
        "at": "own-assessments" if viewer.person else "people",
        "person": Person.objects.filter(pk=assessment.person_id).first(),
        "person_pages": person_pages(viewer, assessment.person_id, "assessments"),
        "own": viewer.person is not None,
        "known": known,
        "one": assessment,
        "ours": reads.is_ours(viewer, assessment) and reads.cares(viewer),
        "sends": known.relied_on_by(viewer) and not (again and again <= known.now),
        "wording": wording,
    }
