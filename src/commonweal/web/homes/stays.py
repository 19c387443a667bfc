"""Somebody comes to live in a home, comes back or leaves; what record and home say differently is settled."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.homes import actions, reads, residents
from commonweal.care.homes.actions import Coming, Named
from commonweal.care.homes.models import FUNDING, LEFT
from commonweal.care.homes.rules import Overtaken
from commonweal.care.possible import NotPossible
from commonweal.web import typed
from commonweal.web.frame import show
from commonweal.web.homes.home import step, trail
from commonweal.web.page import for_viewers


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def propose(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Somebody whom the record does not have here: nothing of it is shown."""
    viewer, _ = reads.ours(viewer)
    fault: dict[str, str] = {}
    said = request.POST
    if request.method == "POST":
        try:
            born = typed.day("birth_date", said.get("birth_date", "")[:40], moments.today())
            named = Named(said.get("nhs_number", "")[:40], born, said.get("called", ""))
            actions.propose(viewer, named, _coming(request))
        except NotPossible as missing:
            fault = {missing.about: str(missing)}
        else:
            messages.success(request, "Said. Your aligned practice is asked to settle it; it stands below.")
            return redirect(reverse("our-home") + "#settle")
    return show(
        request,
        viewer,
        "homes/propose.html",
        at="home",
        title="Somebody lives here who is not in the list",
        trail=trail(viewer, step(viewer, viewer.organisation)),
        status=400 if fault else 200,
        funding=FUNDING,
        said=said,
        fault=fault,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def begin(request: HttpRequest, viewer: Viewer, ods: str, id: UUID) -> HttpResponse:
    """Since when somebody lives here whom the record has here, or who is back."""
    reads.at_work(viewer, ods)
    person, _ = reads.person(viewer, id, "demographics")
    fault: dict[str, str] = {}
    if request.method == "POST":
        try:
            actions.begin_stay(viewer, ods, id, _coming(request))
        except NotPossible as missing:
            fault = {missing.about: str(missing)}
        except Overtaken as overtaken:
            messages.info(request, f"{overtaken}.")
            return redirect("resident", ods, id)
        else:
            messages.success(request, "Noted; what is due within seven working days counts from then.")
            return redirect("resident", ods, id)
    return show(
        request,
        viewer,
        "homes/begin.html",
        at="home",
        title="Since when do they live here?",
        trail=trail(viewer, step(viewer, ods)),
        status=400 if fault else 200,
        person=person,
        ods=ods,
        home=step(viewer, ods)[0],
        funding=FUNDING,
        said=request.POST,
        fault=fault,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def end(request: HttpRequest, viewer: Viewer, ods: str, id: UUID) -> HttpResponse:
    """They live here no more."""
    found = residents.stay_of(viewer, ods, id)
    fault: dict[str, str] = {}
    if request.method == "POST":
        try:
            said = request.POST
            day = typed.day("ended", said.get("ended", "")[:40], moments.today())
            ended = actions.end_stay(viewer, found.pk, said.get("outcome", ""), day)
        except NotPossible as missing:
            fault = {missing.about: str(missing)}
        except Overtaken as overtaken:
            messages.error(request, f"{overtaken}. Nothing of yours was changed.")
            return redirect(step(viewer, ods)[1])
        else:
            messages.success(request, f"Noted: {LEFT[ended.outcome].lower()}.")
            return redirect(step(viewer, ods)[1])
    return show(
        request,
        viewer,
        "homes/end.html",
        at="home",
        title="They live here no more",
        trail=trail(viewer, step(viewer, ods)),
        status=400 if fault else 200,
        person=found.person,
        stay=found,
        ods=ods,
        outcomes=LEFT,
        said=request.POST,
        fault=fault,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def settle(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    """Whether somebody whom a home proposed lives there; or the home takes it back."""
    found = residents.proposed(viewer, id)
    back = step(viewer, found.home)[1]
    own, fault = reads.is_home(viewer), dict[str, str]()
    if request.method == "POST":
        try:
            if own:
                actions.withdraw(viewer, id)
            else:
                actions.settle(
                    viewer, id, lives_there=_answer(request), because=request.POST.get("because", "")
                )
        except NotPossible as missing:
            fault = {"lives" if missing.about == "started" else missing.about: str(missing)}
        except Overtaken as overtaken:
            messages.error(request, f"{overtaken}. Nothing of yours was changed.")
            return redirect(back)
        else:
            messages.success(request, "Settled." if not own else "Taken back.")
            return redirect(back)
    return show(
        request,
        viewer,
        "homes/settle.html",
        at="home",
        title=f"{found.called}: do they live there?",
        trail=trail(viewer, step(viewer, found.home)),
        status=400 if fault else 200,
        one=found,
        own=own,
        home=step(viewer, found.home)[0],
        match=None if own else residents.matched(viewer, found),
        back=back,
        said=request.POST,
        fault=fault,
    )


def _answer(request: HttpRequest) -> bool:
    said = request.POST.get("lives", "")
    if said not in ("yes", "no"):
        raise NotPossible("lives", "Say whether they live there")
    return said == "yes"


def _coming(request: HttpRequest) -> Coming:
    said = request.POST
    started = typed.day("started", said.get("started", "")[:40], moments.today())
    return Coming(started, said.get("room", ""), said.get("funding", ""))
