"""Sends an assessment on to those who may then rely on it."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from commonweal.care.access import Viewer
from commonweal.care.assessments import ledger, reads
from commonweal.care.assessments.rules import Receiver
from commonweal.care.involvements import reads as involvements
from commonweal.care.possible import NotPossible
from commonweal.web.assessments import wording
from commonweal.web.assessments.result import about
from commonweal.web.frame import show
from commonweal.web.involvements.begin import receivers
from commonweal.web.page import for_viewers
from commonweal.web.words import HERE

LONGEST = 2000


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def send(request: HttpRequest, viewer: Viewer, id: UUID) -> HttpResponse:
    known = reads.one(viewer, id)
    said, fault = request.POST, {}
    if request.method == "POST":
        try:
            to = involvements.receiver(said.get("receiver", ""))
            receiver = Receiver(to.organisation, to.team)
            until, note = _until(said.get("until", "")), said.get("note", "")[:LONGEST]
            ledger.send(viewer, id, receiver, until=until, note=note)
        except NotPossible as missing:
            fault = {missing.about: str(missing)}
        else:
            messages.success(request, f"Sent to {wording.who(receiver)}. They rely on it once they accept.")
            return redirect("assessment", id)
    return show(
        request,
        viewer,
        "assessments/send.html",
        status=400 if fault else 200,
        receivers=receivers(without=viewer.team or viewer.organisation),
        said=said,
        fault=fault,
        **about(viewer, known),
    )


def _until(words: str) -> datetime | None:
    """The end of the day that was chosen; None where none was."""
    if not words.strip():
        return None
    try:
        day = datetime.strptime(words.strip()[:10], "%Y-%m-%d").date()
    except ValueError:
        raise NotPossible("until", "Choose a day, such as 2026-12-24") from None
    return datetime.combine(day, time(23, 59), tzinfo=HERE)
