"""Meetings that come and meetings that were, and a new one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.involvements import reads as involvements
from commonweal.care.meetings import actions, reads
from commonweal.care.meetings.actions import Planned
from commonweal.care.possible import NotPossible
from commonweal.care.teams.rules import moment as at_clock
from commonweal.web.address import NotUnderstood
from commonweal.web.frame import show
from commonweal.web.involvements.begin import receivers
from commonweal.web.page import for_viewers
from commonweal.web.tasks.due import typed_day


@require_safe
@for_viewers
def meetings(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    before = request.GET.get("before", "")
    if before and not (before.isascii() and before.isdigit() and len(before) < 18):
        raise NotUnderstood("‘before’ should be the number of a meeting; begin at the first page.")
    found, more = reads.listed(viewer, int(before) if before else None)
    now = moments.now()
    return show(
        request,
        viewer,
        "meetings/list.html",
        at="meetings",
        title="Meetings",
        ahead=[one for one in reversed(found) if one.closed is None],
        over=[one for one in found if one.closed],
        more=more,
        now=now,
        plans=bool(viewer.team),
        titles=involvements.titles(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    team = reads.team_of(viewer, "meeting.planned")
    fault: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = actions.plan(viewer, _planned(request.POST))
        except NotPossible as missing:
            fault = {missing.about: str(missing)}
        else:
            actions.draw_up(viewer, made.pk)
            messages.success(request, "Planned, with an agenda as the rules make it today.")
            return redirect("meeting", made.pk)
    return show(
        request,
        viewer,
        "meetings/new.html",
        at="meetings",
        title="Plan a meeting",
        trail=[{"text": "Meetings", "href": reverse("meetings")}],
        status=400 if fault else 200,
        said=request.POST if request.method == "POST" else _plain(viewer, team),
        receivers=receivers(without=team),
        invited=request.POST.getlist("invited"),
        fault=fault,
    )


def _planned(said: QueryDict) -> Planned:
    return Planned(
        said.get("title", "")[:300],
        _starts(said),
        said.get("place", ""),
        said.get("chair", ""),
        tuple(id for id in said.getlist("invited")[:20] if id),
    )


def _starts(said: QueryDict) -> datetime:
    day = typed_day("day", said.get("day", "")[:60])
    if day is None:
        raise NotPossible("day", "Give the day of the meeting")
    return at_clock(day, said.get("clock", "")[:20], "clock")


def _plain(viewer: Viewer, team: str) -> dict[str, Any]:
    return {"title": reads.agenda_of(team).title, "chair": viewer.name, "clock": "13:00"}
