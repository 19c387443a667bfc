"""A person's own record, in plain words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.coordination import reads as coordination
from commonweal.care.objections import reads as choices
from commonweal.care.people import own
from commonweal.web.choices import words as chosen
from commonweal.web.frame import show
from commonweal.web.involvements.section import working_with
from commonweal.web.page import for_viewers
from commonweal.web.people.contacts import SETTING_WORDS, contacts
from commonweal.web.people.evidence import evidence
from commonweal.web.people.list import titles
from commonweal.web.people.person import age, day_shown
from commonweal.web.risk.own import ahead

SHOWN = 20  # contacts, the newest
MEANS = {
    "fit": "Few long-term conditions are recorded for you.",
    "mild": "Some long-term conditions are recorded for you, which may slow you down at times.",
    "moderate": "Several long-term conditions are recorded for you, and you may need help with some things.",
    "severe": "Many long-term conditions are recorded for you, and you may need help with everyday life.",
}


@require_safe
@for_viewers
def record(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    known, as_at = own.record(viewer), day_shown(viewer)
    met = list(reversed(contacts(known.contacts, as_at)))
    return show(
        request,
        viewer,
        "own/record.html",
        title="My record",
        at="own",
        person=known.person,
        age=age(known.person, as_at),
        frailty=known.frailty,
        means=MEANS[known.frailty.band] if known.frailty else "",
        evidence=evidence(known, as_at),
        as_at=as_at,
        working=working_with(viewer, known.person.pk),
        coordinates=coordination.coordinator(viewer, known.person.pk),
        contacts=met[:SHOWN],
        contacts_of=len(met),
        chosen=choices.choices(viewer, known.person.pk),
        said_of=chosen.objection,
        ahead=ahead(viewer, known.person.pk),
        titles=titles(),
        SETTING_WORDS=SETTING_WORDS,
    )
