"""My visits: what is ahead today in its order, each with what whoever goes needs to know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.possible import NotPossible
from commonweal.care.referrals.rules import Overtaken
from commonweal.care.teams import rules
from commonweal.care.visits import actions, reads
from commonweal.care.visits.models import Visit
from commonweal.web import words
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.teams import asked
from commonweal.web.visits.said import on_the_phone, tapped

Tap = Callable[[Viewer, int, datetime | None], Visit]


@require_safe
@for_viewers
def mine(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    day = asked.day(request.GET)
    found = reads.mine(viewer, day, rules.midnight(day))
    return show(
        request,
        viewer,
        "visits/mine.html",
        at="visits",
        title="My visits",
        day=day,
        today=rules.day_of(found.now) == day,
        ahead=found.ahead,
        over=found.over,
        now=found.now,
        **on_the_phone(request, viewer),
    )


@require_POST
@for_viewers
def set_out(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    return _tapped(request, viewer, id, actions.set_out, "You are on the way to {name} since {clock}.")


@require_POST
@for_viewers
def arrive(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    return _tapped(request, viewer, id, actions.arrive, "You are with {name} since {clock}.")


def _tapped(request: HttpRequest, viewer: Viewer, id: int, tap: Tap, said: str) -> HttpResponse:
    try:
        happened = tapped(request.POST.get("happened", ""), moments.now())
        visit = tap(viewer, id, happened)
    except (NotPossible, Overtaken) as fault:
        messages.error(request, f"{fault}. Nothing was changed.")
        return redirect("visit", id)
    moment = visit.arrived or visit.set_out
    name = visit.referral.family or "this person"
    messages.success(request, said.format(name=name, clock=words.clock(moment) if moment else "now"))
    return redirect("visit", id)
