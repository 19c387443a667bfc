"""The rules that look for people: what each asks, and how many it finds here."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.case_finding import reads
from commonweal.care.case_finding.models import CaseCount
from commonweal.care.extents import Extent, blueprint, every
from commonweal.web.case_finding import asked
from commonweal.web.frame import show
from commonweal.web.page import for_viewers


@dataclass(frozen=True)
class Row:
    """One area, and how many of its people each rule finds, as those who plan are told."""

    area: Extent
    among: int | None
    found: tuple[CaseCount | None, ...]


@require_safe
@for_viewers
def rules(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """For whoever looks for people, each rule and whom it finds; for whoever plans, how many."""
    if not access.may(viewer, "list_people").allowed and access.may(viewer, "see_population").allowed:
        return _counts(request, viewer)
    about = asked.area(request.GET, viewer)
    overview = reads.overview(viewer, about.id)
    return show(
        request,
        viewer,
        "case_finding/rules.html",
        title=f"Case finding, {about.title}",
        at="caseload",
        area=about.id,
        about=about,
        areas=asked.areas(viewer, about),
        overview=overview,
        people=reads.people_found(viewer, about.id),
        wanted=asked.wanted,
    )


def _counts(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    declared = blueprint().case_rules
    counted = {(one.area, one.rule): one for one in reads.counts(viewer)}
    rows = [
        Row(area, next((one.among for one in found if one), None), found)
        for area in every(blueprint().path).values()
        if any(found := tuple(counted.get((area.id, rule.id)) for rule in declared))
    ]
    return show(
        request,
        viewer,
        "case_finding/counts.html",
        title="Case finding: how many",
        at="population",
        rules=declared,
        rows=rows,
        wanted=asked.wanted,
    )
