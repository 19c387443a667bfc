"""One visit: what to know at the door, and its record; the second of two is shown both versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.extents import blueprint
from commonweal.care.involvements import reads as involvements
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import rules as referrals
from commonweal.care.teams.turns import name_of
from commonweal.care.visits import actions, reads
from commonweal.care.visits.models import PLANNABLE, STATES, VisitRecord
from commonweal.care.visits.reads import Opened
from commonweal.care.visits.rules import REASONS, Overtaken
from commonweal.web import words
from commonweal.web.frame import show
from commonweal.web.involvements.begin import receivers
from commonweal.web.page import for_viewers
from commonweal.web.referrals import instruments
from commonweal.web.referrals.instruments import Part
from commonweal.web.visits.said import FORM, on_the_phone, recorded, wanted


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def visit(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    if request.method != "POST":
        return _page(request, viewer, reads.one(viewer, id))
    try:
        with transaction.atomic():  # nothing of it stays where a part of it is not possible
            kept = actions.record(viewer, id, recorded(request.POST, moments.now(), reads.one(viewer, id)))
    except NotPossible as missing:
        opened = reads.one(viewer, id)
        fault = instruments.faults(FORM, missing, opened.referral, moments.now())
        fault = fault or {missing.about: str(missing)}
        return _page(request, viewer, opened, said=request.POST, fault=fault, status=400)
    except Overtaken as faster:
        return _both(request, viewer, reads.one(viewer, id), faster.theirs)
    except referrals.Overtaken as faster:
        fault = {"step": f"{faster}. Look at the next step again; what you typed stands below"}
        return _page(request, viewer, reads.one(viewer, id), said=request.POST, fault=fault, status=409)
    made = "Recorded" if kept.made else "Recorded as not made"
    messages.success(request, f"{made}. It stands in the history of this visit as number {kept.number}.")
    back = reverse("visits") if "visits" in viewer.role.pages else reverse("visit", args=[id])
    return redirect(f"{back}?kept={id}")


def _both(request: HttpRequest, viewer: Viewer, opened: Opened, theirs: VisitRecord | None) -> HttpResponse:
    """Both versions side by side; the form below begins with the words of whoever came second."""
    return _page(request, viewer, opened, said=request.POST, theirs=theirs, status=409, conflict=True)


def _page(request: HttpRequest, viewer: Viewer, opened: Opened, **more: Any) -> HttpResponse:
    said: Mapping[str, str] = more.pop("said", None) or _plain(opened)
    referral, found = opened.referral, opened.visit
    mine, now = "visits" in viewer.role.pages, moments.now()
    asked = instruments.parts(viewer, referral, FORM, wanted(opened), said, more.get("fault", {}), now)
    above = ("My visits", reverse("visits")) if mine else ("Teams", reverse("teams"))
    name = f"{referral.family.upper()}, {referral.given}".strip(", ") or "Somebody whose name is not known"
    return show(
        request,
        viewer,
        "visits/visit.html",
        at="visits" if mine else "teams",
        title=f"Visit: {name}",
        trail=[{"text": above[0], "href": above[1]}],
        whole=opened,
        visit=found,
        referral=referral,
        name=name,
        state=STATES[found.state],
        who="You are" if found.post_id == viewer.post else f"{name_of(found.post)} is",
        plannable=found.state in PLANNABLE,
        asks_owner=any(_asks(opened, step.outcome) for step in opened.steps),
        owners=(("A pathway", _pathways(opened)), *receivers()),
        instruments=_only_ticked(opened, asked),
        parts=asked,
        ticked=request.POST.getlist("instruments"),
        reasons=REASONS,
        titles=involvements.titles(),
        sees_person=referral.person_id is not None and involvements.is_seen(viewer, referral.person_id),
        said=said,
        now=moments.now(),
        **on_the_phone(request, viewer),
        **{"fault": {}, "status": 200, "conflict": False, "theirs": None, **more},
    )


def _plain(opened: Opened) -> dict[str, str]:
    """What the form begins with: what was recorded last, else when the door was tapped."""
    newest, found = opened.newest, opened.visit
    arrived = newest.arrived if newest else found.arrived
    finished = newest.finished if newest else None
    said = {
        "seen": str(found.records),
        "arrived": words.clock(arrived) if arrived else "",
        "finished": words.clock(finished) if finished else "",
    }
    if newest:
        said |= {"made": "yes" if newest.made else "no", "reason": newest.reason, "note": newest.note}
    return said


def _asks(opened: Opened, outcome: str) -> bool:
    known = {one.id: one for one in opened.standing.pathway.outcomes}
    return outcome in known and known[outcome].next_owner


def _pathways(opened: Opened) -> tuple[tuple[str, str], ...]:
    from_here = opened.standing.pathway.may_follow
    titles = {pathway.id: pathway.title for pathway in blueprint().pathways}
    return tuple(
        (f"{referrals.FOLLOWS}{one.pathway}", f"{titles[one.pathway]}: {one.when}")
        for one in from_here
        if one.pathway in titles
    )


def _only_ticked(opened: Opened, asked: list[Part]) -> list[tuple[str, str]]:
    """The instruments without questions of their own here."""
    needed = set(wanted(opened)) - {part.id for part in asked}
    return [(one.id, one.title) for one in opened.standing.pathway.instruments if one.id in needed]
