"""Openings in an emergency, for whoever reviews them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from commonweal.care.access import Viewer
from commonweal.care.break_glass import actions, reads
from commonweal.care.break_glass.rules import FINDINGS
from commonweal.care.extents import blueprint
from commonweal.care.involvements.reads import titles
from commonweal.care.possible import NotPossible
from commonweal.web.frame import show
from commonweal.web.page import for_viewers


@require_safe
@for_viewers
def openings(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What waits for a review, and what was reviewed last."""
    return show(
        request,
        viewer,
        "emergency/openings.html",
        title="Emergencies to review",
        at="openings",
        waiting=reads.to_review(viewer),
        reviewed=reads.reviewed_lately(viewer),
        titles=titles(),
        roles=role_titles(),
        FINDINGS=FINDINGS,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def opening(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    """One opening, and the questions of its review."""
    fault: dict[str, str] = {}
    if request.method == "POST":
        finding, note = request.POST.get("finding", ""), request.POST.get("note", "")[:2000]
        try:
            actions.review(by=viewer, opening=id, finding=finding, note=note)
        except NotPossible as missing:
            fault = {missing.about: str(missing)}
        else:
            messages.success(request, "Your review is kept.")
            return redirect("openings")
    return show(
        request,
        viewer,
        "emergency/opening.html",
        title="A record opened in an emergency",
        at="openings",
        status=400 if fault else 200,
        one=reads.one(viewer, id),
        titles=titles(),
        roles=role_titles(),
        FINDINGS=FINDINGS,
        said=request.POST,
        fault=fault,
    )


def role_titles() -> dict[str, str]:
    """What roles are called, by id."""
    return {role.id: role.title for role in blueprint().roles}
