"""Observations of a resident, taken with the instrument that homes.yaml names: the score says what to do."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from commonweal.blueprint import Instrument
from commonweal.care import access, moments
from commonweal.care.access import Refused, Viewer
from commonweal.care.assessments import answering, wordings
from commonweal.care.homes import reads, residents, situations
from commonweal.care.possible import NotPossible
from commonweal.web.assessments import asked
from commonweal.web.assessments.form import questions, recorded
from commonweal.web.frame import show
from commonweal.web.homes.home import step, trail
from commonweal.web.page import for_viewers

SCALE = "spo2_scale"


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def observe(request: HttpRequest, viewer: Viewer, ods: str, id: UUID) -> HttpResponse:
    found, instrument = residents.one(viewer, ods, id), _instrument()
    decision = access.decide(viewer, instrument.category, found.person)
    if not decision.allowed:
        raise Refused(decision)
    fault: dict[str, str] = {}
    if request.method == "POST":
        try:
            recorded(viewer, found.person, instrument, request.POST)
        except NotPossible as wrong:
            version = answering.held(instrument, moments.now())
            fault = asked.faults(version, instrument.id, wrong)
        else:
            messages.success(request, "The observations are recorded.")
            return redirect("resident", ods, id)
    said = request.POST
    return show(
        request,
        viewer,
        "homes/observe.html",
        at="home",
        title="Observations",
        trail=trail(viewer, step(viewer, ods)),
        status=400 if fault else 200,
        person=found.person,
        ods=ods,
        instrument=instrument,
        fields=questions(instrument, found.person, said, fault),
        last=_last_scale(id),
        key=asked.form_key(said) if said else uuid4(),
        said=said,
        fault=fault,
    )


def _instrument() -> Instrument:
    """The one that homes.yaml names; NotSeen where it names none."""
    terms = reads.terms()
    found = wordings.declared(terms.observations) if terms and terms.observations else None
    if found is None:
        raise access.NotSeen
    return found


def _last_scale(person: UUID) -> str:
    """The oxygen scale that was used last, to be compared and not taken over."""
    return next((str(one.answers[SCALE]) for one in situations.observed(person) if SCALE in one.answers), "")
