"""Who may see what, and why: the one place where that is decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.db import models
from django.db.models import Q

from commonweal.blueprint import Role
from commonweal.care.extents import Extent

PAGE = {  # what someone does → the page of their role that it belongs to
    "see_population": "population",
    "list_people": "people",
    "search_people": "people",
    "see_person": "people",
    "see_loads": "loads",
}
NAMED = {"list_people", "search_people", "see_person"}


class Audience(models.TextChoices):
    """Whose eyes a count is for: those who care for the people counted, or those who plan for them."""

    CARE = "care"
    PLANNING = "planning"


class Registered(Protocol):
    """Whoever may be registered with a practice; empty text where with none."""

    @property
    def practice(self) -> str: ...


@dataclass(frozen=True)
class Viewer:
    """Someone signed in, in the post they act in now."""

    user: int
    name: str
    post: int
    role: Role
    extent: Extent
    organisation: str = ""
    team: str = ""
    person: UUID | None = None

    @property
    def cares(self) -> bool:
        """Whether this post is for the care of named people."""
        return self.role.purpose == "direct_care" and self.role.sees_people


@dataclass(frozen=True)
class Decision:
    allowed: bool
    because: str


class Refused(Exception):
    """Someone asked for what they may not see; `decision.because` says why, for them to read."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.because)
        self.decision = decision


def may(viewer: Viewer | None, action: str, person: Registered | None = None) -> Decision:
    """Whether `viewer` may do `action`, a key of PAGE; about `person` where it is about one."""
    if viewer is None:
        return Decision(False, "you are not signed in, or hold no post; sign in and choose one")
    role, page = viewer.role, PAGE[action]
    if page not in role.pages:
        return Decision(False, f"the role {role.title} does not have the page {page}")
    if action in NAMED and not viewer.cares:
        return Decision(False, f"the role {role.title} is not for the care of named people")
    if person is None:
        return Decision(True, f"the role {role.title} has the page {page}")
    if not person.practice:
        return Decision(False, "this person is registered with no practice of this partnership")
    if person.practice not in viewer.extent.practices:
        return Decision(False, f"this person's practice is not one that {viewer.extent.title} covers")
    return Decision(True, f"this person is registered with a practice that {viewer.extent.title} covers")


def require(viewer: Viewer | None, action: str, person: Registered | None = None) -> Viewer:
    """The viewer, where they may; Refused where they may not."""
    decision = may(viewer, action, person)
    if viewer is None or not decision.allowed:
        raise Refused(decision)
    return viewer


def visible_people(viewer: Viewer | None, practice: str = "practice") -> Q:
    """The people of whom `may(viewer, "see_person", …)` is allowed; `practice` is the column to filter by."""
    if viewer is None or not may(viewer, "see_person").allowed:
        return Q(pk__in=[])
    return Q(**{f"{practice}__in": sorted(viewer.extent.practices)})


def audience(viewer: Viewer, extent: Extent, population: str) -> Audience:
    """Exact counts are for those who care for everyone counted; everybody else has them suppressed."""
    counted = extent.members(population)
    cared_for = viewer.cares and counted <= viewer.extent.members(population)
    return Audience.CARE if counted and cared_for else Audience.PLANNING
