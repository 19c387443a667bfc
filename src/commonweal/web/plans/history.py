"""The versions of a section: who wrote which, what changed between two, and an earlier one brought back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from commonweal.care.access import Viewer
from commonweal.care.plans import actions, reads
from commonweal.care.plans.contents import FIELDS
from commonweal.care.plans.differences import differences
from commonweal.care.plans.rules import Overtaken
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.plans.asked import number
from commonweal.web.plans.whose import around


@require_safe
@for_viewers
def history(request: HttpRequest, viewer: Viewer, section: str, id: UUID | None = None) -> HttpResponse:
    earlier, later = (number(request.GET.get(name, "")) for name in ("from", "to"))
    found = reads.history(viewer, id, section, before=earlier, after=later)
    before, after = (one.content if one else [] for one in (found.before, found.after))
    return show(
        request,
        viewer,
        "plans/history.html",
        **{**around(viewer, found.sight.person, id), "title": f"Versions: {found.section.title}"},
        found=found,
        section=found.section,
        numbers={one.pk: len(found.versions) - place for place, one in enumerate(found.versions)},
        changes=differences(found.section.content, before, after),
        FIELDS=FIELDS,
    )


@require_POST
@for_viewers
def restore(request: HttpRequest, viewer: Viewer, section: str, id: UUID | None = None) -> HttpResponseBase:
    """An earlier version holds again, as a new one."""
    about = around(viewer, reads.section(viewer, id, section).sight.person, id)["about"]
    version = number(request.POST.get("version", "")) or 0
    seen = number(request.POST.get("seen", ""))
    try:
        actions.restore(by=viewer, person=id, section=section, version=version, seen=seen)
    except Overtaken as faster:
        messages.error(request, f"{faster}. Nothing was changed; look at the versions again.")
        return redirect(about.page("plan-history", section))
    messages.success(request, "It holds again. What stood before is kept among the versions.")
    return redirect(about.page("plan") + f"#{section}")
