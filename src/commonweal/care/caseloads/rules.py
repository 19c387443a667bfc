"""How a caseload is kept: which words, which dates. No database here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from commonweal.care.possible import Faults, NotPossible

FEWEST_LETTERS = 3
REVIEWED_WITHIN = {1: timedelta(days=14), 2: timedelta(days=42), 3: timedelta(days=91)}  # as a form begins
FURTHEST = timedelta(days=366)


class Overtaken(Exception):
    """Somebody else changed it first; nothing of the second was kept."""


@dataclass(frozen=True)
class Noted:
    """What is noted of somebody: how they came, why, how urgent, and when they are looked at again."""

    reason: str
    priority: int
    next_review: date | None
    entry: str = "hand"


def check(noted: Noted, today: date) -> Noted:
    """The same as it is kept; NotPossible with all that is missing."""
    faults, reason = Faults(), ""
    with faults:
        check_followed(noted, today)
    with faults:
        reason = check_words("reason", noted.reason, "Say why, in a few words")
    faults.check()
    return Noted(reason, noted.priority, noted.next_review, noted.entry)


def check_followed(noted: Noted, today: date) -> None:
    """NotPossible where it is not said how urgent it is, or when they are looked at again."""
    faults = Faults()
    with faults:
        if noted.priority not in REVIEWED_WITHIN:
            raise NotPossible("priority", "Choose how urgent it is")
    with faults:
        _check_review(noted.next_review, today)
    faults.check()


def _check_review(on: date | None, today: date) -> None:
    if on is None:
        raise NotPossible("next_review", "Give the day of the next review")
    if on < today:
        raise NotPossible("next_review", "This day has passed; give today or a later one")
    if on - today > FURTHEST:
        raise NotPossible("next_review", "This is more than a year away; give an earlier day")


def check_words(about: str, words: str, missing: str) -> str:
    """The words as they are kept; NotPossible where there are none to speak of."""
    said = " ".join(words.split())
    if sum(letter.isalpha() for letter in said) < FEWEST_LETTERS:
        raise NotPossible(about, missing)
    return said[:1000]


def overdue(next_review: date | None, today: date) -> bool:
    """Whether somebody should have been looked at before this day; also where no day was ever set."""
    return next_review is None or next_review < today
