"""What the viewer's team sent, and what came of it: where each stands, who has it, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.blueprint.pathways import Move
from commonweal.care.access import Viewer
from commonweal.care.attachments import actions as attachments
from commonweal.care.attachments import reads as attached
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import actions, reads
from commonweal.care.referrals.reads import Standing
from commonweal.care.referrals.rules import Made, Overtaken
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.refer import standing as words
from commonweal.web.refer.happened import happened
from commonweal.web.uploads import papers

TRAIL = "What we sent"


@require_safe
@for_viewers
def sent(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    found = words.lines(reads.ours(viewer))
    going = [line for line in found if not line.referral.ended]
    return show(
        request,
        viewer,
        "refer/sent.html",
        at="refer",
        title=TRAIL,
        trail=[{"text": "Refer", "href": reverse("refer")}],
        going=going,
        ended=[line for line in found if line.referral.ended],
        returned=[line for line in going if _comes_back(viewer, line)],
        at_most=reads.LISTED_AT_MOST,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def one(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponseBase:
    fault: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        try:
            with transaction.atomic():
                actions.move(viewer, reference, _made(request.POST))
            messages.success(request, "Your answer is with those who read the referral.")
            return redirect("sent-referral", reference)
        except NotPossible as missing:
            fault, status = {missing.about: str(missing)}, 400
        except Overtaken as overtaken:
            fault, status = {"note": f"{overtaken}. What you wrote stands below, to be added"}, 409
    return _shown(request, viewer, reads.one(viewer, reference), fault, status)


@require_POST
@for_viewers
def add(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    """Words and papers to what was sent already."""
    said = request.POST.get("words", "").strip()
    try:
        brought = papers(request)
        if not brought and not said:
            raise NotPossible("words", "Write something, or choose a file")
        attachments.check(brought)
        with transaction.atomic():
            attachments.add(viewer, reference, brought, words=said)
    except NotPossible as missing:
        found = reads.one(viewer, reference)
        return _shown(request, viewer, found, {missing.about: str(missing)}, 400)
    messages.success(request, "It is added, and whoever sees the referral sees it.")
    return redirect("sent-referral", reference)


def answering(standing: Standing) -> list[Move]:
    """The moves by which whoever referred answers a question: they bring it back to where it is read."""
    first = standing.pathway.first.id
    return [answer.move for answer in standing.moves if answer.allowed and _answers(answer.move, first)]


def _answers(move: Move, first: str) -> bool:
    return move.to == first and move.team is None and first not in move.starts


def _comes_back(viewer: Viewer, line: words.Line) -> bool:
    """Whether it waits for an answer that the viewer's role may give."""
    first = line.pathway.first.id
    moves = (move for move in line.pathway.moves if line.referral.stage in move.starts)
    return any(viewer.role.id in move.by and _answers(move, first) for move in moves)


def _made(said: Mapping[str, str]) -> Made:
    seen = said.get("seen", "")[:9]
    return Made(
        said.get("move", "")[:60],
        seen=int(seen) if seen.isascii() and seen.isdecimal() else -1,
        reason=said.get("reason", "")[:60],
        note=said.get("note", "")[:4000],
    )


def _shown(
    request: HttpRequest, viewer: Viewer, standing: Standing, fault: Mapping[str, str], status: int
) -> HttpResponse:
    referral, moves = standing.referral, answering(standing)
    said = request.POST.dict()
    if "note" in fault and not moves:  # the answer is wanted no more, and may still be worth adding
        fault = {"words": fault["note"]}
        said["words"] = said.get("note", "")
    return show(
        request,
        viewer,
        "refer/one.html",
        at="own-referrals" if viewer.person else "refer",
        title=f"Referral {referral.reference}",
        trail=[] if viewer.person else _trail(),
        own=bool(viewer.person),
        status=status,
        receipt="receipt" in request.GET,
        line=words.line(referral),
        sender=words.sender(referral),
        marks=[words.MARKS[mark] for mark in referral.marks if mark in words.MARKS],
        clocks=[run for run in standing.journey.clocks if run.state in ("running", "paused")],
        steps=happened(standing),
        moves=moves,
        asked=_asked(standing),
        attached=attached.of_referral(viewer, referral),
        standing=standing,
        said=said,
        fault=fault,
    )


def _trail() -> list[dict[str, str]]:
    return [{"text": "Refer", "href": reverse("refer")}, {"text": TRAIL, "href": reverse("sent")}]


def _asked(standing: Standing) -> str:
    """What was written with the last step: the question, where one came back."""
    return standing.steps[-1].note if standing.steps else ""
