"""Two records that were brought together, and taking them apart again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from commonweal.care.access import Viewer
from commonweal.care.identity import actions, reads
from commonweal.care.identity.rules import Overtaken
from commonweal.care.possible import NotPossible
from commonweal.web.frame import show
from commonweal.web.identity.queue import PAGE
from commonweal.web.page import for_viewers


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def merge(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    made, fault = reads.merge(viewer, id), {}
    if request.method == "POST":
        because = request.POST.get("because", "")[:1000]
        try:
            actions.unmerge(by=viewer, kept=made.kept_id, gone=made.gone_id, because=because)
        except NotPossible as missing:
            fault = {"because": str(missing)}
        except Overtaken as overtaken:
            fault = {"because": str(overtaken)}
        else:
            messages.success(request, "They are two people again, each with what they had.")
            return redirect("identity")
    return show(
        request,
        viewer,
        "identity/merge.html",
        at=PAGE,
        title="Two records that are one",
        status=400 if fault else 200,
        made=made,
        since=len(reads.since(made)),
        said=request.POST,
        fault=fault,
    )
