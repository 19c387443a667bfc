"""The hub board: everything open for the viewer's team, the least time left first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from commonweal.care import moments
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.extents import blueprint
from commonweal.care.prepared import expect
from commonweal.care.referrals import boards, reads
from commonweal.care.referrals.lines import Chosen, Line, is_hub
from commonweal.care.referrals.reads import Board
from commonweal.care.referrals.rules import SOURCES
from commonweal.care.teams.reads import HOLDING
from commonweal.care.views import reads as views
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.referrals import answer, names
from commonweal.web.referrals import chosen as choice
from commonweal.web.referrals.markup import table_rows
from commonweal.web.spreadsheet import Cell, spreadsheet
from commonweal.web.teams.list import lost

PAGE = "referrals"
HEAD = (
    "reference",
    "pathway",
    "stage",
    "team",
    "due",
    "rests because",
    "family name",
    "given names",
    "date of birth",
    "matched",
    "reason",
    "source",
    "practice",
    "small area",
    "postcode",
    "received",
    "at this stage since",
)


@require_safe
@for_viewers
def board(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Asked with the version that somebody has, it answers only where something changed since."""
    expect(boards.counts_of(viewer), views.kept_by(viewer), HOLDING)
    require_page(viewer)
    chosen, after = choice.read(request.GET), request.GET.get("after", "")
    had = request.headers.get("If-None-Match")
    if had and had == _tag(boards.version_now(viewer, chosen, after=after)):
        return HttpResponseNotModified()
    found, counts = reads.board(viewer, chosen, after=after), boards.counts(viewer)
    everything = chosen == Chosen() and not after
    tag = _tag(boards.version(found.lines, counts))
    page = show(
        request,
        viewer,
        "referrals/board.html",
        at=PAGE,
        title=f"Referrals: {names.titles().get(viewer.team, viewer.team)}",
        rows=_rows(found, {} if chosen.pathway else _several(counts)),
        after=found.after,
        counts=counts,
        answer=answer.answer(counts, boards.urgent(viewer, found if everything else None)),
        pathways=answer.pathways(counts, chosen),
        stages=answer.stages(counts, chosen),
        chosen=chosen,
        address=lambda **more: choice.address(chosen, **more),
        teams=_teams(viewer),
        senders=SOURCES,
        views=views.ours(viewer),
        lost=lost(viewer),
        tag=tag,
        deeper=bool(after),
    )
    page.headers["ETag"] = tag
    return page


@require_safe
@for_viewers
def board_file(request: HttpRequest, viewer: Viewer) -> HttpResponseBase:
    """Every row of what is chosen, as a table."""
    require_page(viewer)
    lines = boards.exported(viewer, choice.read(request.GET))
    return spreadsheet(f"referrals-{viewer.team}-{moments.now():%Y-%m-%d-%H%M}.csv", HEAD, _cells(lines))


def require_page(viewer: Viewer) -> None:
    """Refused where the viewer's role does not work on referrals."""
    if PAGE not in viewer.role.pages:
        raise Refused(Decision(False, f"the role {viewer.role.title} does not have the page {PAGE}"))


def _rows(found: Board, pathways: Mapping[str, str]) -> Markup:
    return table_rows(found.lines, found.now, pathways, reverse("referrals"))


def _several(counts: boards.Counts) -> Mapping[str, str]:
    """What pathways are called, where there is more than one to tell apart."""
    return reads.titles() if len({pathway for pathway, _ in counts}) > 1 else {}


def _teams(viewer: Viewer) -> list[tuple[str, str]]:
    """Those that a hub may have given something to."""
    if not is_hub(viewer.team):
        return []
    return [(team.id, team.title) for team in blueprint().teams if team.id != viewer.team]


def _tag(version: str) -> str:
    return f'"{version}"'


def _cells(lines: Iterator[Line]) -> Iterator[tuple[Cell, ...]]:
    for line in lines:
        yield (
            line.reference,
            line.pathway,
            names.stage(line.version, line.stage),
            names.titles().get(line.team, line.team),
            line.due.isoformat(timespec="seconds") if line.due else "",
            line.resting,
            line.family,
            line.given,
            line.birth_date.isoformat() if line.birth_date else "",
            "yes" if line.person else "no",
            line.reason,
            SOURCES.get(line.source, line.source),
            line.practice,
            line.lsoa,
            line.postcode,
            line.received.isoformat(timespec="seconds"),
            line.since.isoformat(timespec="seconds"),
        )
