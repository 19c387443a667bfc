"""What was sent to the viewer's team: accepted, accepted with a change, or repeated with a reason."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.assessments import answering, ledger, reads, trusted
from commonweal.care.assessments.actions import Beside
from commonweal.care.assessments.known import Known, is_of, receipt
from commonweal.care.assessments.ledger import Changed
from commonweal.care.assessments.models import SentAssessment
from commonweal.care.assessments.rules import REPEATED_BECAUSE, Overtaken, Receiver
from commonweal.care.possible import NotPossible
from commonweal.web.assessments import asked, wording
from commonweal.web.assessments.result import about
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.typed import moment

LONGEST = 2000


@require_safe
@for_viewers
def sent_to_us(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    rows = reads.sent_to_us(viewer)
    now = moments.now()
    return show(
        request,
        viewer,
        "assessments/inbox.html",
        title="Assessments sent to us",
        at="assessments",
        rows=[(row, Known(row.assessment, now), receipt(row)) for row in rows],
        waiting=sum(receipt(row) is None for row in rows),
        now=now,
        wording=wording,
        Receiver=Receiver,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def receive(request: HttpRequest, viewer: Viewer, sent: int) -> HttpResponse:
    """Shows what was sent, and asks what is done with it."""
    row, known = _opened(viewer, sent)
    said, fault = request.POST, {}
    if request.method == "POST":
        try:
            return _answered(request, viewer, row)
        except NotPossible as missing:
            fault = {missing.about: str(missing)}
        except Overtaken as faster:
            return _overtaken(request, viewer, row, str(faster))
    return show(
        request,
        viewer,
        "assessments/receive.html",
        status=400 if fault else 200,
        said=said,
        fault=fault,
        trusts=trusted.clause(row.assessment, viewer),
        reasons=REPEATED_BECAUSE,
        **_asking(viewer, row, known),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def change(request: HttpRequest, viewer: Viewer, sent: int) -> HttpResponse:
    """Takes it over with a change: the form begins with the answers that were sent."""
    row, known = _opened(viewer, sent)
    version, id = known.version, known.instrument.id
    said, fault = request.POST, {}
    if request.method == "POST":
        try:
            _, made = ledger.accept_changed(viewer, sent, _changed(request, known))
        except NotPossible as wrong:
            fault = asked.faults(version, id, wrong)
        except Overtaken as faster:
            return _overtaken(request, viewer, row, str(faster))
        else:
            messages.success(request, "You rely on this one, which rests on what was sent to you.")
            return redirect("assessment", made.pk)
    person = known.assessment.person
    filled = said or asked.as_typed(version, id, known.assessment.answers)
    from_record = answering.from_record(version, person.birth_date, known.now)
    return show(
        request,
        viewer,
        "assessments/form.html",
        status=400 if fault else 200,
        instrument=known.instrument,
        fields=asked.fields(version, id, filled, from_record, fault),
        key=asked.form_key(said) if said else uuid4(),
        said=said,
        fault=fault,
        rests_on=known,
        action=request.path,
        **_asking(viewer, row, known),
    )


def _opened(viewer: Viewer, id: int) -> tuple[SentAssessment, Known]:
    """What was sent to the viewer's team; NotSeen where it was to others, or is not theirs to see."""
    row = SentAssessment.objects.filter(pk=id).select_related("receipt").first()
    if row is None or not is_of(viewer, Receiver(row.to_organisation, row.to_team)):
        raise access.NotSeen
    known = reads.one(viewer, row.assessment_id)
    row.assessment = known.assessment
    return row, known


def _answered(request: HttpRequest, viewer: Viewer, row: SentAssessment) -> HttpResponse:
    said, act = request.POST, request.POST.get("act", "")
    if act == "accepted":
        ledger.accept(viewer, row.pk)
        messages.success(request, "Accepted. Your team relies on it, and need not ask the person again.")
        return redirect("assessment", row.assessment_id)
    if act == "changed":
        return redirect("change-assessment", row.pk)
    if act == "repeated":
        ledger.repeat(viewer, row.pk, said.get("reason", ""), said.get("note", "")[:LONGEST])
        messages.success(request, "Your reason is kept. Assess the person here.")
        return redirect("assess", row.assessment.person_id, row.assessment.instrument)
    raise NotPossible("act", "Choose what you do with it")


def _changed(request: HttpRequest, known: Known) -> Changed:
    said, now = request.POST, moments.now()
    return Changed(
        answers=asked.typed(known.version, known.instrument.id, said),
        change=said.get("change", "")[:LONGEST],
        happened=moment("happened", said.get("happened", "")[:60], now),
        beside=Beside(id=asked.form_key(said), note=said.get("note", "")[:LONGEST]),
    )


def _asking(viewer: Viewer, row: SentAssessment, known: Known) -> dict[str, Any]:
    from_whom = Receiver(row.organisation, row.team)
    around = {"row": row, "receipt": receipt(row), "sender": wording.who(from_whom)}
    return {**about(viewer, known), **around, "at": "assessments"}


def _overtaken(request: HttpRequest, viewer: Viewer, row: SentAssessment, became: str) -> HttpResponse:
    """What somebody else of the team did meanwhile; what was typed is shown, so that it is not lost."""
    typed = [(name, words) for name, words in request.POST.items() if words and name in ("note", "change")]
    return show(
        request,
        viewer,
        "assessments/overtaken.html",
        title="Somebody was faster",
        at="assessments",
        status=409,
        row=row,
        became=became,
        typed=typed,
    )
