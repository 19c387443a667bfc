"""A team's day: who visits whom when, who waits for a visit, and the button that plans it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from commonweal.care.access import Viewer
from commonweal.care.possible import NotPossible
from commonweal.care.referrals.models import Referral
from commonweal.care.teams import day as planning
from commonweal.care.teams import reads, rules, turns
from commonweal.care.teams.models import Shift
from commonweal.care.teams.reads import Day
from commonweal.care.visits import actions as visits
from commonweal.care.visits.models import Visit
from commonweal.care.visits.rules import Asked
from commonweal.web import words
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.teams import asked, timeline

FIRST, LAST = "08:00", "20:00"  # when a visit may begin where nobody says otherwise
A_VISIT = 45


@dataclass(frozen=True)
class List:
    """One person's visits of the day, in their order."""

    shift: Shift
    name: str
    visits: tuple[Visit, ...]


@dataclass(frozen=True)
class Moved:
    """A visit that moved by the last plan: before and after, in words."""

    visit: Visit
    before: str
    after: str


@dataclass(frozen=True)
class Stuck:
    """A visit that nobody can make as things are, and why."""

    visit: Visit
    because: str


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def day(request: HttpRequest, viewer: Viewer, id: str) -> HttpResponse:
    """A visit is asked for by posting its form here."""
    fault: dict[str, str] = {}
    if request.method == "POST":
        at = asked.day(request.POST)
        try:
            made = visits.ask(viewer, request.POST.get("reference", "")[:40], _asked(request.POST, at))
        except NotPossible as missing:
            fault = {missing.about: str(missing)}
        else:
            name = made.referral.family or "this person"
            messages.success(request, f"The visit to {name} is on the list; plan the day to give it a time.")
            return redirect(_here(id, at))
    return _page(request, viewer, id, fault)


@require_POST
@for_viewers
def plan(request: HttpRequest, viewer: Viewer, id: str) -> HttpResponse:
    at = asked.day(request.POST)
    made = planning.plan(viewer, id, at)
    stuck = len(made.unplaced)
    left = f"; {stuck} {'has' if stuck == 1 else 'have'} nobody, and below stands why" if stuck else ""
    messages.success(
        request, f"{_counted(made.placed, 'visit has', 'visits have')} somebody and a time{left}."
    )
    return redirect(_here(id, at))


def _here(id: str, at: date) -> str:
    return f"{reverse('team-day', args=[id])}?day={at}"


def _asked(said: Mapping[str, str], at: date) -> Asked:
    skills = said.getlist("skills") if hasattr(said, "getlist") else ()
    return Asked(
        rules.moment(at, said.get("earliest", ""), "earliest"),
        rules.moment(at, said.get("latest", ""), "latest"),
        asked.number(said, "minutes"),
        tuple(sorted(set(skills))),
        said.get("purpose", "")[:500],
        said.get("know", "")[:1000],
    )


def _page(request: HttpRequest, viewer: Viewer, id: str, fault: Mapping[str, str]) -> HttpResponse:
    at = asked.day(request.POST if request.method == "POST" else request.GET)
    found = reads.day(viewer, id, at)
    lists = _lists(found)
    names = {one.shift.pk: one.name for one in lists}
    listed = {visit.pk for one in lists for visit in one.visits}
    return show(
        request,
        viewer,
        "teams/day.html",
        at="teams",
        title=f"{found.team.title}: {words.day(at)}",
        trail=[
            {"text": "Teams", "href": reverse("teams")},
            {"text": found.team.title, "href": reverse("team", args=[id])},
        ],
        status=400 if fault else 200,
        team=found.team,
        day=at,
        today=rules.day_of(found.now) == at,
        yesterday=(at - timedelta(days=1)).isoformat(),
        tomorrow=(at + timedelta(days=1)).isoformat(),
        lists=lists,
        others=[visit for visit in found.visits if visit.pk not in listed and visit.planned],
        waiting=[visit for visit in found.visits if visit.state == "waiting"],
        picture=timeline.draw(
            found.shifts, found.visits, names, found.plan.rests if found.plan else {}, found.now
        ),
        plan=found.plan,
        moved=list(_moved(found)),
        stuck=list(_stuck(found)),
        without_visit=found.without_visit,
        visits=found.visits,
        made=sum(visit.state == "done" for visit in found.visits),
        windows={one.pk: _window(one, at) for one in found.without_visit},
        a_visit=A_VISIT,
        said=request.POST,
        ticked=request.POST.getlist("skills"),
        fault=fault,
        now=found.now,
    )


def _lists(found: Day) -> list[List]:
    return [
        List(
            shift,
            turns.name_of(shift.post),
            tuple(one for one in found.visits if one.post_id == shift.post_id and one.planned),
        )
        for shift in found.shifts
        if turns.over(shift) > shift.starts
    ]


def _moved(found: Day) -> Iterator[Moved]:
    by_id, names = {visit.pk: visit for visit in found.visits}, _names(found.shifts)
    for change in found.plan.moved if found.plan else ():
        if visit := by_id.get(change["visit"]):
            before = _said(names, change["from_post"], change["from"])
            yield Moved(visit, before, _said(names, change["to_post"], change["to"]))


def _said(names: Mapping[int, str], post: int | None, moment: str | None) -> str:
    if not (post and moment):
        return "waits for somebody"
    return f"{words.clock(datetime.fromisoformat(moment))}, {names.get(post, 'somebody else')}"


def _stuck(found: Day) -> Iterator[Stuck]:
    waiting = {visit.pk: visit for visit in found.visits if visit.state == "waiting"}
    for one in found.plan.unplaced if found.plan else ():
        if visit := waiting.get(one["visit"]):
            yield Stuck(visit, one["because"])


def _names(shifts: Sequence[Shift]) -> dict[int, str]:
    return {shift.post_id: turns.name_of(shift.post) for shift in shifts}


def _window(referral: Referral, at: date) -> tuple[str, str]:
    """From when to when a visit may begin: until its clock runs out, where that is on this day and ahead."""
    due = referral.due
    here = words.clock(due) if due and rules.day_of(due) == at and due > datetime.now(UTC) else LAST
    return FIRST, max(FIRST, here)


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
