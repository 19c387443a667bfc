"""Finds one person by NHS number, name or date of birth."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.people import reads
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.people.list import titles

LONGEST = 80


@require_safe
@for_viewers
def find(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The person where only one answers, otherwise everyone who does."""
    sought = request.GET.get("q", "").strip()[:LONGEST]
    found = reads.search(viewer, sought) if sought else None
    if found and len(found.people) == 1:
        return redirect("person", found.people[0].pk)
    return show(
        request,
        viewer,
        "people/find.html",
        at="people",
        title=f"Find a person: {sought}" if sought else "Find a person",
        words_sought=sought,
        found=found,
        titles=titles(),
    )
