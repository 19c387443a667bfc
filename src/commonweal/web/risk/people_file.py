"""The same list as a file: each chance with every reason, what it is a chance of, and by which model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.published import reads as published
from commonweal.care.risk import reads
from commonweal.care.risk.lists import Likely
from commonweal.care.risk.models import RiskCard
from commonweal.web.page import for_viewers
from commonweal.web.people.list import titles
from commonweal.web.risk import wording
from commonweal.web.risk.card import find
from commonweal.web.risk.people import read
from commonweal.web.spreadsheet import Cell, filename, spreadsheet

HEAD = (
    "NHS number",
    "family name",
    "given names",
    "date of birth",
    "practice",
    "practice name",
    "chance, 0 to 1",
    "of 100 people here, so many have a lower one",
    "reasons, the weightiest first",
    "what the chance is of",
    "as at",
    "model",
    "version of the model",
    "tells people apart, 0.5 to 1",
    "what a chance says",
)
CAUTION = "Of many people alike; it says nothing certain of one, and is no ground to withhold care."


@require_safe
@for_viewers
def people_file(request: HttpRequest, viewer: Viewer, model: str) -> HttpResponseBase:
    found, chosen = find(viewer, model), read(request, viewer, model)
    lines = reads.exported(viewer, chosen)
    name = filename(published.freshness(viewer), "risk", model, "people", chosen.area)
    return spreadsheet(name, HEAD, _cells(found, lines))


def _cells(found: RiskCard, lines: Iterable[Likely]) -> Iterator[tuple[Cell, ...]]:
    named, card, tested = titles(), found.card, found.card["tested"]
    outcome = f"{wording.OUTCOMES[card['outcome']]} in the {card['months']} months after that day"
    apart = tested["discrimination"][0] if tested else None
    of_model = (outcome, found.as_at.isoformat(), found.model, found.version, apart, CAUTION)
    for one in lines:
        why = (wording.told(reason) for reason in one.reasons)
        yield (
            one.person.nhs_number,
            one.person.family,
            one.person.given,
            one.person.birth_date.isoformat(),
            one.person.practice,
            named.get(one.person.practice),
            round(one.chance, 4),
            one.above,
            "; ".join(f"{reason.what} ({reason.way}, {reason.odds})" for reason in why),
            *of_model,
        )
