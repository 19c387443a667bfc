"""Whom a rule finds: those to look at, those not seen, those seen and not found, and those put aside."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from commonweal.blueprint.case_finding import CaseRule
from commonweal.blueprint.case_finding_words import because, fails
from commonweal.care.access import Viewer
from commonweal.care.case_finding import actions, reads, sight
from commonweal.care.case_finding.reads import LISTS, Line
from commonweal.care.case_finding.titles import titles as called
from commonweal.care.extents import Extent, blueprint
from commonweal.care.published import reads as published
from commonweal.web.address import NotUnderstood, one_of, query
from commonweal.web.case_finding import asked
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.people.list import offered, titles
from commonweal.web.spreadsheet import Cell, filename, spreadsheet

CALLED = {
    "to-look-at": "To look at",
    "not-seen": "Found, not seen",
    "not-found": "Seen, not found",
    "aside": "Put aside",
}
HEAD = (
    "NHS number",
    "family name",
    "given names",
    "date of birth",
    "age",
    "sex",
    "practice",
    "why",
    "found since",
    "late",
    "seen on",
    "seen how",
    "put aside until",
    "put aside because",
)


@require_safe
@for_viewers
def found(request: HttpRequest, viewer: Viewer, rule: str) -> HttpResponse:
    declared, about = sight.rule(rule), asked.area(request.GET, viewer)
    which = _which(request)
    late = one_of(request.GET, "late", ("", "yes"), "") == "yes" and which == "not-seen"
    page = reads.listed(viewer, declared, about.id, which, late=late, after=_after(request))
    return show(
        request,
        viewer,
        "case_finding/found.html",
        title=f"{declared.title}, {about.title}: {CALLED[which]}",
        trail=trail(about),
        at="caseload",
        area=about.id,
        about=about,
        areas=asked.areas(viewer, about),
        rule=declared,
        wanted=asked.wanted(declared),
        page=page,
        which=which,
        called=CALLED,
        late=late,
        reasons=lambda line: why(declared, which, line),
        titles=titles(),
        ours=actions.may_answer(viewer, declared),
        pathway=fed(viewer, declared),
        left_out=left_out(declared),
        address=lambda **more: query({"area": about.id, "list": which, **more}),
    )


@require_safe
@for_viewers
def found_file(request: HttpRequest, viewer: Viewer, rule: str) -> HttpResponseBase:
    declared, about = sight.rule(rule), asked.area(request.GET, viewer)
    which = _which(request)
    lines = reads.exported(viewer, declared, about.id, which)
    name = filename(published.freshness(viewer), "case finding", declared.id, which, about.id)
    return spreadsheet(name, HEAD, _cells(declared, which, lines))


def why(rule: CaseRule, which: str, line: Line) -> list[str]:
    """Why somebody is in the list; in that of those not found, what the rule asks for and they have not."""
    told = fails if which == "not-found" else because
    return told(rule.where, line.known, called())


def trail(about: Extent) -> list[dict[str, str]]:
    """The way back to all rules."""
    return [{"text": "Case finding", "href": reverse("case-finding") + query({"area": about.id})}]


def fed(viewer: Viewer, rule: CaseRule) -> tuple[str, str] | None:
    """The pathway that it feeds, id and title, where the viewer refers people to it."""
    known = dict(offered(viewer)) if rule.feeds.pathway and rule.in_use else {}
    return (rule.feeds.pathway, known[rule.feeds.pathway]) if rule.feeds.pathway in known else None


def left_out(rule: CaseRule) -> list[str]:
    """Whom it leaves out of its list, in words."""
    pathways = {one.id: one.title for one in blueprint().pathways}
    away = rule.leave_out
    on_one = away.on_caseload and rule.feeds.teams
    told = ["on the caseload of a team that it finds people for"] if on_one else []
    told += [f"open on the pathway {pathways[id]}" for id in away.on_pathways]
    return told + (["on the end-of-life register"] if away.on_end_of_life_register else [])


def _which(request: HttpRequest) -> str:
    return one_of(request.GET, "list", LISTS, LISTS[0])


def _after(request: HttpRequest) -> UUID | None:
    try:
        return UUID(said) if (said := request.GET.get("after", "")) else None
    except ValueError:
        raise NotUnderstood("‘after’ should name a person of the list; begin at the first page.") from None


def _cells(rule: CaseRule, which: str, lines: list[Line]) -> Iterator[tuple[Cell, ...]]:
    for line in lines:
        yield (
            line.nhs_number,
            line.family,
            line.given,
            line.birth_date.isoformat(),
            line.age,
            line.sex,
            line.practice,
            "; ".join(why(rule, which, line)),
            line.since.isoformat() if line.since else None,
            "yes" if line.late else "no",
            line.sign.on.isoformat() if line.sign else None,
            line.sign.how if line.sign else None,
            line.aside.until.isoformat() if line.aside and line.aside.until else None,
            line.aside.reason if line.aside else None,
        )
