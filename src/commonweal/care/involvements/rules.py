"""How parts in a person's care begin, are handed over and end. No database here."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.care.possible import NotPossible

BEGINS = {  # kind → how it is said on a page
    "referral": "Referred to them",
    "episode": "Looks after the person",
    "care_team": "In the care team",
}
FEWEST_LETTERS = 3


@dataclass(frozen=True)
class Receiver:
    """A team, with the organisation that answers for it; or a whole organisation, without a team."""

    organisation: str
    team: str = ""


class Overtaken(Exception):
    """Somebody else ended or handed it over first; the message says what became of it."""


def check_kind(kind: str) -> str:
    """The kind, where there is such a one."""
    if kind not in BEGINS:
        raise NotPossible("kind", "Choose how they work with the person")
    return kind


def check_words(about: str, words: str, missing: str) -> str:
    """The words as they are kept; NotPossible with what is missing where there are none to speak of."""
    said = " ".join(words.split())
    if sum(letter.isalpha() for letter in said) < FEWEST_LETTERS:
        raise NotPossible(about, missing)
    return said
