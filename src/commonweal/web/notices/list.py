"""The notices of the viewer's role in their team: those that wait for an answer, and those before."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.extents import blueprint
from commonweal.care.notices import reads
from commonweal.care.notices.reads import Line, Told
from commonweal.web.address import NotUnderstood, one_of, query
from commonweal.web.frame import show
from commonweal.web.notices.wish import mailbox
from commonweal.web.page import for_viewers
from commonweal.web.referrals.clock import Clock, said
from commonweal.web.words import capitalize_first, moment

WAYS = {"email": "by e-mail", "webhook": "to a system"}
BECAME = {
    "answered": "{who} sees to it",
    "moved_on": "The referral went on",
    "overtaken": "Overtaken",
    "withdrawn": "Withdrawn",
}


@dataclass(frozen=True)
class Row:
    """A notice as a line of the page."""

    line: Line
    clock: Clock
    told: str
    became: str


@require_safe
@for_viewers
def notices(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    known = reads.pathways()
    shown = one_of(request.GET, "shown", ("waiting", "before"), "waiting")
    pathway = one_of(request.GET, "pathway", ("", *known), "")
    before = _before(request.GET.get("before", ""))
    found = reads.history(viewer, pathway, before) if shown == "before" else reads.waiting(viewer, pathway)
    rows = [_row(line, found) for line in found.lines]
    return show(
        request,
        viewer,
        "notices/list.html",
        at="notices",
        title="Notices",
        answer=answer(viewer, found) if shown == "waiting" else "",
        rows=rows,
        behind=reads.behind_since(viewer),
        opens="referrals" in viewer.role.pages,
        shown=shown,
        pathway=pathway,
        pathways=known,
        address=lambda **more: query({"shown": shown, "pathway": pathway, **more}),
        more=found.lines[-1].notice.pk if found.more else None,
        by_email=reads.wishes_email(viewer),
        mailbox=mailbox(request),
    )


def answer(viewer: Viewer, found: Told) -> str:
    """How many wait for whom, and since when the first of them."""
    team = next((team.title for team in blueprint().teams if team.id == viewer.team), viewer.team)
    whom = f"{viewer.role.title}, {team}"
    waiting = [line for line in found.lines if line.open]
    if not waiting:
        return f"Nothing waits for an answer from {whom}."
    since = moment(waiting[0].notice.noted, found.now)
    if len(waiting) == 1 and not found.more:
        return f"One notice waits for an answer from {whom}, since {since}."
    number = f"{len(waiting)} or more" if found.more else f"{len(waiting)}"
    return f"{number} notices wait for an answer from {whom}, the first since {since}."


def _row(line: Line, found: Told) -> Row:
    notice = line.notice
    clock = said(line.due, line.state if line.state == "paused" else "", found.now)
    if not line.open:
        clock = Clock("none", "stopped" if line.state in ("stopped", "void") else "")
    ways = sorted({WAYS[one.channel] for one in line.sent})
    told = capitalize_first(moment(notice.noted, found.now))
    became = BECAME.get(notice.state, "").format(who=notice.answered_name)
    return Row(line, clock, f"{told}, {' and '.join(ways)}" if ways else told, became)


def _before(text: str) -> int | None:
    if text and not (text.isdecimal() and len(text) < 19):
        raise NotUnderstood("‘before’ is the number of a notice; leave it out to begin with the newest.")
    return int(text) if text else None
