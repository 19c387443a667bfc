"""One team: its room today, and its rota of a week, which those of the team keep here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.possible import NotPossible
from commonweal.care.teams import actions, reads, rules, turns
from commonweal.care.teams.models import Shift
from commonweal.care.visits.reads import known_skills
from commonweal.web import words
from commonweal.web.caseload.population import population
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.spreadsheet import filename, spreadsheet
from commonweal.web.teams import asked, hours

LARGEST_FILE = 1_000_000  # bytes
Change = Callable[[], str]  # makes the change; what to say of it


@require_safe
@for_viewers
def team(request: HttpRequest, viewer: Viewer, id: str) -> HttpResponse:
    return _page(request, viewer, id)


@require_POST
@for_viewers
def add(request: HttpRequest, viewer: Viewer, id: str) -> HttpResponse:
    said = request.POST

    def change() -> str:
        row = {**said.dict(), "skills": " ".join(said.getlist("skills"))}
        turn = rules.turn(row, asked.day(said), known_skills(), actions.places())
        shift = actions.add(viewer, id, asked.number(said, "post"), turn)
        begins = f"{words.since(shift.starts)}, {words.clock(shift.starts)} to {words.clock(shift.ends)}"
        return f"{turns.name_of(shift.post)} is on shift on {begins}."

    return _changed(request, viewer, id, "add", change)


@require_POST
@for_viewers
def copy(request: HttpRequest, viewer: Viewer, id: str) -> HttpResponse:
    def change() -> str:
        copied, left = actions.copy_week(viewer, id, asked.day(request.POST))
        said = f"{copied} {'shift was' if copied == 1 else 'shifts were'} copied from the week before"
        beside = f"; {left} not, because somebody is on shift then or no longer of the team" if left else ""
        return f"{said}{beside}."

    return _changed(request, viewer, id, "copy", change)


@require_POST
@for_viewers
def take_in(request: HttpRequest, viewer: Viewer, id: str) -> HttpResponse:
    def change() -> str:
        file = request.FILES.get("file")
        if file is None or (file.size or 0) > LARGEST_FILE:
            raise NotPossible("file", "Choose a CSV file of at most 1 MB")
        try:
            text = file.read().decode("utf-8")
        except UnicodeDecodeError:
            raise NotPossible("file", "The file is not UTF-8; save it as ‘CSV UTF-8’") from None
        taken = actions.take_in(viewer, id, text)
        return f"{taken} {'shift was' if taken == 1 else 'shifts were'} taken in."

    return _changed(request, viewer, id, "file", change)


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def end(request: HttpRequest, viewer: Viewer, id: str, shift: int) -> HttpResponse:
    found = turns.one(id, shift)
    fault: dict[str, str] = {}
    if request.method == "POST":
        try:
            ended = _ended(request.POST, found)
            loose = actions.end(viewer, shift, ended, request.POST.get("why", "")[:300])
        except NotPossible as missing:
            fault = {missing.about: str(missing)}
        else:
            waiting = f" {loose} of its visits wait for somebody else; plan the day again." if loose else ""
            messages.success(request, f"The shift ends at {words.clock(ended)}.{waiting}")
            return redirect(_here(id, rules.day_of(found.starts).isoformat()))
    actions.require_ours(viewer, id)
    return show(
        request,
        viewer,
        "teams/end.html",
        at="teams",
        title="End a shift early",
        status=400 if fault else 200,
        shift=found,
        name=turns.name_of(found.post),
        team=reads.known(id),
        plain=words.clock(max(found.starts, min(moments.now(), found.ends))),
        said=request.POST,
        fault=fault,
    )


@require_safe
@for_viewers
def rota_file(request: HttpRequest, viewer: Viewer, id: str) -> HttpResponseBase:
    """The rota of a week, as `take_in` takes it."""
    week = reads.week(viewer, id, asked.day(request.GET))
    rows = [
        (
            shift.post.user.get_username(),
            rules.day_of(shift.starts).isoformat(),
            words.clock(shift.starts),
            words.clock(turns.over(shift)),
            " ".join(shift.skills),
            shift.place,
            shift.rest_minutes,
            shift.note,
        )
        for _, shifts in week.days
        for shift in shifts
    ]
    return spreadsheet(filename(None, "rota", id, week.monday.isoformat()), rules.COLUMNS, rows)


def _ended(said: Mapping[str, str], shift: Shift) -> datetime:
    """The moment within the shift at which clocks show this; of a night shift, on its second day too."""
    if said.get("never"):
        return shift.starts
    day = rules.day_of(shift.starts)
    for one in (day, day + timedelta(days=1)):
        found = rules.moment(one, said.get("ended", ""), "ended")
        if shift.starts <= found <= shift.ends:
            return found
    raise NotPossible("ended", "Give a time within the shift")


def _changed(request: HttpRequest, viewer: Viewer, id: str, form: str, change: Change) -> HttpResponse:
    try:
        messages.success(request, change())
    except NotPossible as missing:
        return _page(request, viewer, id, form=form, fault={missing.about: str(missing)})
    return redirect(_here(id, request.POST.get("week", "")))


def _here(id: str, day: str) -> str:
    return reverse("team", args=[id]) + (f"?week={day}#rota" if day else "#rota")


def _page(
    request: HttpRequest, viewer: Viewer, id: str, form: str = "", fault: Mapping[str, str] | None = None
) -> HttpResponse:
    at = asked.day(request.POST if request.method == "POST" else request.GET)
    week = reads.week(viewer, id, at)
    today = rules.day_of(moments.now())
    standing = reads.standing(viewer, id, today)
    return show(
        request,
        viewer,
        "teams/team.html",
        at="teams",
        title=week.team.title,
        trail=[{"text": "Teams", "href": reverse("teams")}],
        status=400 if fault else 200,
        team=week.team,
        standing=standing,
        population=population(id),
        chart=hours.draw(standing.hours),
        week=week,
        before=(week.monday - timedelta(days=7)).isoformat(),
        after=(week.monday + timedelta(days=7)).isoformat(),
        plain_day=max(week.monday, today) if rules.monday(today) == week.monday else week.monday,
        this_week=rules.monday(today) == week.monday,
        name_of=turns.name_of,
        over=turns.over,
        form=form,
        fault=fault or {},
        said=request.POST,
        ticked=request.POST.getlist("skills"),
        now=moments.now(),
    )
