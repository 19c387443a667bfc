"""Whose plan a page is about, and where the other pages about it are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from commonweal.care.access import Viewer
from commonweal.care.people.models import Person
from commonweal.care.plans.models import WHOSE
from commonweal.care.plans.rules import is_carer
from commonweal.web.own.looks import role_titles
from commonweal.web.people.pages import person_pages


@dataclass(frozen=True)
class Whose:
    """The person, and whether the viewer's post is for that person's own record."""

    person: Person
    is_own: bool

    def page(self, name: str, *args: object) -> str:
        """The address of a page about this plan, such as plan or plan-section."""
        if self.is_own:
            return reverse(f"own-{name}", args=args)
        return reverse(name, args=[self.person.pk, *args])


def around(viewer: Viewer, person: Person, id: UUID | None) -> dict[str, Any]:
    """What every page about a plan is given."""
    about = Whose(person, is_own=id is None)
    return {
        "at": "own-plan" if about.is_own else "people",
        "person": person,
        "about": about,
        "of_carer": is_carer(viewer),
        "person_pages": person_pages(viewer, person.pk, "plan"),
        "trail": [] if about.is_own else [{"text": "Plan", "href": about.page("plan")}],
        "WHOSE": WHOSE,
        "roles": role_titles(),
    }
