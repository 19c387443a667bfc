"""What time it is for whoever acts: now, or the moment at which a day is being played."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

PLAYED: ContextVar[datetime | None] = ContextVar("the moment that is being played", default=None)


def now() -> datetime:
    """In UTC; what is recorded of referrals and visits asks here, so that a month can be played at once."""
    return PLAYED.get() or timezone.now()


def today() -> date:
    """The day by the partnership's clock."""
    return timezone.localtime(now()).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside, it is this moment."""
    before = PLAYED.set(moment)
    try:
        yield
    finally:
        PLAYED.reset(before)
