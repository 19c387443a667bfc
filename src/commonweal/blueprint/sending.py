"""How messages of other systems find their pathway, and what a sender's cancelling does."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import StringConstraints

from commonweal.blueprint.shapes import Shape
from commonweal.blueprint.words import OneLine, Slug

SCHEME = re.compile(r"^https?://", re.IGNORECASE)


class Code(Shape):
    """A code that sends a message to a pathway: of a service, an event, a category or a reason."""

    system: OneLine
    code: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200)]


class Cancelled(Shape):
    """The move that is made when whoever sent a referral cancels it."""

    move: Slug
    reason: Slug | None = None
    outcome: Slug | None = None


def bare(system: str) -> str:
    """A system's name as it is compared: senders write it with http or https, small or capital."""
    return SCHEME.sub("", system.strip()).rstrip("/").lower()
