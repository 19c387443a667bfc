"""Days by which something is to be done: as they are said, and as they are typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from commonweal.care import moments
from commonweal.care.meetings.typed import EXAMPLE, day
from commonweal.care.possible import NotPossible
from commonweal.web import words

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Due:
    """How far off a day is: `state` is late, today or ahead; lateness has a shape as well as a word."""

    says: str
    state: str
    day: date


def due(by: date, today: date) -> Due:
    """3 days late, today, tomorrow, on Friday, else the day."""
    ahead = by - today
    if ahead < timedelta(0):
        return Due(f"{_days(-ahead)} late", "late", by)
    if ahead == timedelta(0):
        return Due("today", "today", by)
    if ahead == timedelta(days=1):
        return Due("tomorrow", "ahead", by)
    return Due(f"{by:%A}" if ahead < SOON else words.day(by), "ahead", by)


def typed_day(about: str, text: str) -> date | None:
    """The day, today or later, that was typed as the answer to `about`; None where nothing was."""
    if not text.strip():
        return None
    try:
        found = day(text, moments.today())
    except ValueError:
        raise NotPossible(about, "This day has passed; give today or a later one") from None
    if found is None:
        raise NotPossible(about, f"Give a day, {EXAMPLE}")
    return found


def _days(ahead: timedelta) -> str:
    return "1 day" if ahead.days == 1 else f"{ahead.days} days"
