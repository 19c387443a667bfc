"""One person's journey through organisations: one line, one clock, who has them now, and a table of it."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.referrals import reads
from commonweal.care.referrals.journeys import Journey, Leg, journey_of, spans
from commonweal.care.referrals.reads import Standing
from commonweal.care.referrals.rules import SOURCES
from commonweal.web.frame import show
from commonweal.web.journeys import wording
from commonweal.web.journeys.line import tall, wide
from commonweal.web.journeys.rows import rows
from commonweal.web.page import for_viewers
from commonweal.web.refer import standing as words
from commonweal.web.spreadsheet import Cell, filename, spreadsheet

HEAD = (
    "number", "who had it", "stage", "from", "until", "minutes", "waiting or with somebody", "why it rested",
    "pathway", "reference",
)  # fmt: skip


@require_safe
@for_viewers
def journey(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    found = reads.legs(viewer, reference)
    here = next(one for one in found if one.referral.reference == reference)
    ours = _journey(found, reference)
    references = {leg.reference for leg in ours.legs}
    return show(
        request,
        viewer,
        "journeys/journey.html",
        at="own-referrals" if viewer.person else "refer",
        title="My journey" if viewer.person else f"Journey: {words.who(here.referral)}",
        own=bool(viewer.person),
        here=here.referral,
        who=words.who(here.referral),
        whole=ours,
        clock=wording.clock(ours),
        now=wording.now(ours, {one.referral.reference: one.referral.due for one in found}),
        rows=rows(ours),
        wide=wide(ours),
        tall=tall(ours),
        before=[one.referral for one in found if one.referral.reference not in references],
        titles=reads.titles(),
        lasted=wording.lasted,
        moment_now=here.now,
        themselves=SOURCES["person"],
        onward=wording.onward,
    )


@require_safe
@for_viewers
def journey_file(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponseBase:
    """The table of the page, exact moments in it."""
    ours = _journey(reads.legs(viewer, reference, deed="journey.exported"), reference)
    return spreadsheet(filename(None, "journey", reference), HEAD, _lines(ours))


def _lines(ours: Journey) -> Iterator[tuple[Cell, ...]]:
    for row in rows(ours):
        pathway = "" if row.leg is None else ours.legs[row.leg].pathway
        times = (row.starts.isoformat(), row.ends.isoformat(), int(row.lasts.total_seconds() // 60))
        yield row.number, row.owner, row.stage, *times, row.kind, row.because, pathway, row.reference


def _journey(found: tuple[Standing, ...], reference: str) -> Journey:
    return journey_of([_leg(one) for one in found], reference)


def _leg(one: Standing) -> Leg:
    referral, line = one.referral, words.line(one.referral)
    given = {f"{step.number:06}": step.given_team for step in one.steps}
    return Leg(
        reference=referral.reference,
        pathway=one.pathway.title,
        sender=words.sender(referral),
        spans=spans(one.pathway, one.journey, given, referral.hub, one.now),
        ended=referral.ended,
        outcome=line.outcome or (line.stage if referral.ended else ""),
        next_owner=referral.next_owner,
    )
