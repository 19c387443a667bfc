"""Who looks, and what they are told when they may not."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import models

from commonweal.blueprint import Role
from commonweal.care.extents import Extent


class Audience(models.TextChoices):
    """Whose eyes a count is for: those who care for the people counted, or those who plan for them."""

    CARE = "care"
    PLANNING = "planning"


@dataclass(frozen=True)
class Viewer:
    """Someone signed in, in the post they act in now; `person` is whose own record the post is for."""

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
    """Whether something is allowed, why in words, and the clause of an agreement that allows it."""

    allowed: bool
    because: str
    clause: str | None = None


NOT_SEEN = "there is no person here whom you may see"


class Refused(Exception):
    """Someone asked for what they may not see; `decision.because` says why, for them to read."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.because)
        self.decision = decision


class NotSeen(Refused):
    """The person is not there, or is not this viewer's to see: nobody is told which."""

    def __init__(self) -> None:
        super().__init__(Decision(False, NOT_SEEN))
