"""One meeting: agenda left, the person in the middle, decisions right, typed without leaving the keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.care.access import Viewer
from commonweal.care.involvements import reads as involvements
from commonweal.care.meetings import actions, minuting, reads
from commonweal.care.meetings.models import HOW
from commonweal.care.meetings.reads import Opened
from commonweal.care.meetings.rules import Overtaken
from commonweal.care.possible import NotPossible
from commonweal.web.frame import show
from commonweal.web.involvements.begin import receivers
from commonweal.web.meetings import said as typed
from commonweal.web.meetings.summary import summary
from commonweal.web.page import for_viewers
from commonweal.web.tasks.list import of_tasks

Deed = Callable[[Viewer, int, HttpRequest], str]


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def meeting(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    """The page; what its forms send is taken down, and nothing typed is lost where that is not possible."""
    if request.method != "POST":
        return page(request, viewer, id)
    deed = DEEDS.get(request.POST.get("do", ""))
    if deed is None:
        return page(request, viewer, id, fault={"says": "Choose what to do with it"}, status=400)
    try:
        told = deed(viewer, id, request)
    except NotPossible as missing:
        return page(request, viewer, id, fault={missing.about: str(missing)}, status=400)
    except Overtaken as faster:
        return page(request, viewer, id, fault={"says": f"{faster}. What you typed stands below"}, status=409)
    if told:
        messages.success(request, told)
    return redirect(_here(id, request))


@require_safe
@for_viewers
def minutes(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    """The minutes as they stand, fit to print."""
    return _shown(
        request, viewer, reads.one(viewer, id, "meeting.minutes"), "meetings/minutes.html", "Minutes"
    )


@require_safe
@for_viewers
def dry_run(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    """How many the rules would list now; nothing is changed."""
    counts, people = reads.dry_run(viewer, id)
    opened = reads.one(viewer, id)
    title = "What the rules would list"
    return _shown(request, viewer, opened, "meetings/dry_run.html", title, counts=counts, people=people)


@require_POST
@for_viewers
def preview(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    """An action as it is understood so far, for the page to show beneath what is typed."""
    found = reads.seen(viewer, id)
    understood = typed.action(found, request.POST.get("says", "")[: typed.LONGEST])
    context = {"understood": understood, "titles": involvements.titles()}
    return render(request, "meetings/preview.html", context)


def page(request: HttpRequest, viewer: Viewer, id: int, **more: Any) -> HttpResponse:
    """The meeting with somebody of its agenda in the middle."""
    opened = reads.one(viewer, id)
    asked = request.POST if request.method == "POST" else request.GET
    chosen = opened.item(typed.number(asked.get("item", "")))
    return _shown(
        request,
        viewer,
        opened,
        "meetings/meeting.html",
        opened.meeting.title,
        chosen=chosen,
        about=summary(viewer, chosen.item.person_id) if chosen else None,
        following=_next(opened, chosen),
        said=request.POST,
        key=request.POST.get("key") or uuid4(),
        **more,
    )


def _shown(
    request: HttpRequest, viewer: Viewer, opened: Opened, template: str, title: str, **more: Any
) -> HttpResponse:
    trail = [{"text": "Meetings", "href": reverse("meetings")}]
    if title != opened.meeting.title:
        trail.append({"text": opened.meeting.title, "href": reverse("meeting", args=[opened.meeting.pk])})
    return show(
        request,
        viewer,
        template,
        at="meetings",
        title=title,
        trail=trail,
        whole=opened,
        meeting=opened.meeting,
        hows=HOW,
        receivers=receivers(),
        **of_tasks(viewer),
        **{"fault": {}, **more},
    )


def _next(opened: Opened, chosen: reads.Item | None) -> reads.Item | None:
    """Whom the meeting comes to after this one: the next on the agenda."""
    items = opened.items
    place = items.index(chosen) + 1 if chosen in items else 0
    return items[place] if place < len(items) else None


def _here(id: int, request: HttpRequest) -> str:
    item = typed.number(request.POST.get("item", ""))
    return reverse("meeting", args=[id]) + (f"?item={item}#typing" if item else "#typing")


def _line(viewer: Viewer, id: int, request: HttpRequest) -> str:
    minuting.take_down(viewer, id, typed.line(request.POST.dict()))
    return ""


def _action(viewer: Viewer, id: int, request: HttpRequest) -> str:
    found = reads.seen(viewer, id)
    asked = request.POST.dict()
    made = minuting.act(viewer, id, typed.wanted(found, asked), typed.line(asked))
    assert made.task
    owner = involvements.titles().get(made.task.owner, made.task.owner)
    earlier = made.task.source_id != str(id) or made.task.source != "meeting"
    told = "It was open already, and is carried on" if earlier else "A task"
    return f"{told}: {made.task.said}, {owner}, by {made.task.due:%A %-d %B}."


def _amend(viewer: Viewer, id: int, request: HttpRequest) -> str:
    line, asked = typed.number(request.POST.get("line", "")), request.POST
    minuting.amend(viewer, id, line or 0, asked.get("says", ""), asked.get("because", ""))
    return "Amended; what it said before stays in the minutes."


def _attend(viewer: Viewer, id: int, request: HttpRequest) -> str:
    asked = request.POST
    actions.attend(viewer, id, asked.get("name", ""), asked.get("organisation", ""), asked.get("how", ""))
    return ""


def _close(viewer: Viewer, id: int, request: HttpRequest) -> str:
    actions.close(viewer, id)
    return "Closed: the minutes stand. What is not done is carried over."


def _reopen(viewer: Viewer, id: int, request: HttpRequest) -> str:
    actions.reopen(viewer, id, request.POST.get("because", ""))
    return "Opened again."


def _draw_up(viewer: Viewer, id: int, request: HttpRequest) -> str:
    people = actions.draw_up(viewer, id)
    return f"The rules list {people} {'person' if people == 1 else 'people'} now."


DEEDS: dict[str, Deed] = {
    "line": _line,
    "action": _action,
    "amend": _amend,
    "attend": _attend,
    "close": _close,
    "reopen": _reopen,
    "draw-up": _draw_up,
}
