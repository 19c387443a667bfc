"""Those with the highest chance by a model that passed, each with why: whom a team may speak with first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.caseloads import reads as caseloads
from commonweal.care.risk import reads
from commonweal.care.risk.lists import COUNTED, HIGHEST, SORTS, Chosen
from commonweal.web.address import one_of, query
from commonweal.web.case_finding import asked
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.people.chosen import mark
from commonweal.web.people.list import titles
from commonweal.web.risk import wording
from commonweal.web.risk.card import find

SAID = 3  # reasons of each; all of them stand on the person's page
PLAIN = "chance"  # the order that an address need not name


@require_safe
@for_viewers
def people(request: HttpRequest, viewer: Viewer, model: str) -> HttpResponse:
    found, chosen = find(viewer, model), read(request, viewer, model)
    page = reads.highest(viewer, chosen, after=mark(request.GET, "after"), before=mark(request.GET, "before"))
    return show(
        request,
        viewer,
        "risk/people.html",
        at="people",
        area=chosen.area,
        trail=[
            {"text": "Models of risk", "href": reverse("risk")},
            {"text": found.card["title"], "href": reverse("risk-card", args=[model])},
        ],
        title=f"Highest chance: {found.card['title']}",
        model=found,
        card=found.card,
        chosen=chosen,
        areas=asked.areas(viewer, asked.area(request.GET, viewer)),
        highest=[(key, wording.HIGHEST[key]) for key in HIGHEST],
        page=page,
        most=COUNTED,
        lines=[(one, [wording.told(reason) for reason in one.reasons[:SAID]]) for one in page.lines],
        address=lambda **more: address(chosen, **more),
        titles=titles(),
        keeps_caseload=caseloads.keeps(viewer),
        wording=wording,
    )


def read(request: HttpRequest, viewer: Viewer, model: str) -> Chosen:
    """What an address asks for; NotUnderstood where there is no such thing."""
    return Chosen(
        model,
        asked.area(request.GET, viewer).id,
        one_of(request.GET, "highest", tuple(HIGHEST), ""),
        one_of(request.GET, "sort", tuple(SORTS), PLAIN),
    )


def address(chosen: Chosen, **more: object) -> str:
    """This choice as the part of an address behind its page; `more` adds to it or changes it."""
    said = {"area": chosen.area, "highest": chosen.highest, "sort": chosen.sort, **more}
    return query(said | {"sort": "" if said["sort"] == PLAIN else said["sort"]})
