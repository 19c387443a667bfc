"""A model's card: what it foretells of whom, how well, for whom less well, and what became of the listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.case_finding.titles import titles
from commonweal.care.published import reads as published
from commonweal.care.risk import reads
from commonweal.care.risk.models import RiskCard
from commonweal.terms.risk import GROUP_WORDS, known
from commonweal.terms.risk import said as said_of
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.risk import wording
from commonweal.web.risk.calibration import calibration
from commonweal.web.spreadsheet import Cell, filename, spreadsheet, withheld

HEAD = ("part", "name", "people", "events", "expected_share", "observed_share", "number", "lowest", "highest")
BY = {"age": "Age", "sex": "Sex", "deprivation": "Deprivation", "ethnicity": "Ethnic group"}
PAST = {"ratio": "observed over expected", "discrimination": "discrimination"}
DRIFTED = {0.25: "drifted", 0.1: "look at it", 0.0: "as before"}  # by custom, at least so much


@dataclass(frozen=True)
class Effect:
    """Something known of people: from little to much of it the odds are multiplied by `times`."""

    what: str
    low: str
    high: str
    times: float
    drift: float | None

    @property
    def drifted(self) -> str:
        """In words; empty where nobody is scored whose numbers could differ."""
        if self.drift is None:
            return ""
        return next(words for least, words in DRIFTED.items() if self.drift >= least)


@require_safe
@for_viewers
def card(request: HttpRequest, viewer: Viewer, model: str) -> HttpResponse:
    found = find(viewer, model)
    return show(
        request,
        viewer,
        "risk/card.html",
        at="population",
        trail=[{"text": "Models of risk", "href": reverse("risk")}],
        title=found.card["title"],
        model=found,
        card=found.card,
        answer=answer(found),
        lists_people=access.may(viewer, "list_people").allowed,
        fared=fared(found.card["harm"]),
        drawn=calibration(found.card["by_chance"]),
        groups=[
            (BY[by], [(GROUP_WORDS[by][one["name"]], one) for one in found.card["groups"] if one["by"] == by])
            for by in BY
        ],
        effects=effects(found.card),
        wording=wording,
    )


@require_safe
@for_viewers
def card_file(request: HttpRequest, viewer: Viewer, model: str) -> HttpResponseBase:
    """Every number of the page."""
    found = find(viewer, model)
    name = filename(published.freshness(viewer), "risk", model)
    return spreadsheet(name, HEAD, _lines(found.card))


def find(viewer: Viewer, model: str) -> RiskCard:
    """The card of this model; a page that says there is none otherwise."""
    try:
        return reads.card(viewer, model)
    except KeyError:
        raise Http404(f"No model of risk is called ‘{model[:40]}’.") from None


def answer(found: RiskCard) -> str:
    """Whether it is shown, and how good it is, in a sentence."""
    if not found.passed:
        return f"This model is shown to nobody. {' '.join(found.failures)}"
    tested = found.card["tested"]
    apart = round(100 * tested["discrimination"][0])
    outcome, ratio = wording.OUTCOMES[found.card["outcome"]], tested["ratio"][0]
    return (
        f"This model passed its test: of two people of whom one had {outcome}, it gave that one the higher"
        f" chance {apart} times in 100, and {ratio:.2f} came for each one that it expected."
    )


def effects(card: dict[str, Any]) -> list[Effect]:
    """What each thing known does to a chance, and whether it is still as when the model was trained."""
    drifts, called = dict(card["drifts"]), titles()
    return [
        Effect(
            known(name, called).title,
            said_of(name, low, called),
            said_of(name, high, called),
            times,
            drifts.get(name),
        )
        for name, low, high, times in card["effects"]
    ]


def fared(harm: dict[str, Any] | None) -> str:
    """Whether those who were listed were admitted more or less often than others, as plainly for either."""
    if not harm or not harm["ratio"]:
        return ""
    _, low, high = harm["ratio"]
    if low > 1:
        return "Worse: those who were listed were admitted more often than others of like chance."
    if high < 1:
        return "Better: those who were listed were admitted less often than others of like chance."
    return "No difference that chance alone could not make."


def _lines(card: dict[str, Any]) -> Iterator[tuple[Cell, ...]]:
    if card["tested"]:
        yield _line("all", "observed over expected", card["tested"], card["tested"]["ratio"])
        yield _line("all", "discrimination", card["tested"], card["tested"]["discrimination"])
        yield _line("all", "slope", card["tested"], card["slope"])
        yield _number("all", "discrimination without conditions", card["without_conditions"])
    for part in card["by_chance"]:
        yield _line("by chance", wording.part_of_all(part), {"events": "", **part}, None)
    for group in card["groups"]:
        yield _line(group["by"], group["name"], group, group.get("ratio"))
    for one in effects(card):
        yield _number("odds", f"{one.what}: from {one.low} to {one.high}", [one.times])
    for name, drift in card["drifts"]:
        yield _number("drift", name, [drift])
    if past := card["past"]:
        for what in ("ratio", "discrimination"):
            yield _line("foretold a year ago", PAST[what], past, past[what])
    if harm := card["harm"]:
        yield _number(
            "listed", "admissions for 100 a year, put on a caseload", [harm["rate"]], harm["people"]
        )
        yield _number("listed", "the same, of like chance, on none", [harm["rate_beside"]], harm["beside"])
        yield _number("listed", "times as often", harm["ratio"])


def _line(part: str, name: str, of: dict[str, Any], number: list[float] | None) -> tuple[Cell, ...]:
    shares = (of.get("chance", "withheld"), of.get("share", "withheld"))
    counted = (withheld(of["people"]), withheld(of.get("events")))
    return part, name, *counted, *(withheld(one) for one in shares), *(number or ("", "", ""))


def _number(part: str, name: str, number: list[float] | None, people: int | str = "") -> tuple[Cell, ...]:
    """One that is of no events, with its interval where it has one."""
    cells: list[Cell] = [*(number or ()), "", "", ""]
    return part, name, people, "", "", "", *cells[:3]
