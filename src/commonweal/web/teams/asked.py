"""What a page of a team is asked for: a day, a week, a form's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from commonweal.care import moments
from commonweal.care.possible import NotPossible
from commonweal.care.teams import rules
from commonweal.web.address import NotUnderstood


def day(asked: Mapping[str, str]) -> date:
    """The day in the address, today where there is none."""
    said = asked.get("day") or asked.get("week")
    if not said:
        return rules.day_of(moments.now())
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise NotUnderstood(f"‘{said[:20]}’ is no day; write it as 2026-11-23.") from None


def number(said: Mapping[str, str], about: str) -> int:
    """A whole number that a form brings; NotPossible where it is none."""
    text = said.get(about, "").strip()
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotPossible(about, "Give a whole number")
    return int(text)
