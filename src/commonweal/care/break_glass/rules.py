"""What an opening in an emergency needs, and what a review of it may find. No database here."""

from __future__ import annotations

from uuid import UUID

from commonweal.care.possible import NotPossible

FEWEST_WORDS = 3
ATTEMPTS_AN_HOUR = 5
FINDINGS = {
    "justified": "Justified",
    "not_justified": "Not justified",
    "follow_up": "To be followed up",
}


class AlreadyOpen(Exception):
    """The record is open to them already, by an opening that has not shut."""

    def __init__(self, person: UUID) -> None:
        super().__init__(str(person))
        self.person = person


class NobodyFound(Exception):
    """Nobody who can be opened has this NHS number and date of birth: nobody is told which it was."""


def check_reason(reason: str) -> str:
    """The reason as it is kept; some words of it, since somebody is going to read it."""
    said = " ".join(reason.split())
    if len([word for word in said.split() if any(letter.isalpha() for letter in word)]) < FEWEST_WORDS:
        raise NotPossible("reason", f"Say why in at least {FEWEST_WORDS} words")
    return said


def check_finding(finding: str, note: str) -> str:
    """The note as it is kept: whoever does not find an opening justified says why."""
    if finding not in FINDINGS:
        raise NotPossible("finding", "Choose what you found")
    said = " ".join(note.split())
    if finding != "justified" and not said:
        raise NotPossible("note", "Say what is to be followed up, or why it was not justified")
    return said
