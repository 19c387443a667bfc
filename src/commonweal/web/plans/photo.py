"""The photo in a plan: shown from an address of its own; added, taken away and put back on a page."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from commonweal.care.access import Viewer
from commonweal.care.plans import photos, reads
from commonweal.care.plans.reads import Photos
from commonweal.care.plans.rules import Overtaken
from commonweal.care.possible import NotPossible
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.plans.asked import number
from commonweal.web.plans.whose import around
from commonweal.web.uploads import picture

ALONE = {"default-src": ["'none'"], "sandbox": [True]}  # whatever is in it runs and loads nothing
DONE = {
    "add": "The plan shows this photo now.",
    "take_away": "The photo is taken away. It can be put back here.",
    "put_back": "The earlier photo is shown again.",
}


@require_safe
@for_viewers
def photo(request: HttpRequest, viewer: Viewer, id: UUID | None = None) -> HttpResponse:
    found = reads.photo(viewer, id)
    response = HttpResponse(bytes(found.content), content_type=found.kind)
    response._csp_config = ALONE  # type: ignore[attr-defined]  # the middleware reads it there
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def change(request: HttpRequest, viewer: Viewer, id: UUID | None = None) -> HttpResponseBase:
    found = reads.photos(viewer, id)
    if request.method != "POST":
        return _page(request, viewer, id, found, {})
    do = request.POST.get("do", "add")
    try:
        _do(request, viewer, id, do)
    except NotPossible as missing:
        return _page(request, viewer, id, found, {missing.about: str(missing)}, 400)
    except Overtaken as faster:
        return _page(request, viewer, id, reads.photos(viewer, id), {"photo": str(faster)}, 409)
    messages.success(request, DONE.get(do, DONE["add"]))
    page = "plan-change-photo" if do == "take_away" else "plan"
    return redirect(around(viewer, found.sight.person, id)["about"].page(page))


def _do(request: HttpRequest, viewer: Viewer, id: UUID | None, do: str) -> None:
    named = number(request.POST.get("photo_id", "")) or 0
    if do == "take_away":
        photos.take_away(by=viewer, person=id, photo=named)
    elif do == "put_back":
        photos.put_back(by=viewer, person=id, photo=named)
    else:
        brought = picture(request)
        photos.add(by=viewer, person=id, name=brought.name, content=brought.content)


def _page(
    request: HttpRequest,
    viewer: Viewer,
    id: UUID | None,
    found: Photos,
    fault: Mapping[str, str],
    status: int = 200,
) -> HttpResponse:
    return show(
        request,
        viewer,
        "plans/photo.html",
        **{**around(viewer, found.sight.person, id), "title": "Photo in the plan"},
        found=found,
        fault=fault,
        status=status,
    )
