"""What a person's page shows, as files."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.people import reads
from commonweal.care.published import reads as published
from commonweal.web.page import for_viewers
from commonweal.web.people.contacts import contacts
from commonweal.web.people.evidence import evidence
from commonweal.web.people.person import day_shown
from commonweal.web.spreadsheet import filename, spreadsheet

EXPORTED = "person.exported"


@require_safe
@for_viewers
def evidence_file(request: HttpRequest, viewer: Viewer, id: UUID) -> HttpResponseBase:
    known = reads.person(viewer, id, deed=EXPORTED)
    rows = (
        (one.title, one.first.isoformat() if one.first else "", one.term, one.code, one.system)
        for one in evidence(known, day_shown(viewer))
    )
    name = filename(published.freshness(viewer), "evidence", str(id))
    return spreadsheet(name, ("deficit", "first found", "words of the record", "code", "system"), rows)


@require_safe
@for_viewers
def contacts_file(request: HttpRequest, viewer: Viewer, id: UUID) -> HttpResponseBase:
    known = reads.person(viewer, id, deed=EXPORTED)
    rows = (
        (
            one.setting,
            one.start.isoformat(),
            "" if one.lasts else one.end.isoformat(),
            one.kind,
            f"{one.cost / 100:.2f}" if one.cost is not None else "",
        )
        for one in contacts(known.contacts, day_shown(viewer))
    )
    name = filename(published.freshness(viewer), "contacts", str(id))
    return spreadsheet(name, ("setting", "start", "end", "what", "cost in pounds"), rows)
