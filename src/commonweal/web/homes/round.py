"""The weekly round of a home: whom to see first and why; taken down for each; closed with the next day."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.homes import reads, residents, rounds, situations
from commonweal.care.homes.models import SEEN, HomeRound
from commonweal.care.homes.rounds import TakenDown
from commonweal.care.homes.rules import Overtaken
from commonweal.care.involvements.reads import titles
from commonweal.care.possible import NotPossible
from commonweal.care.tasks.models import STATES
from commonweal.web import typed
from commonweal.web.frame import show
from commonweal.web.homes import wording
from commonweal.web.homes.home import about, step, trail
from commonweal.web.involvements.begin import receivers
from commonweal.web.page import for_viewers

PATIENT = 40  # letters of a day as it is typed


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def of_home(request: HttpRequest, viewer: Viewer, ods: str) -> HttpResponse:
    """The list for the next round, in its order; beginning it opens the round of today."""
    if request.method == "POST":
        return redirect("round", rounds.begin(viewer, ods).pk)
    standing, living = reads.standing(viewer, ods), residents.of_home(viewer, ods, deed="round.listed")
    held = rounds.rounds(viewer, ods)
    return show(
        request,
        viewer,
        "homes/round_list.html",
        at="home",
        title=f"Round: {standing.title}",
        trail=trail(viewer, step(viewer, ods)),
        home=standing,
        living=living,
        next_day=rounds.next_day(standing.declared, held[0] if held else None, moments.today()),
        open=next((one for one in held if one.closed is None), None),
        held=held,
        about=about(standing),
        signs_of=situations.signs,
        wording=wording,
    )


@require_safe
@for_viewers
def one(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    return _page(request, viewer, id, {})


@require_POST
@for_viewers
def close(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    said = request.POST
    try:
        day = typed.day("next_day", said.get("next_day", "")[:PATIENT], moments.today(), ahead=True)
        present, note = said.get("present", ""), said.get("note", "")
        rounds.close(viewer, id, present=present, note=note, next_day=day)
    except NotPossible as missing:
        return _page(request, viewer, id, {missing.about: str(missing)})
    except Overtaken as overtaken:
        messages.error(request, f"{overtaken}.")
    else:
        messages.success(request, "The round is closed; it stands here as it was.")
    return redirect("round", id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def take_down(request: HttpRequest, viewer: Viewer, id: int, person: UUID) -> HttpResponse:
    """What the round says of one resident."""
    opened = rounds.one(viewer, id)
    found = residents.one(viewer, opened.round.home, person)
    before = opened.entries.get(person)
    fault, overtaken = dict[str, str](), ""
    if request.method == "POST":
        try:
            rounds.take_down(viewer, id, person, _typed(request))
        except NotPossible as missing:
            fault = {missing.about: str(missing)}
        except Overtaken as told:
            overtaken, before = str(told), rounds.one(viewer, id).entries.get(person)
        else:
            messages.success(request, f"Taken down: {found.person.given} {found.person.family}.")
            return redirect(reverse("round", args=[id]) + f"#p-{person}")
    terms = reads.terms()
    return show(
        request,
        viewer,
        "homes/take_down.html",
        at="home",
        title=f"Round: {found.person.given} {found.person.family}",
        trail=trail(viewer, step(viewer, opened.round.home), ("Round", reverse("round", args=[id]))),
        status=409 if overtaken else 400 if fault else 200,
        person=found.person,
        one=found,
        ods=opened.round.home,
        round=opened.round,
        before=before,
        overtaken=overtaken,
        protocol=terms.protocol if terms else (),
        owed=found.owed,
        receivers=receivers(),
        owner=lambda code: titles().get(code, code),
        signs_of=situations.signs,
        wording=wording,
        SEEN=SEEN,
        said=request.POST,
        points=request.POST.getlist("points"),
        elements=request.POST.getlist("elements"),
        fault=fault,
    )


def _page(request: HttpRequest, viewer: Viewer, id: int, fault: Mapping[str, str]) -> HttpResponse:
    opened = rounds.one(viewer, id)
    ods = opened.round.home
    standing, living = reads.standing(viewer, ods), residents.of_home(viewer, ods, deed="round.listed")
    terms = reads.terms()
    return show(
        request,
        viewer,
        "homes/round.html",
        at="home",
        title=f"Round of {standing.title}",
        trail=trail(viewer, step(viewer, ods), ("Round list", reverse("home-round", args=[ods]))),
        status=400 if fault else 200,
        home=standing,
        round=opened.round,
        entries=opened.entries,
        residents=living.residents,
        others=[row for row in opened.entries.values() if not _lives(row.person_id, living)],
        next_day=_next(standing.ods, opened.round),
        points={point.id: point.title for point in terms.protocol} if terms else {},
        owner=lambda code: titles().get(code, code),
        wording=wording,
        SEEN=SEEN,
        STATES=STATES,
        said=request.POST,
        fault=fault,
    )


def _lives(person: UUID, living: residents.Living) -> bool:
    return any(one.person.pk == person for one in living.residents)


def _next(ods: str, held: HomeRound) -> str:
    """The day of the next round as the form has it before anybody typed one."""
    home = reads.declared(ods)
    found = rounds.next_day(home, None, held.day + rounds.DAY)
    return f"{found.day} {found:%B %Y}" if found else ""


def _typed(request: HttpRequest) -> TakenDown:
    said = request.POST
    number = said.get("number", "")
    return TakenDown(
        number=int(number) if number.isdecimal() and len(number) < 6 else 0,
        seen=said.get("seen", ""),
        decided=said.get("decided", ""),
        points=tuple(said.getlist("points")),
        elements=tuple(said.getlist("elements")),
        follow_up=said.get("follow_up", ""),
        owner=said.get("owner", ""),
        due=typed.day("due", said.get("due", "")[:PATIENT], moments.today(), ahead=True),
    )
