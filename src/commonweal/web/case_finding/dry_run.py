"""A rule is tried: how many it would find step by step, as declared or with other thresholds."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.case_finding import sight, trying
from commonweal.care.case_finding.titles import titles
from commonweal.web.address import query
from commonweal.web.case_finding import asked
from commonweal.web.case_finding.found import trail
from commonweal.web.case_finding.thresholds import as_declared, drafted, thresholds
from commonweal.web.frame import show
from commonweal.web.page import for_viewers


@require_safe
@for_viewers
def dry_run(request: HttpRequest, viewer: Viewer, rule: str) -> HttpResponse:
    """Nobody is listed, kept or told by it; the file stays as it is."""
    declared, about = sight.rule(rule), asked.area(request.GET, viewer)
    draft, fault = drafted(declared, request.GET)
    trial = trying.tried(viewer, draft, declared, about.id)
    called = titles()
    return show(
        request,
        viewer,
        "case_finding/dry_run.html",
        title=f"Tried: {declared.title}, {about.title}",
        trail=trail(about),
        at="caseload",
        area=about.id,
        status=400 if fault else 200,
        about=about,
        areas=asked.areas(viewer, about),
        rule=declared,
        wanted=asked.wanted(draft),
        thresholds=thresholds(declared, draft),
        lines=as_declared(declared, draft),
        trial=trial,
        practices=sorted(trial.practices, key=lambda one: called.get(one.practice, one.practice)),
        titles=called,
        here=query({"area": about.id}),
        fault=fault,
        typed=request.GET,
    )
