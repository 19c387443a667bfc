"""Whose choices a page is about: a person's, as those who care for them see it, or one's own."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from commonweal.care.access import Viewer
from commonweal.care.people import own
from commonweal.care.people import reads as people
from commonweal.care.people.models import Person


@dataclass(frozen=True)
class Whose:
    """The person, and whether it is the viewer; with the addresses of the pages about their choices."""

    person: Person
    is_own: bool

    @property
    def page(self) -> str:
        """Where all of their choices stand."""
        return reverse("own-choices") if self.is_own else reverse("choices", args=[self.person.pk])

    def choose(self, kind: str) -> str:
        """Where one kind of choice is made."""
        return f"{self.page}/{kind}"

    @property
    def withdraw(self) -> str:
        """Where a choice is withdrawn."""
        return f"{self.page}/withdraw"


def whose(viewer: Viewer, id: UUID | None) -> Whose:
    """Of the person with this id; the viewer's own without one. NotSeen where not theirs to see."""
    if id is None:
        return Whose(own.record(viewer).person, is_own=True)
    return Whose(people.person(viewer, id).person, is_own=False)
