"""The answers once more before they are sent: what is odd about them, what is open already, and papers."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonweal.blueprint import Pathway
from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.attachments import actions as attachments
from commonweal.care.attachments.rules import Paper
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import actions, referring
from commonweal.care.referrals.rules import Sender
from commonweal.web.address import query
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.refer import answers, drafts, whom
from commonweal.web.refer.answers import ASKED, SEXES, Asks
from commonweal.web.refer.choose import find, offer
from commonweal.web.refer.standing import lines
from commonweal.web.uploads import papers

GONE = "There was nothing left to send: what you have sent stands here."


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def check(request: HttpRequest, viewer: Viewer, pathway: str) -> HttpResponseBase:
    found = find(viewer, pathway)
    fault: dict[str, str] = {}
    if request.method == "POST":
        said = drafts.draft(request.session, viewer, found.id)
        try:
            return _sent(request, viewer, found)
        except NotPossible as missing:
            drafts.keep(request.session, viewer, found.id, said)
            fault = {missing.about: str(missing)}
    said = drafts.draft(request.session, viewer, found.id)
    if not said or answers.faults(found, said, moments.now(), Asks()) or answers.unfit(found, said):
        return redirect(reverse("refer-form", args=[found.id]) + query({"again": "1" if said else ""}))
    return _shown(request, viewer, found, said, fault)


def _sent(request: HttpRequest, viewer: Viewer, pathway: Pathway) -> HttpResponseBase:
    """Sends it, or adds it to what is open already; the draft and what becomes of it go together."""
    brought = papers(request)
    attachments.check(brought)
    with transaction.atomic():
        said = drafts.taken(request.session, viewer, pathway.id)
        if not said:
            messages.info(request, GONE)
            return redirect("sent")
        if request.POST.get("add"):
            return _added(request, viewer, said, brought)
        return _received(viewer, pathway, said, brought)


def _received(
    viewer: Viewer, pathway: Pathway, said: Mapping[str, str], brought: list[Paper]
) -> HttpResponseBase:
    sender = Sender(referring.source(viewer), viewer.organisation, contact=said.get("contact", ""))
    came = actions.receive(viewer, answers.given(pathway, said, sender, moments.now()))
    if brought:
        attachments.add(viewer, came.referral.reference, brought)
    return redirect(reverse("sent-referral", args=[came.referral.reference]) + "?receipt=1")


def _added(
    request: HttpRequest, viewer: Viewer, said: Mapping[str, str], brought: list[Paper]
) -> HttpResponseBase:
    reference = request.POST["add"][:40]
    attachments.add(viewer, reference, brought, words=said["reason"])
    messages.success(request, "What you wrote was added to this referral; no second one was sent.")
    return redirect("sent-referral", reference)


def _shown(
    request: HttpRequest, viewer: Viewer, pathway: Pathway, said: Mapping[str, str], fault: Mapping[str, str]
) -> HttpResponse:
    person = whom.chosen(viewer, said)
    return show(
        request,
        viewer,
        "refer/check.html",
        at="refer",
        title=f"Check and send: {pathway.title}",
        trail=[{"text": "Refer", "href": reverse("refer")}],
        status=400 if fault else 200,
        person=person,
        pathway=pathway,
        offer=offer(pathway),
        said=said,
        fault=fault,
        marks=marks(said, person),
        alike=lines(referring.alike(viewer, answers.about(said))),
        ASKED=ASKED,
        SEXES=SEXES,
    )


def marks(said: Mapping[str, str], person: Person | None) -> list[str]:
    """What is odd about whom it is about, and no reason not to send it."""
    found = []
    if answers.is_invalid_number(said):
        found.append("This NHS number is not a valid one. It is sent along as you typed it.")
    if person and person.death_date:
        found.append("The record says that this person has died.")
    if said.get("nobody") or not any(said.get(name) for name in ("person", "given", "family")):
        found.append("Nobody knows this person’s name; say in the reason how to find them.")
    return found
