"""One care home: who lives there, whom to see first, free beds, what is to be settled."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.extents import extent
from commonweal.care.homes import calling, reads, residents, rounds
from commonweal.care.homes.models import FUNDING, LEFT
from commonweal.care.homes.reads import Standing
from commonweal.care.involvements.reads import titles
from commonweal.web.frame import show
from commonweal.web.homes import wording
from commonweal.web.page import for_viewers


@require_safe
@for_viewers
def ours(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The home that the viewer works for."""
    viewer, _ = reads.ours(viewer)
    return _page(request, viewer, viewer.organisation)


@require_safe
@for_viewers
def home(request: HttpRequest, viewer: Viewer, ods: str) -> HttpResponse:
    """Any home, for those who look after people there."""
    return _page(request, viewer, ods)


def _page(request: HttpRequest, viewer: Viewer, ods: str) -> HttpResponse:
    standing, living = reads.standing(viewer, ods), residents.of_home(viewer, ods)
    held = rounds.rounds(viewer, ods)
    calls = [wording.answered(one) for one in calling.calls(viewer, ods)]
    own = reads.is_home(viewer)
    return show(
        request,
        viewer,
        "homes/home.html",
        at="home",
        title=standing.title,
        trail=trail(viewer),
        home=standing,
        own=own,
        living=living,
        first=[one for one in living.residents if any(map(wording.is_urgent, one.reasons))],
        calls=[one for one in calls if one.open],
        called={one.call.person_id: one for one in reversed(calls)},
        next_day=rounds.next_day(standing.declared, held[0] if held else None, moments.today()),
        held=held,
        about=about(standing),
        wording=wording,
        LEFT=LEFT,
        FUNDING=FUNDING,
    )


def trail(viewer: Viewer, *beneath: tuple[str, str]) -> list[dict[str, str]]:
    """The way back from a page of a home: the list where the viewer has one, and what is beneath."""
    first = [] if reads.is_home(viewer) else [("Care homes", reverse("homes"))]
    return [{"text": text, "href": href} for text, href in (*first, *beneath)]


def step(viewer: Viewer, ods: str) -> tuple[str, str]:
    """The home itself, as a step of the way back."""
    own = reads.is_home(viewer)
    return reads.titles()[ods], reverse("our-home") if own else reverse("care-home", args=[ods])


def about(home: Standing) -> list[tuple[str, str]]:
    """Who looks after those who live there."""
    declared = home.declared
    if declared is None:
        return []
    at = f", {declared.round.at}" if declared.round.at else ""
    return [
        ("Aligned practice", titles().get(declared.aligned_practice, declared.aligned_practice)),
        ("Network", extent(declared.network).title),
        ("Clinical lead", declared.clinical_lead),
        ("Coordinates the care", titles().get(declared.coordinator, declared.coordinator)),
        ("Weekly round", f"{declared.round.day.capitalize()}{at}"),
        ("Telephone", declared.telephone or "not known"),
    ]
