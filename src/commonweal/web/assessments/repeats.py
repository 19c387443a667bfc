"""How often assessments are repeated by those to whom they are sent, for those who plan."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.assessments import rates
from commonweal.care.assessments.models import RepeatRate
from commonweal.care.involvements import reads as involvements
from commonweal.web import words
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.spreadsheet import filename, spreadsheet

LENGTHS = {"4": "4 weeks", "13": "13 weeks", "52": "52 weeks"}
HEAD = ("sender", "receiver", "sent", "answered", "accepted", "changed", "repeated", "repeat rate")


@require_safe
@for_viewers
def repeats(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    weeks, rows = _asked(request, viewer)
    whole = next((row for row in rows if not row.sender), None)
    return show(
        request,
        viewer,
        "assessments/repeats.html",
        title="Assessments accepted and repeated",
        at="pathways",
        weeks=weeks,
        lengths=LENGTHS,
        whole=whole,
        rows=[row for row in rows if row.sender],
        titles=involvements.titles(),
        moment=rows[0].moment if rows else None,
    )


@require_safe
@for_viewers
def repeats_file(request: HttpRequest, viewer: Viewer) -> HttpResponseBase:
    """Every number of the page."""
    weeks, rows = _asked(request, viewer)
    lines = (
        (row.sender or "all", row.receiver or "all", *_counts(row), words.share(row.repeated, row.answered))
        for row in rows
    )
    return spreadsheet(filename(None, "repeat-assessments", "weeks", weeks), HEAD, lines)


def _asked(request: HttpRequest, viewer: Viewer) -> tuple[str, list[RepeatRate]]:
    weeks = request.GET.get("weeks", "")
    weeks = weeks if weeks in LENGTHS else "13"
    return weeks, rates.rates(viewer, int(weeks))


def _counts(row: RepeatRate) -> list[str]:
    return [words.count(getattr(row, name)) for name in rates.COUNTS]
