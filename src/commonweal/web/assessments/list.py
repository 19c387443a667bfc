"""A person's assessments: by instrument, the latest first."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.blueprint import Category, Instrument
from commonweal.care.access import NotSeen, Viewer
from commonweal.care.assessments import reads
from commonweal.care.assessments.known import Listed
from commonweal.care.extents import blueprint
from commonweal.web.assessments import wording
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.people.pages import person_pages
from commonweal.web.sharing.wording import CATEGORIES


@require_safe
@for_viewers
def of_person(request: HttpRequest, viewer: Viewer, id: UUID) -> HttpResponse:
    return _page(request, viewer, reads.of_person(viewer, id), "people")


@require_safe
@for_viewers
def own(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The person's own."""
    if viewer.person is None:
        raise NotSeen
    return _page(request, viewer, reads.of_person(viewer, viewer.person), "own-assessments")


def _page(request: HttpRequest, viewer: Viewer, listed: Listed, at: str) -> HttpResponse:
    return show(
        request,
        viewer,
        "assessments/list.html",
        title="My assessments" if viewer.person else "Assessments",
        at=at,
        person=listed.person,
        person_pages=person_pages(viewer, listed.person.pk, "assessments"),
        own=viewer.person is not None,
        kinds=listed.kinds,
        overdue=[kind.instrument.title for kind in listed.kinds if kind.overdue],
        to_fill_in=[] if viewer.person else _open_to(listed.withheld),
        withheld=_withheld(listed.withheld),
        wording=wording,
    )


def _open_to(withheld: Mapping[Category, str]) -> list[Instrument]:
    """The instruments whose answers the viewer may see, and so may give."""
    found = (one for one in blueprint().instruments if one.category not in withheld)
    return sorted(found, key=lambda one: one.title)


def _withheld(withheld: Mapping[Category, str]) -> list[tuple[str, str]]:
    """What instruments there are whose answers are not shown, and why."""
    asked = {one.category for one in blueprint().instruments}
    return [(CATEGORIES[one], because) for one, because in withheld.items() if one in asked]
