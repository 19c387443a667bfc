"""Those with the highest chance by a model that passed, each with why: whom a team may speak with first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.caseloads import reads as caseloads
from commonweal.care.risk import reads
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.people.list import titles
from commonweal.web.risk import wording
from commonweal.web.risk.card import find

SAID = 3  # reasons of each; all of them stand on the person's page


@require_safe
@for_viewers
def people(request: HttpRequest, viewer: Viewer, model: str) -> HttpResponse:
    found = find(viewer, model)
    return show(
        request,
        viewer,
        "risk/people.html",
        at="people",
        trail=[
            {"text": "Models of risk", "href": reverse("risk")},
            {"text": found.card["title"], "href": reverse("risk-card", args=[model])},
        ],
        title=f"Highest chance: {found.card['title']}",
        model=found,
        card=found.card,
        lines=[
            (
                one.person,
                wording.in_a_hundred(one.chance),
                [wording.told(reason) for reason in one.reasons[:SAID]],
            )
            for one in reads.highest(viewer, model)
        ],
        titles=titles(),
        keeps_caseload=caseloads.keeps(viewer),
        wording=wording,
    )
