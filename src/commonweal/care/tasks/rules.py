"""What may be done with a task, by whom, and what is the same task. No database here."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from commonweal.care.possible import NotPossible

FEWEST_LETTERS, LONGEST = 3, 500
FURTHEST = timedelta(days=366 * 2)
NOT_LETTERS = re.compile(r"[\W_]+")
LIVE, DONE = frozenset({"open", "taken"}), frozenset({"done"})


@dataclass(frozen=True)
class Deed:
    """Something to do with a task: in which states, by whose teams, to which state, and what it needs."""

    title: str
    starts: frozenset[str]
    by: str  # owner, maker, either, offered or anybody who sees it
    to: str = ""  # the state it leads to; empty where it stays
    needs: str = ""  # reason, whom, due or worker
    offered: bool | None = None  # whether a hand-over has to wait, or may not


DEEDS = {
    "take": Deed("I see to it", LIVE, "owner", "taken"),
    "give": Deed("Give it to a colleague", LIVE, "owner", "taken", "worker"),
    "done": Deed("Done", LIVE, "owner", "done", offered=False),
    "decline": Deed("Decline it", LIVE, "owner", "declined", "reason", offered=False),
    "offer": Deed("Hand it over", LIVE, "owner", "", "whom", offered=False),
    "keep": Deed("Keep it after all", LIVE, "owner", offered=True),
    "accept": Deed("Accept it", LIVE, "offered", "open", offered=True),
    "refuse": Deed("Refuse it", LIVE, "offered", "", "reason", offered=True),
    "withdraw": Deed("Withdraw it", LIVE, "maker", "withdrawn", "reason"),
    "due": Deed("Change the date", LIVE, "either", "", "due"),
    "watch": Deed("Let another team follow it", LIVE, "either", "", "whom"),
    "undo": Deed("Undo: it is not done", DONE, "owner", "taken"),
    "comment": Deed("Comment", LIVE | DONE | {"declined", "withdrawn"}, "anybody", "", "reason"),
}


class Overtaken(Exception):
    """Somebody else changed the task first; nothing was changed by the second."""


class Already(NotPossible):
    """The same thing is open with the same owner; `task` is its id where the second may see it."""

    def __init__(self, task: int | None) -> None:
        super().__init__("said", "This is open already with the same team; add to that one")
        self.task = task


@dataclass(frozen=True)
class Wanted:
    """A task as it is asked for."""

    said: str
    owner: str
    due: date
    person: UUID | None = None
    post: int | None = None
    watchers: tuple[str, ...] = ()
    source: str = "hand"
    source_id: str = ""


@dataclass(frozen=True)
class Done:
    """What somebody does with a task; `seen` is how many steps it had when they looked."""

    deed: str
    seen: int
    says: str = ""
    to: str = ""
    due: date | None = None
    post: int | None = None


@dataclass(frozen=True)
class Stand:
    """A task, as far as its rules go."""

    state: str
    owner: str
    offered_to: str
    made_for: str
    ended_on: date | None


def like(said: str) -> str:
    """The words as they are compared: letters and digits alone, whatever their case."""
    return " ".join(NOT_LETTERS.sub(" ", said.casefold()).split())


def check_words(about: str, words: str, missing: str) -> str:
    """The words as they are kept; NotPossible where there are none to speak of, or too many."""
    said = " ".join(words.split())
    if sum(letter.isalpha() for letter in said) < FEWEST_LETTERS:
        raise NotPossible(about, missing)
    if len(said) > LONGEST:
        raise NotPossible(about, f"At most {LONGEST} letters: shorten it, and put the rest in a comment")
    return said


def check_due(due: date | None, today: date) -> date:
    """The day by which it is to be done; not before today, nor years away."""
    if due is None:
        raise NotPossible("due", "Give the day by which it is to be done")
    if due < today:
        raise NotPossible("due", "This day has passed; give today or a later one")
    if due - today > FURTHEST:
        raise NotPossible("due", "This is more than two years away; give an earlier day")
    return due


def possible(stand: Stand, ours: Collection[str], today: date) -> list[str]:
    """The deeds that somebody of these teams can do with the task now, in the order of DEEDS."""
    return [deed for deed in DEEDS if not hindrance(deed, stand, ours, today)]


def hindrance(deed: str, stand: Stand, ours: Collection[str], today: date) -> str:
    """Why somebody of these teams cannot do this now; empty where they can."""
    what = DEEDS[deed]
    if stand.state not in what.starts:
        return f"the task {_WORDS[stand.state]}"
    if what.offered is not None and what.offered != bool(stand.offered_to):
        return "a hand-over waits for an answer" if stand.offered_to else "no hand-over waits"
    if deed == "undo" and stand.ended_on != today:
        return "it was done on an earlier day; ask for it anew"
    who = {
        "owner": {stand.owner},
        "maker": {stand.made_for},
        "either": {stand.owner, stand.made_for},
        "offered": {stand.offered_to} - {""},
        "anybody": {*ours},
    }[what.by]
    return "" if what.by == "anybody" or who & {*ours} else "it is not your team’s to do"


_WORDS = {
    "open": "is open",
    "taken": "is seen to",
    "done": "is done",
    "declined": "was declined",
    "withdrawn": "was withdrawn",
}
