"""Fills in an instrument about a person."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from commonweal.blueprint import Instrument
from commonweal.care import access, moments
from commonweal.care.access import Refused, Viewer
from commonweal.care.assessments import actions, answering, wordings
from commonweal.care.assessments.actions import Beside
from commonweal.care.assessments.models import Assessment
from commonweal.care.people import reads as people
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.web.assessments import asked
from commonweal.web.assessments.asked import Field
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.people.pages import person_pages
from commonweal.web.typed import moment

LONGEST = 2000


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def fill_in(request: HttpRequest, viewer: Viewer, id: UUID, instrument: str) -> HttpResponse:
    person = people.person(viewer, id).person
    declared = _declared(viewer, person, instrument)
    fault: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = recorded(viewer, person, declared, request.POST)
        except NotPossible as wrong:
            version = answering.held(declared, moments.now())
            fault = asked.faults(version, declared.id, wrong)
        else:
            messages.success(request, f"{declared.title} is recorded.")
            return redirect("assessment", made.pk)
    said = request.POST
    return show(
        request,
        viewer,
        "assessments/form.html",
        title=declared.title,
        at="people",
        status=400 if fault else 200,
        person=person,
        person_pages=person_pages(viewer, person.pk, "assessments"),
        instrument=declared,
        fields=questions(declared, person, said, fault),
        ruled_out=_ruled_out(declared, person),
        key=asked.form_key(said) if said else uuid4(),
        said=said,
        fault=fault,
    )


def recorded(viewer: Viewer, person: Person, instrument: Instrument, said: Mapping[str, str]) -> Assessment:
    """What the form says is kept; NotPossible where it cannot be."""
    now = moments.now()
    happened = moment("happened", said.get("happened", "")[:60], now)
    version = answering.held(instrument, happened or now)
    answers = asked.typed(version, instrument.id, said)
    beside = Beside(id=asked.form_key(said), note=said.get("note", "")[:LONGEST])
    return actions.record(viewer, person.pk, instrument.id, answers, happened=happened, beside=beside)


def questions(
    instrument: Instrument, person: Person, said: Mapping[str, str], fault: Mapping[str, str]
) -> list[Field]:
    """As the instrument stands today, with what the record knows of the person."""
    now = moments.now()
    version = answering.held(instrument, now)
    known = answering.from_record(version, person.birth_date, now)
    return asked.fields(version, instrument.id, said, known, fault)


def _ruled_out(instrument: Instrument, person: Person) -> list[str]:
    now = moments.now()
    version = answering.held(instrument, now)
    return asked.ruled_out(version, answering.from_record(version, person.birth_date, now))


def _declared(viewer: Viewer, person: Person, id: str) -> Instrument:
    """The instrument; NotSeen where there is none, Refused where its answers are not the viewer's to see."""
    declared = wordings.declared(id)
    if declared is None:
        raise access.NotSeen
    decision = access.decide(viewer, declared.category, person)
    if not decision.allowed:
        raise Refused(decision)
    return declared
