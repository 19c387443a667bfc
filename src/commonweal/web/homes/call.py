"""An urgent call for a resident in the parts of SBARD: what the record knows stands there already."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonweal.blueprint import Pathway
from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.assessments import reads as assessments
from commonweal.care.assessments.known import Known
from commonweal.care.homes import calling, reads, residents, situations
from commonweal.care.homes.calling import Said
from commonweal.care.homes.models import KINDS, Concern
from commonweal.care.homes.residents import Resident
from commonweal.care.possible import NotPossible
from commonweal.web import words
from commonweal.web.assessments import wording as scores
from commonweal.web.frame import show
from commonweal.web.homes import wording
from commonweal.web.homes.home import step, trail
from commonweal.web.page import for_viewers
from commonweal.web.refer.answers import ANSWERS, ASKED

LATELY_DAYS = 7


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def call(request: HttpRequest, viewer: Viewer, id: UUID) -> HttpResponse:
    viewer, _ = reads.ours(viewer)
    ods = viewer.organisation
    found = residents.one(viewer, ods, id)
    pathway = calling.pathway()
    fault: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = calling.call(viewer, id, _said(request.POST, pathway))
        except NotPossible as missing:
            fault = {missing.about: str(missing)}
        else:
            reference = made.referral.reference
            messages.success(request, f"Sent to the front door as {reference}; what is decided stands here.")
            return redirect(reverse("resident", args=[ods, id]) + "#calls")
    latest = _latest(viewer, id)
    return show(
        request,
        viewer,
        "homes/call.html",
        at="home",
        title="Call for help",
        trail=trail(viewer, step(viewer, ods)),
        status=400 if fault else 200,
        person=found.person,
        one=found,
        ods=ods,
        pathway=pathway,
        questions=pathway.questions if pathway else (),
        latest=latest,
        scores=scores,
        already=[one for one in map(wording.answered, found.calls) if one.open],
        said=request.POST or prefilled(found, latest),
        telephone=_telephone(ods),
        ASKED=ASKED,
        fault={_field(about): message for about, message in fault.items()},
    )


def prefilled(found: Resident, latest: Known | None) -> dict[str, str]:
    """What the record knows, each with its day; what is happening now and what is asked for stay empty."""
    said = {"background": _background(found)}
    if latest:
        said |= {"assessed": _assessed(latest), "assessment": str(latest.assessment.pk)}
    return said


def _background(found: Resident) -> str:
    stay = found.stay
    lives = [f"Lives here {wording.stay(stay.started, stay.again)}"] if stay else []
    noticed = [one for one in found.concerns if (moments.now() - one.happened).days < LATELY_DAYS]
    told = [_noticed(one) for one in noticed]
    last = found.last
    seen = [f"Last round, {words.day(last.round.day)}: {last.decided}"] if last and last.decided else []
    return "\n".join((*lives, *told, *seen))


def _noticed(one: Concern) -> str:
    said = "; ".join(filter(None, (situations.signs(one.signs), one.words)))
    return f"{KINDS[one.kind]}, {words.moment_now(one.happened)}: {said}"


def _assessed(latest: Known) -> str:
    parts = ", ".join(f"{one.ask} {one.answer}" for one in scores.parts(latest))
    score = f"{latest.instrument.title.partition(',')[0]} {scores.came_to(latest)}"
    return f"{score}, {words.moment_now(latest.assessment.happened)}. {parts}"


def _latest(viewer: Viewer, id: UUID) -> Known | None:
    terms = reads.terms()
    if terms is None or terms.observations is None:
        return None
    found = assessments.trend(viewer, id, terms.observations).found
    return found[-1] if found else None


def _said(said: Mapping[str, str], pathway: Pathway | None) -> Said:
    asked = [one.id for one in pathway.questions] if pathway else []
    given = {id: ANSWERS[said[ASKED + id]] for id in asked if said.get(ASKED + id) in ANSWERS}
    return Said(
        said.get("situation", ""),
        said.get("background", ""),
        said.get("assessed", ""),
        said.get("recommendation", ""),
        given,
        said.get("contact", ""),
        _uuid(said.get("assessment", "")),
    )


def _uuid(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _field(about: str) -> str:
    pathway = calling.pathway()
    asked = {one.id for one in pathway.questions} if pathway else set()
    return ASKED + about if about in asked else about


def _telephone(ods: str) -> str:
    home = reads.declared(ods)
    return (home.telephone if home else "") or ""
