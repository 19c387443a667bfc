"""What was proposed for a plan: those who write answer it, those who proposed see what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from commonweal.care.access import NotSeen, Viewer
from commonweal.care.plans import actions, reads, recorded
from commonweal.care.plans.contents import FIELDS
from commonweal.care.plans.differences import differences
from commonweal.care.plans.models import OUTCOMES, Proposal
from commonweal.care.plans.rules import Overtaken
from commonweal.care.possible import NotPossible
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.plans import asked
from commonweal.web.plans.whose import around


@require_safe
@for_viewers
def proposals(request: HttpRequest, viewer: Viewer, id: UUID | None = None) -> HttpResponse:
    found = reads.proposals(viewer, id)
    waiting = sum(not one.outcome for one, _ in found.proposals)
    return show(
        request,
        viewer,
        "plans/proposals.html",
        **{**around(viewer, found.sight.person, id), "title": "Proposals"},
        found=found,
        waiting=waiting,
        OUTCOMES=OUTCOMES,
        FIELDS=FIELDS,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def answer(request: HttpRequest, viewer: Viewer, id: UUID, proposal: int) -> HttpResponseBase:
    """Accept it, accept it with a change, or decline it with words."""
    if request.method != "POST":
        return _page(request, viewer, id, proposal)
    try:
        done = _answered(request, viewer, id, proposal)
    except NotPossible as missing:
        fault = {missing.about: str(missing)}
        return _page(request, viewer, id, proposal, said=request.POST.dict(), fault=fault, status=400)
    except Overtaken as faster:
        if proposal not in reads.proposals(viewer, id).may_answer:
            messages.error(request, f"{faster}; nothing was changed by you.")
            return redirect("plan-proposals", id)
        fault = {"answer": f"{faster}. What holds now stands beside the proposal; look at it, then answer"}
        return _page(request, viewer, id, proposal, said=request.POST.dict(), fault=fault, status=409)
    messages.success(request, done)
    return redirect("plan-proposals", id)


def _answered(request: HttpRequest, viewer: Viewer, id: UUID, proposal: int) -> str:
    words = request.POST.get("answer", "")
    if request.POST.get("do") == "decline":
        actions.decline(by=viewer, person=id, proposal=proposal, answer=words)
        return "Declined. Whoever proposed it reads your words."
    wanted = _one(viewer, id, proposal)[1]
    items = _one(viewer, id, proposal)[0].content
    groups = asked.owners(viewer, recorded.coordinator(id), items)
    said = {**request.POST.dict(), **asked.typed(wanted, request.POST), "whose": "professional"}
    writing = asked.writing(wanted, said, asked.named(groups, viewer))
    found = actions.accept(by=viewer, person=id, proposal=proposal, writing=writing, answer=words)
    return f"{OUTCOMES[found.outcome].capitalize()}, and published."


def _one(viewer: Viewer, id: UUID, proposal: int) -> tuple[Proposal, Any]:
    found = reads.proposals(viewer, id)
    one = next((one for one in found.proposals if one[0].pk == proposal), None)
    if one is None or proposal not in found.may_answer:
        raise NotSeen
    return one


def _page(request: HttpRequest, viewer: Viewer, id: UUID, proposal: int, **more: Any) -> HttpResponse:
    one, wanted = _one(viewer, id, proposal)
    now = reads.section(viewer, id, wanted.id)
    items = now.version.content if now.version else []
    begun = asked.begin(wanted, one.content)
    found = {"said": {**begun, "why": one.why}, "fault": {}, "status": 200, **more}
    return show(
        request,
        viewer,
        "plans/answer.html",
        **{**around(viewer, now.sight.person, id), "title": f"Proposal: {wanted.title}"},
        proposal=one,
        section=wanted,
        items=items,
        changes=differences(wanted.content, items, one.content),
        rows=asked.rows(found["said"]),
        fields=FIELDS[wanted.content],
        FIELDS=FIELDS,
        owners=asked.owners(viewer, recorded.coordinator(id), one.content),
        seen=now.version.pk if now.version else "",
        **found,
    )
