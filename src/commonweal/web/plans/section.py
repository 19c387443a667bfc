"""One section of a plan: written by those who may, proposed by others; the second of two sees both."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from commonweal.care.access import Viewer
from commonweal.care.plans import actions, reads, recorded
from commonweal.care.plans.contents import FIELDS
from commonweal.care.plans.reads import OneSection
from commonweal.care.plans.rules import Overtaken, at_work
from commonweal.care.possible import NotPossible
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.plans import asked
from commonweal.web.plans.whose import Whose, around


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def section(request: HttpRequest, viewer: Viewer, section: str, id: UUID | None = None) -> HttpResponseBase:
    if request.method != "POST":
        return _page(request, viewer, id, reads.section(viewer, id, section))
    one = reads.section(viewer, id, section)
    if request.POST.get("do") == "more":
        return _more(request, viewer, id, one)
    if request.POST.get("do") == "forget":
        actions.forget_draft(by=viewer, person=id, section=section)
        messages.success(request, "The draft is gone; what was published stands.")
        return redirect(Whose(one.sight.person, id is None).page("plan"))
    return _sent(request, viewer, id, one)


@require_POST
@for_viewers
def keep(request: HttpRequest, viewer: Viewer, section: str, id: UUID | None = None) -> HttpResponse:
    """What is typed so far, sent by the page itself now and then."""
    one = reads.section(viewer, id, section)
    _keep(request, viewer, id, one)
    return HttpResponse(status=204)


def _sent(request: HttpRequest, viewer: Viewer, id: UUID | None, one: OneSection) -> HttpResponseBase:
    said = asked.typed(one.section, request.POST)
    groups = _owners(viewer, one)
    try:
        wanted = asked.writing(one.section, {**request.POST.dict(), **said}, asked.named(groups, viewer))
        act = actions.publish if one.writes else actions.propose
        act(by=viewer, person=id, section=one.section.id, writing=wanted)
    except NotPossible as missing:
        fault = {missing.about: str(missing)}
        return _page(request, viewer, id, one, said=said, fault=fault, status=400)
    except Overtaken:
        _keep(request, viewer, id, one)
        return _page(request, viewer, id, reads.section(viewer, id, one.section.id), status=409)
    done = (
        "Published. What stood before is kept among the versions."
        if one.writes
        else "Proposed. You will see here what comes of it."
    )
    messages.success(request, done)
    page = "plan" if one.writes else "plan-proposals"
    return redirect(
        Whose(one.sight.person, id is None).page(page) + (f"#{one.section.id}" if one.writes else "")
    )


def _more(request: HttpRequest, viewer: Viewer, id: UUID | None, one: OneSection) -> HttpResponseBase:
    """The form with one more entry; what was typed is kept as a draft on the way."""
    _keep(request, viewer, id, one, more=1)
    page = Whose(one.sight.person, id is None).page("plan-section", one.section.id)
    return redirect(f"{page}#entry-{asked.rows(request.POST)}")


def _keep(request: HttpRequest, viewer: Viewer, id: UUID | None, one: OneSection, more: int = 0) -> None:
    said = asked.typed(one.section, request.POST)
    said["rows"] = str(asked.rows(said) + more)
    seen = asked.number(request.POST.get("seen", ""))
    actions.keep_draft(by=viewer, person=id, section=one.section.id, said=said, seen=seen)


def _owners(viewer: Viewer, one: OneSection) -> asked.Owners:
    items = one.version.content if one.version else []
    return asked.owners(viewer, recorded.coordinator(one.sight.person.pk), items)


def _page(
    request: HttpRequest, viewer: Viewer, id: UUID | None, one: OneSection, **more: Any
) -> HttpResponse:
    """The form with the draft where there is one; with theirs above where they published since it began."""
    items = one.version.content if one.version else []
    plain = one.draft.said if one.draft else asked.begin(one.section, items)
    now = one.version.pk if one.version else None
    conflict = one.draft is not None and one.draft.seen != now
    found = {"said": plain, "fault": {}, "status": 200, **more}
    return show(
        request,
        viewer,
        "plans/section.html",
        **{**around(viewer, one.sight.person, id), "title": one.section.title},
        one=one,
        section=one.section,
        items=items,
        rows=asked.rows(found["said"]),
        fields=FIELDS[one.section.content],
        FIELDS=FIELDS,
        owners=_owners(viewer, one),
        at_work=at_work(viewer),
        seen="" if now is None else now,
        conflict=conflict,
        **found,
    )
