"""People ticked in a list go onto a pathway together: who, why, and who is on it already."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from commonweal.blueprint import Pathway
from commonweal.care.access import Viewer
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import caseload
from commonweal.care.referrals.caseload import OnIt
from commonweal.web.address import NotUnderstood
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.refer.answers import ANSWERS, ASKED
from commonweal.web.refer.choose import find, offer

LONGEST_REASON = 1000


@require_POST
@for_viewers
def several(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Asks for the reason and the answers to the pathway's questions, then refers everybody or nobody."""
    pathway, people, fault = find(viewer, request.POST.get("pathway", "")), _people(request.POST), {}
    if request.POST.get("do") == "send":
        reason = request.POST.get("reason", "")[:LONGEST_REASON]
        try:
            sent = caseload.refer(viewer, people, pathway.id, reason, _answers(pathway, request.POST))
        except NotPossible as missing:
            fault = {_field(pathway, missing.about): str(missing)}
        else:
            many = "person was" if len(sent) == 1 else "people were"
            messages.success(request, f"{len(sent)} {many} put on the pathway {pathway.title}.")
            return redirect("sent")
    listed = caseload.chosen(viewer, _listed(request.POST), pathway.id)
    return show(
        request,
        viewer,
        "refer/several.html",
        at="refer",
        title=f"{pathway.title}: several people",
        trail=[{"text": "Refer", "href": reverse("refer")}],
        status=400 if fault else 200,
        pathway=pathway,
        offer=offer(pathway),
        people=listed,
        ticked=_ticked(request.POST, listed),
        said=request.POST,
        unfit=[],
        fault=fault,
    )


def _ids(said: QueryDict, key: str) -> list[UUID]:
    try:
        return [UUID(text) for text in said.getlist(key)[: caseload.AT_ONCE + 1]]
    except ValueError:
        raise NotUnderstood("Somebody of this list is not known; go back to it and choose again.") from None


def _people(said: QueryDict) -> list[UUID]:
    return _ids(said, "person")


def _listed(said: QueryDict) -> list[UUID]:
    """Everybody who was on the page before, ticked or not."""
    return _ids(said, "listed") or _people(said)


def _ticked(said: QueryDict, listed: list[OnIt]) -> set[UUID]:
    """At first everybody who lives and is not on the pathway already."""
    if said.get("do") == "send":
        return set(_people(said))
    return {one.person.pk for one in listed if not one.already and not one.person.death_date}


def _answers(pathway: Pathway, said: Mapping[str, str]) -> dict[str, bool]:
    """The answers, which hold for everybody; NotPossible where one is missing."""
    answers = {}
    for question in pathway.questions:
        answer = ANSWERS.get(said.get(ASKED + question.id, ""))
        if answer is None:
            raise NotPossible(question.id, f"Answer yes or no: {question.ask}")
        answers[question.id] = answer
    return answers


def _field(pathway: Pathway, about: str) -> str:
    return ASKED + about if about in {question.id for question in pathway.questions} else about
