"""A professional signs a plan: with whom it was agreed and how, and when it is read again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from commonweal.care.access import Viewer
from commonweal.care.plans import actions, reads
from commonweal.care.plans.rules import Overtaken, Signing
from commonweal.care.possible import NotPossible
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.plans.asked import day, number
from commonweal.web.plans.plan import shown
from commonweal.web.plans.whose import around


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def sign(request: HttpRequest, viewer: Viewer, id: UUID) -> HttpResponseBase:
    if request.method != "POST":
        return _page(request, viewer, id)
    try:
        actions.sign(by=viewer, person=id, signing=_signing(request.POST))
    except NotPossible as missing:
        fault = {missing.about: str(missing)}
        return _page(request, viewer, id, said=request.POST, fault=fault, status=400)
    except Overtaken as faster:
        return _page(request, viewer, id, said=request.POST, fault={"agreed": str(faster)}, status=409)
    messages.success(request, "The plan is signed.")
    return redirect("plan", id)


def _signing(said: Mapping[str, str]) -> Signing:
    versions = {
        name.removeprefix("version-"): found
        for name, words in said.items()
        if name.startswith("version-") and (found := number(words))
    }
    return Signing(
        agreed=said.get("agreed", ""),
        how=said.get("how", ""),
        review_by=day("review_by", said),
        representative=said.get("representative", ""),
        versions=versions,
    )


def _page(request: HttpRequest, viewer: Viewer, id: UUID, **more: Any) -> HttpResponse:
    opened = reads.plan(viewer, id)
    found = {"said": {}, "fault": {}, "status": 200, **more}
    return show(
        request,
        viewer,
        "plans/sign.html",
        **{**around(viewer, opened.person, id), **shown(opened), "title": "Sign the plan"},
        **found,
    )
