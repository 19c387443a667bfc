"""Words for who coordinates and who is around a person, and what cannot be so. No database here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from commonweal.care.access.viewer import Viewer
from commonweal.care.possible import NotPossible

CARERS_VIEW = "carers-view"  # the instrument that a carer answers
CARER = "carer"  # the role of a family carer whose post names the person they care for
NEEDS_ONE = ("care_team", "episode")  # whoever has a live part of these kinds needs a coordinator
KINDS = {"family": "Family", "friend": "Friend", "neighbour": "Neighbour", "other": "Somebody else"}
ATTORNEYS = {
    "": "No",
    "health": "For health and welfare",
    "property": "For property and money",
    "both": "For both",
}
REGISTERED = {"yes": "Registered", "no": "Not registered", "unknown": "Not known"}
MAY_SHARE = {  # what the person lets be said to somebody
    "nothing": "Nothing",
    "that_help_came": "That help came, and how I am in general",
    "everyday": "What is needed to help me day by day",
    "all": "All that is said to me",
    "unknown": "I have not said",
}
CARER_STATES = {"offered": "Offered", "declined": "Declined", "done": "Done"}
CARER_DUE = {
    "not_offered": "not offered yet",
    "offered": "offered, no answer yet",
    "declined": "declined",
    "done": "done",
    "due": "due again",
}
FEWEST_LETTERS = 2
LONGEST_NAME, LONGEST_WORDS = 120, 1000
LAST_TO_CALL = 9


class Overtaken(Exception):
    """Somebody else changed it first; the message says what became of it."""


@dataclass(frozen=True)
class Somebody:
    """What is said of somebody around a person."""

    name: str
    relation: str
    kind: str = "family"
    phone: str = ""
    lives_with: bool = False
    next_of_kin: bool = False
    carer: bool = False
    young_carer: bool = False
    bereavement: bool = False
    emergency_order: int | None = None
    attorney: str = ""
    attorney_registered: str = ""
    attorney_seen_by: str = ""
    attorney_seen_on: date | None = None
    may_share: str = "unknown"
    sees_plan: bool = False
    note: str = ""


def check_words(about: str, words: str, missing: str, longest: int = LONGEST_WORDS) -> str:
    """The words as they are kept; NotPossible with what is missing where there are none."""
    said = " ".join(words.split())[:longest]
    if sum(letter.isalpha() for letter in said) < FEWEST_LETTERS:
        raise NotPossible(about, missing)
    return said


def check_somebody(said: Somebody, today: date) -> Somebody:
    """What is kept of it; NotPossible where something is missing or cannot be so."""
    if said.kind not in KINDS:
        raise NotPossible("kind", "Choose how they belong to the person")
    if said.may_share not in MAY_SHARE:
        raise NotPossible("may_share", "Choose what may be said to them")
    if said.emergency_order is not None and not 1 <= said.emergency_order <= LAST_TO_CALL:
        raise NotPossible("emergency_order", f"A number from 1, called first, to {LAST_TO_CALL}")
    if said.emergency_order is not None and not any(letter.isdigit() for letter in said.phone):
        raise NotPossible("phone", "Give a telephone number: they are to be called in an emergency")
    return replace(
        _attorney(said, today),
        name=check_words("name", said.name, "Give their name", LONGEST_NAME),
        relation=check_words("relation", said.relation, "Say who they are, such as daughter", LONGEST_NAME),
        phone=" ".join(said.phone.split())[:LONGEST_NAME],
        carer=said.carer or said.young_carer,
        note=" ".join(said.note.split())[:LONGEST_WORDS],
    )


def _attorney(said: Somebody, today: date) -> Somebody:
    """Nobody counts as having seen a paper that is not there, or on a day to come."""
    if said.attorney not in ATTORNEYS:
        raise NotPossible("attorney", "Choose what they are attorney for")
    if not said.attorney:
        return replace(said, attorney_registered="", attorney_seen_by="", attorney_seen_on=None)
    if said.attorney_registered not in REGISTERED:
        raise NotPossible("attorney_registered", "Say whether the power of attorney is registered")
    if bool(said.attorney_seen_by.strip()) != bool(said.attorney_seen_on):
        raise NotPossible("attorney_seen_on", "Say both who saw the paper and on which day, or neither")
    if said.attorney_seen_on and said.attorney_seen_on > today:
        raise NotPossible("attorney_seen_on", "Nobody can have seen it on a day that is still to come")
    return replace(said, attorney_seen_by=" ".join(said.attorney_seen_by.split())[:LONGEST_NAME])


def may_decide(attorney: str, registered: str, seen_by: str) -> bool:
    """Whether somebody is known to be attorney for health: it is registered and the paper was seen."""
    return attorney in ("health", "both") and registered == "yes" and bool(seen_by)


def carer_standing(rows: Iterable[tuple[str, date | None]], today: date) -> str:
    """A key of CARER_DUE: by the newest row, which comes first: its state, and when due again."""
    newest = next(iter(rows), None)
    if newest is None:
        return "not_offered"
    state, again = newest
    return "due" if again and again <= today else state


def check_carer_assessment(state: str, on: date, again: date | None, today: date) -> None:
    """NotPossible where there is no such state, or the days cannot be so."""
    if state not in CARER_STATES:
        raise NotPossible("state", "Choose what became of it")
    if on > today:
        raise NotPossible("on", "Give a day that has been")
    if again and again <= on:
        raise NotPossible("again", "Give a day after that one")


def is_themselves(viewer: Viewer, person: object) -> bool:
    """Whether whoever writes is the person; a carer whom they named acts in another role."""
    return viewer.person is not None and viewer.person == person and viewer.role.id != CARER


def is_theirs(viewer: Viewer, post: int, team: str, organisation: str) -> bool:
    """Whether what somebody in this post took on is the viewer's, or of their team or organisation."""
    if viewer.post == post:
        return True
    return viewer.team == team if team else bool(organisation) and viewer.organisation == organisation
