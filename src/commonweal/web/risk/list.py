"""The models of risk of a partnership, those that are shown and those that are not, each with why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.risk import reads
from commonweal.care.risk.models import RiskCard
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.risk import wording


@require_safe
@for_viewers
def models(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    found = reads.cards(viewer)
    return show(
        request,
        viewer,
        "risk/list.html",
        at="population",
        title="Models of risk",
        cards=found,
        answer=answer(found),
        wording=wording,
    )


def answer(cards: list[RiskCard]) -> str:
    """The page in a sentence."""
    if not cards:
        return "No model of risk has been trained yet."
    passed = sum(card.passed for card in cards)
    if passed == len(cards):
        return f"{_several(len(cards))} passed the test and {'is' if passed == 1 else 'are'} shown."
    if not passed:
        none = "The one model did not pass" if len(cards) == 1 else f"None of the {len(cards)} models passed"
        return f"{none} the test: nobody’s page shows a chance."
    return f"{passed} of {len(cards)} models passed the test and {'is' if passed == 1 else 'are'} shown."


def _several(number: int) -> str:
    return {1: "The one model", 2: "Both models"}.get(number, f"All {number} models")
