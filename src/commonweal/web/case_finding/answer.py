"""People ticked in a list go onto the team's caseload, each with why they were found; or are put aside."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonweal.blueprint.case_finding import CaseRule
from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.case_finding import actions, reads, seen, sight
from commonweal.care.caseloads import reads as caseloads
from commonweal.care.caseloads.models import PRIORITIES
from commonweal.care.caseloads.rules import REVIEWED_WITHIN
from commonweal.care.extents import Extent
from commonweal.care.possible import Faults
from commonweal.web import words
from commonweal.web.address import query
from commonweal.web.case_finding import asked
from commonweal.web.case_finding.found import trail, why
from commonweal.web.caseload.add import noted
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.tasks.due import typed_day

LONGEST = 1000
QUESTIONS = ("people", "priority", "next_review", "until", "reason")
DEEDS = {"caseload": "Put on the caseload", "aside": "Put aside for now"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def answer(request: HttpRequest, viewer: Viewer, rule: str, deed: str) -> HttpResponse:
    """Asks what has to be said, then does it to everybody ticked or to nobody."""
    caseloads.at_work(viewer, "case_finding.answered")
    if deed not in DEEDS:
        raise Http404(f"Nobody found can be ‘{deed[:40]}’; they are put on the caseload, or aside.")
    declared, faults = sight.rule(rule), Faults()
    about = asked.area(request.POST or request.GET, viewer)
    if request.method != "POST":  # as after signing in again: those ticked are gone
        return redirect(back(declared, about))
    if request.POST.get("do") == deed:
        with faults:
            said = DOES[deed](request, viewer, declared, about, faults)
            messages.success(request, said)
            return redirect(back(declared, about))
    return _page(request, viewer, declared, about, deed, faults.in_order(QUESTIONS))


def back(rule: CaseRule, about: Extent) -> str:
    """The list that people were ticked in."""
    return reverse("found", args=[rule.id]) + query({"area": about.id})


def _put_on(request: HttpRequest, viewer: Viewer, rule: CaseRule, about: Extent, faults: Faults) -> str:
    people = asked.people(request.POST)
    places = actions.put_on(viewer, rule, about.id, people, noted(request.POST, faults))
    there = len(set(people)) - len(places)
    already = f" {words.people(there)} of those chosen {_were(there)} on it already." if there else ""
    return f"{words.people(len(places))} put on the caseload, each with why.{already}"


def _aside(request: HttpRequest, viewer: Viewer, rule: CaseRule, about: Extent, faults: Faults) -> str:
    people, until = asked.people(request.POST), None
    with faults:
        until = typed_day("until", request.POST.get("until", "")[:60])
    reason = request.POST.get("reason", "")[:LONGEST]
    before = len(seen.put_aside(viewer, rule).keys() & set(people))
    many = actions.put_aside(viewer, rule, about.id, people, reason, until)
    again = f" {words.people(before)} of them {_were(before)} put aside before: this day counts now."
    return f"{words.people(many)} put aside until {words.day(until)}.{again if before else ''}"


def _were(many: int) -> str:
    return "was" if many == 1 else "were"


DOES = {"caseload": _put_on, "aside": _aside}


def _page(
    request: HttpRequest, viewer: Viewer, rule: CaseRule, about: Extent, deed: str, fault: dict[str, str]
) -> HttpResponse:
    chosen = asked.people(request.POST, "listed") or asked.people(request.POST)
    lines = reads.found(viewer, rule, about.id, chosen)
    first = not request.POST.get("do")
    review = moments.today() + REVIEWED_WITHIN[rule.priority]
    plain = {"priority": str(rule.priority), "next_review": words.day(review), "until": "in 4 weeks"}
    return show(
        request,
        viewer,
        "case_finding/answer.html",
        title=f"{DEEDS[deed]}: {rule.title}",
        trail=trail(about),
        at="caseload",
        area=about.id,
        status=400 if fault else 200,
        about=about,
        rule=rule,
        deed=deed,
        heading=DEEDS[deed],
        lines=lines,
        ticked=set(asked.people(request.POST)),
        reasons=lambda line: why(rule, "to-look-at", line),
        priorities=PRIORITIES,
        said=plain if first else request.POST,
        back=back(rule, about),
        fault=fault,
    )
