"""One task: what it is, what was done with it, and what the viewer can do now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonweal.care.access import Viewer
from commonweal.care.possible import NotPossible
from commonweal.care.tasks import actions, reads, rules
from commonweal.care.tasks.rules import DEEDS, Done, Overtaken
from commonweal.web.frame import show
from commonweal.web.involvements.begin import receivers
from commonweal.web.page import for_viewers
from commonweal.web.tasks.due import typed_day
from commonweal.web.tasks.list import of_tasks

SAID = {  # what a step was, in the past
    "asked": "Asked",
    "take": "Taken",
    "give": "Given to a colleague",
    "done": "Done",
    "decline": "Declined",
    "offer": "Offered",
    "keep": "Kept after all",
    "accept": "Accepted",
    "refuse": "Refused",
    "withdraw": "Withdrawn",
    "due": "Another date",
    "watch": "Followed by",
    "undo": "Undone",
    "comment": "Comment",
}
AT_ONCE = ("take", "done", "undo", "accept", "keep")  # deeds of a single button


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def task(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    if request.method != "POST":
        return _page(request, viewer, id)
    try:
        done = _done(request.POST)
        changed = actions.change(viewer, id, done)
    except NotPossible as missing:
        return _page(request, viewer, id, fault={missing.about: str(missing)}, status=400)
    except Overtaken as faster:
        fault = {"says": f"{faster}. Nothing was changed; what you typed stands below"}
        return _page(request, viewer, id, fault=fault, status=409)
    if done.deed == "done" and request.POST.get("back") == "list":
        messages.success(request, "Done.")
        return redirect(f"{reverse('tasks')}?undo={id}&seen={changed.steps}")
    messages.success(request, f"{SAID[done.deed]}.")
    return redirect("task", id)


def _done(said: QueryDict) -> Done:
    deed = said.get("do", "")
    if deed not in DEEDS:
        raise NotPossible("do", "Choose what to do with the task")
    seen, post = said.get("seen", ""), said.get("worker", "")
    return Done(
        deed,
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else -1,
        says=said.get("says", "")[: rules.LONGEST * 2],
        to=said.get("receiver", "")[:60],
        due=typed_day("due", said.get("due", "")[:60]) if deed == "due" else None,
        post=int(post) if post.isascii() and post.isdigit() and len(post) < 18 else None,
    )


def _page(request: HttpRequest, viewer: Viewer, id: int, **more: Any) -> HttpResponse:
    opened = reads.one(viewer, id)
    chosen, mine = request.POST.get("do", ""), opened.task.post_id == viewer.post
    return show(
        request,
        viewer,
        "tasks/task.html",
        at="tasks",
        title=opened.task.said,
        trail=[{"text": "Tasks", "href": reverse("tasks")}],
        whole=opened,
        task=opened.task,
        deeds=[(deed, DEEDS[deed]) for deed in opened.deeds if not (deed == "take" and mine)],
        at_once=AT_ONCE,
        chosen=chosen if chosen in DEEDS else "",
        said=request.POST,
        SAID=SAID,
        meets="meetings" in viewer.role.pages,
        receivers=receivers(without=opened.task.owner),
        **of_tasks(viewer),
        **{"fault": {}, **more},
    )
