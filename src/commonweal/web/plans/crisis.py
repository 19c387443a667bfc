"""The plan in a crisis: one screen to be read at arm's length on a phone, by whoever comes at night."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.plans import reads
from commonweal.care.plans.contents import FIELDS
from commonweal.care.plans.reads import Crisis, Shown
from commonweal.care.plans.rules import CATEGORY_TITLES
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.people.person import age
from commonweal.web.plans.whose import around

PLACES = {  # in the order in which whoever comes needs them
    "decisions": "Decisions",
    "do": "Do, and do not",
    "medicines": "Medicines and allergies",
    "call": "Call",
    "matters": "What matters",
}
NOT_ASKED = {
    "decisions": "No decision about resuscitation or other treatment is recorded here.",
    "do": "Nothing is written.",
    "matters": "Nothing is written.",
    "medicines": "Nothing is written. That does not mean none: ask, and look in the home.",
    "call": "Nobody is named.",
}


@require_safe
@for_viewers
def crisis(request: HttpRequest, viewer: Viewer, id: UUID | None = None) -> HttpResponse:
    found = reads.crisis(viewer, id)
    person = found.sight.person
    return show(
        request,
        viewer,
        "plans/crisis.html",
        **{**around(viewer, person, id), "title": f"In a crisis: {person.given} {person.family}"},
        found=found,
        age=age(person, moments.today()),
        places=[
            (place, title, _at(place, found)) for place, title in PLACES.items() if _is_seen(place, found)
        ],
        withheld=sorted({(CATEGORY_TITLES[one.category], because) for one, because in found.withheld}),
        NOT_ASKED=NOT_ASKED,
        FIELDS=FIELDS,
    )


def _at(place: str, found: Crisis) -> list[Shown]:
    return [one for one in found.shown if one.section.crisis == place and one.says_something]


def _is_seen(place: str, found: Crisis) -> bool:
    """A place of which nothing is open to the viewer is among what is withheld; it is not empty."""
    return any(one.section.crisis == place for one in found.shown)
