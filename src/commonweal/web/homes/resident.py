"""One resident: how they are, what was noticed and decided, what they are owed, where a call stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST, require_safe

from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.assessments import reads as assessments
from commonweal.care.assessments.known import Trend
from commonweal.care.homes import reads, residents, saying, situations
from commonweal.care.homes.models import FUNDING, KINDS, LEFT, SEEN
from commonweal.care.homes.residents import Resident
from commonweal.care.homes.saying import Notice
from commonweal.care.involvements.reads import titles
from commonweal.care.possible import NotPossible
from commonweal.care.tasks.models import STATES
from commonweal.web import typed
from commonweal.web.assessments import wording as scores
from commonweal.web.frame import show
from commonweal.web.homes import wording
from commonweal.web.homes.home import step, trail
from commonweal.web.homes.trend import Drawing, drawn
from commonweal.web.page import for_viewers
from commonweal.web.people.pages import person_pages

Change = Callable[[Viewer, str, UUID, Mapping[str, str]], str]  # makes the change; what to say of it


@require_safe
@for_viewers
def resident(request: HttpRequest, viewer: Viewer, ods: str, id: UUID) -> HttpResponse:
    return page(request, viewer, ods, id)


@require_POST
@for_viewers
def notice(request: HttpRequest, viewer: Viewer, ods: str, id: UUID) -> HttpResponse:
    """Something was noticed, or the home asks for them to be seen."""
    try:
        said = request.POST
        happened = typed.moment("happened", said.get("happened", "")[:60], moments.now())
        ticked = tuple(said.getlist("signs"))
        noticed = Notice(said.get("kind", ""), said.get("words", ""), ticked, happened)
        saying.notice(viewer, ods, id, noticed)
    except NotPossible as missing:
        return page(request, viewer, ods, id, form="notice", fault={missing.about: str(missing)})
    messages.success(request, "Noted; it stands on the list for the next round.")
    return redirect("resident", ods, id)


@require_POST
@for_viewers
def done(request: HttpRequest, viewer: Viewer, ods: str, id: UUID) -> HttpResponse:
    """Something that they are owed was done."""
    try:
        said = request.POST
        day = typed.day("done", said.get("done", "")[:40], moments.today())
        saying.done(viewer, ods, id, said.get("element", ""), day, said.get("note", ""))
    except NotPossible as missing:
        return page(request, viewer, ods, id, form="done", fault={missing.about: str(missing)})
    messages.success(request, "Noted as done.")
    return redirect("resident", ods, id)


def page(
    request: HttpRequest,
    viewer: Viewer,
    ods: str,
    id: UUID,
    *,
    form: str = "",
    fault: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The page, with a form of it as it was typed where something in it was wrong."""
    found = residents.one(viewer, ods, id)
    trend = _trend(viewer, found)
    terms = reads.terms()
    return show(
        request,
        viewer,
        "homes/resident.html",
        at="home",
        title=f"{found.person.given} {found.person.family}",
        trail=trail(viewer, step(viewer, ods)),
        status=400 if fault else 200,
        person=found.person,
        person_pages=person_pages(viewer, id, "home"),
        one=found,
        ods=ods,
        own=reads.is_home(viewer),
        health=access.decide(viewer, "assessments", found.person).allowed,
        latest=trend.found[-1] if trend and trend.found else None,
        trend=trend,
        chart=_drawing(trend),
        calls=[wording.answered(call) for call in found.calls],
        crisis=_crisis(id),
        signs=terms.signs if terms else (),
        points={point.id: point.title for point in terms.protocol} if terms else {},
        signs_of=situations.signs,
        wording=wording,
        scores=scores,
        owner=lambda code: titles().get(code, code),
        today=moments.today(),
        KINDS=KINDS,
        SEEN=SEEN,
        STATES=STATES,
        LEFT=LEFT,
        FUNDING=FUNDING,
        said=request.POST,
        ticked=request.POST.getlist("signs"),
        form=form,
        fault=fault or {},
    )


def _trend(viewer: Viewer, found: Resident) -> Trend | None:
    """The early warning scores, where the viewer may see such answers."""
    terms = reads.terms()
    if terms is None or terms.observations is None:
        return None
    if not access.decide(viewer, "assessments", found.person).allowed:
        return None
    return assessments.trend(viewer, found.person.pk, terms.observations)


def _drawing(trend: Trend | None) -> Drawing | None:
    scored = [one for one in trend.found if one.assessment.total is not None] if trend else []
    return drawn(scored[-situations.SCORES_SHOWN :]) if len(scored) > 1 else None


def _crisis(id: UUID) -> str:
    """The plan as it is read in a crisis, where there is such a page."""
    try:
        return reverse("crisis", args=[id])
    except NoReverseMatch:
        return ""
