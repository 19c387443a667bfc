"""Who is on an agenda and why, and what minutes hold. No database here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from commonweal.care.possible import NotPossible

BY_HAND = "hand"
TAKEN_DOWN = ("decision", "note", "basis", "action")  # what speaks of somebody, or of everything
FEWEST_LETTERS, LONGEST = 3, 2000


@dataclass(frozen=True)
class Reason:
    """Why somebody is on an agenda: the rule, by its title, and what it found."""

    rule: str
    says: str


@dataclass(frozen=True)
class Found:
    """What one rule found of one person; `place` is the rule's in its agenda, from 0."""

    place: int
    person: UUID
    reason: Reason


@dataclass(frozen=True)
class Listed:
    """Somebody on an agenda, once, with every reason."""

    person: UUID
    place: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Line:
    """One line as the minutes look at it: its number, which one it amends, what it says."""

    id: int
    kind: str
    says: str
    amends: int | None


class Overtaken(Exception):
    """Somebody closed, opened or amended it first; nothing of the second was kept."""


def agenda(found: Iterable[Found]) -> list[Listed]:
    """Nobody twice, each with every reason, in the order of the first rule that lists them."""
    reasons: dict[UUID, list[Found]] = {}
    for one in sorted(found, key=lambda one: one.place):
        reasons.setdefault(one.person, []).append(one)
    return [
        Listed(person, mine[0].place, tuple(dict.fromkeys(one.reason for one in mine)))
        for person, mine in reasons.items()
    ]


def standing(lines: Sequence[Line]) -> dict[int, Line]:
    """By the number of the first wording, what each line says now; those struck out are left out."""
    first: dict[int, int] = {}
    now: dict[int, Line] = {}
    for line in lines:
        root = first.get(line.amends, line.amends) if line.amends else line.id
        first[line.id] = root
        now[root] = line
    return {root: line for root, line in now.items() if line.says}


def unfounded(discussed: Collection[int], bases: Collection[int]) -> set[int]:
    """Those on the agenda who were spoken of without a word on why that was right."""
    return {*discussed} - {*bases}


def check_words(about: str, words: str, missing: str) -> str:
    """The words as they are kept; NotPossible where there are none to speak of, or too many."""
    said = words.strip().replace("\r\n", "\n")
    if sum(letter.isalpha() for letter in said) < FEWEST_LETTERS:
        raise NotPossible(about, missing)
    if len(said) > LONGEST:
        raise NotPossible(about, f"At most {LONGEST} letters: put the rest in a second line")
    return said
