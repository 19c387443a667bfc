"""The pages about one person, and the way from each to the others."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from commonweal.care.access import Viewer
from commonweal.web.frame import Item

PAGES = (  # what a page calls itself, how the way there is said, its address
    ("record", "Record", "person"),
    ("assessments", "Assessments", "person-assessments"),
    ("plan", "Plan", "plan"),
    ("crisis", "In a crisis", "crisis"),
    ("tasks", "Tasks", "person-tasks"),
    ("around", "People around", "around"),
)


def person_pages(viewer: Viewer, person_id: UUID, current: str) -> tuple[Item, ...]:
    """The ways a page about a person shows beneath their name; `current` is the page they stand on.

    None for whoever reads their own record: they have the main navigation.
    """
    if viewer.person:
        return ()
    return tuple(
        Item(text, reverse(address, args=[person_id]), "page" if page == current else "")
        for page, text, address in PAGES
    )
