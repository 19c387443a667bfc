"""One referral on one screen: what was asked, who it is about, what was done, and what can be done now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.attachments import reads as attachments
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import actions, reads
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.reads import Standing
from commonweal.care.referrals.rules import SOURCES, Overtaken
from commonweal.care.systems import reads as systems
from commonweal.care.teams import reads as dispatch
from commonweal.care.teams.reads import Suggestions
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.referrals import instruments, moves, names, rows, steps, teams
from commonweal.web.referrals.board import PAGE, require_page
from commonweal.web.referrals.instruments import Part
from commonweal.web.referrals.moves import Offer
from commonweal.web.referrals.story import story
from commonweal.web.words import HERE


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def referral(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    """A move is made by posting its form here; a second one of two sees what became of it meanwhile."""
    require_page(viewer)
    if request.method != "POST":
        return page(request, viewer, reads.one(viewer, reference))
    asked = request.POST.get("move", "")[:100]

    def move() -> Referral:
        standing = reads.standing(reads.seen(viewer, reference), viewer)
        made = moves.made(asked, request.POST, request.POST.getlist("instruments")[:50], standing)
        return actions.move(viewer, reference, made)

    return changed(request, viewer, reference, move, asked)


@require_POST
@for_viewers
def undo(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    """The step with this number never happened."""
    require_page(viewer)
    number = request.POST.get("number", "")
    which = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 0

    def take_back() -> Referral:
        return actions.correct(viewer, reference, which, None, seen=moves.seen(request.POST))

    return changed(request, viewer, reference, take_back, "")


def changed(
    request: HttpRequest, viewer: Viewer, reference: str, change: Callable[[], Referral], asked: str
) -> HttpResponse:
    """The page after a change; before it, with what is missing or what became of it, where it is not made."""
    try:
        with transaction.atomic():  # nothing of it stays where a part of it is not possible
            after = change()
    except NotPossible as missing:
        standing = reads.one(viewer, reference)
        offer = moves.offer(standing.pathway, asked)
        words = moves.missing(offer, missing, request.POST.getlist("instruments"))
        fault = instruments.faults(asked, missing, standing.referral, standing.now)
        fault = fault or {f"{asked or 'undo'}-{missing.about}": words}
        return page(request, viewer, standing, status=400, asked=asked, said=request.POST, fault=fault)
    except Overtaken:
        return _overtaken(request, viewer, reads.one(viewer, reference), asked)
    messages.success(request, _done(after))
    if access.referral(viewer, after).allowed:
        return redirect("referral", reference)
    return redirect("referrals")


def page(
    request: HttpRequest,
    viewer: Viewer,
    standing: Standing,
    *,
    status: int = 200,
    asked: str = "",
    said: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """A referral as it stands, with the form of the move `asked` open and filled in as it was `said`."""
    about = standing.referral
    ours = access.works_on(viewer, about).allowed
    offered = moves.offers(standing) if ours else []
    return show(
        request,
        viewer,
        "referrals/referral.html",
        at=PAGE,
        status=status,
        title=f"{rows.name(about.family, about.given)}: {standing.pathway.title}",
        trail=[{"text": "Referrals", "href": reverse("referrals")}] if viewer.team else [],
        referral=about,
        name=rows.name(about.family, about.given),
        age=rows.age(about.birth_date, standing.now.astimezone(HERE).date()),
        marks=rows.marks(about.identity, about.marks),
        pathway=standing.pathway,
        stage=standing.journey.stage,
        ended=_ended(standing),
        answers=[
            (one.ask, about.answers[one.id]) for one in standing.pathway.questions if one.id in about.answers
        ],
        source=SOURCES.get(about.source, about.source),
        titles=names.titles(),
        alike=reads.alike(about),
        said_since=systems.later(viewer, about),
        pathways=reads.titles(),
        stage_of=names.stage,
        story=story(viewer, about),
        clocks=steps.faces(standing),
        steps=steps.entries(standing),
        undoable=steps.undoable(standing) if ours else None,
        offers=offered,
        not_now=moves.not_now(standing) if ours else [],
        teams=teams.choices(standing),
        suggestions=_suggestions(request, viewer, about) if any(one.asks_team for one in offered) else None,
        attached=attachments.of_referral(viewer, about),
        owners=moves.owners(standing.pathway),
        asked=asked,
        said=said or {},
        asked_in=_asked_in(viewer, standing, offered, asked, said or {}, more.get("fault", {})),
        ticked=request.POST.getlist("instruments"),
        **{"fault": {}, **more},
    )


def _asked_in(
    viewer: Viewer,
    standing: Standing,
    offered: list[Offer],
    asked: str,
    said: Mapping[str, str],
    fault: Mapping[str, str],
) -> dict[str, list[Part]]:
    """By move, the questions of the instruments that it asks for."""
    return {
        offer.move.id: instruments.parts(
            viewer,
            standing.referral,
            offer.move.id,
            offer.move.instruments,
            said if offer.move.id == asked else {},
            fault,
            standing.now,
        )
        for offer in offered
    }


def _overtaken(request: HttpRequest, viewer: Viewer, standing: Standing, asked: str) -> HttpResponse:
    """What became of it while somebody wrote, and their own words, with the form to go on from there."""
    since = moves.seen(request.POST)
    offer = moves.offer(standing.pathway, asked)
    return page(
        request,
        viewer,
        standing,
        status=409,
        asked=asked,
        said=request.POST,
        became=[entry for entry in steps.entries(standing) if entry.number > since][::-1],
        typed=moves.typed(offer, request.POST, standing.pathway) if offer else [],
        goes_on=any(one.move.id == asked for one in moves.offers(standing)),
    )


def _suggestions(request: HttpRequest, viewer: Viewer, about: Referral) -> Suggestions:
    """Who could go for it, with the skills that are asked for."""
    return dispatch.suggestions(viewer, about.reference, request.GET.getlist("skill"))


def _ended(standing: Standing) -> tuple[str, str]:
    """How it ended and who goes on; empty words while it is open."""
    about = standing.referral
    outcome = next((one.title for one in standing.pathway.outcomes if one.id == about.outcome), about.outcome)
    return outcome, steps.owner(about.next_owner) if about.next_owner else ""


def _done(after: Referral) -> str:
    stage = names.stage(str(after.version_id), after.stage)
    team = names.titles().get(after.team, "")
    return f"Recorded. It now stands at ‘{stage}’{f' with {team}' if team else ''}."
