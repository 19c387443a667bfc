"""What stands on every page about a person whose record was opened in an emergency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from commonweal.care.access import Viewer
from commonweal.care.break_glass import reads


@dataclass(frozen=True)
class Banner:
    """How long this viewer's opening still lasts, and which it is, so that it can be shut."""

    opening: int
    until: datetime
    minutes: int


def banner(viewer: Viewer, person: UUID) -> Banner | None:
    """None where this viewer has not opened the record, or it has shut."""
    opening = reads.open_now(viewer, person)
    if opening is None:
        return None
    left = opening.until - timezone.now()
    return Banner(opening.pk, opening.until, max(0, left // timedelta(minutes=1)))
