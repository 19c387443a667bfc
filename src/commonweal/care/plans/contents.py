"""What a section holds: items, each with the fields of its kind. No database here."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from commonweal.blueprint.plan import Content
from commonweal.care.possible import NotPossible

Item = dict[str, str]
How = Literal["line", "words", "day", "owner", "phone"]
KEY = "key"  # of an item: it stays the same from version to version
OWNER_NAME = "owner_name"  # of an item with an owner: as they were called then
MOST = 60
LONGEST = {"line": 300, "words": 6000, "day": 10, "owner": 80, "phone": 40}


@dataclass(frozen=True)
class Field:
    """One question of an item; `needed` where an item is nothing without it."""

    id: str
    title: str
    easy: str
    how: How = "line"
    needed: bool = False


FIELDS: Mapping[Content, tuple[Field, ...]] = {
    "words": (Field("text", "In words", "", "words", needed=True),),
    "list": (Field("text", "One thing", "", needed=True),),
    "needs_and_goals": (
        Field("need", "Need, concern or problem", "What is hard for me", needed=True),
        Field("goal", "What the person wants to reach", "What I want"),
        Field("owner", "Who helps with it", "Who helps", "owner"),
        Field("by", "By when", "By when", "day"),
    ),
    "actions": (
        Field("what", "What is going to be done", "What", needed=True),
        Field("owner", "Who does it", "Who", "owner", needed=True),
        Field("by", "By when", "By when", "day"),
        Field("done", "Done on", "Done on", "day"),
    ),
    "contingency": (
        Field("if", "If this happens", "If this happens", needed=True),
        Field("do", "Do this", "Do this", "words", needed=True),
        Field("dont", "Do not do this", "Do not do this", "words"),
        Field("call", "Call", "Ring"),
    ),
    "people": (
        Field("name", "Name", "Who", needed=True),
        Field("who", "Who they are to the person", "Who they are"),
        Field("phone", "Telephone", "Telephone", "phone", needed=True),
        Field("when", "When", "When"),
    ),
    "equipment": (
        Field("what", "What", "What", needed=True),
        Field("for", "What for", "What for"),
        Field("from", "Who looks after it", "Who looks after it"),
    ),
    "medicines": (
        Field("name", "Medicine", "Medicine", needed=True),
        Field("how", "How much, how and when", "How much and when"),
        Field("for", "What for", "What for"),
        Field("kept", "Where it is kept", "Where it is"),
    ),
    "people_around": (
        Field("name", "Name", "Who", needed=True),
        Field("who", "Who they are to the person", "Who they are"),
        Field("phone", "Telephone", "Telephone", "phone"),
        Field("more", "Know", "Know"),
    ),
    "first_to_call": (
        Field("name", "Name", "Who", needed=True),
        Field("who", "Who they are to the person", "Who they are"),
        Field("phone", "Telephone", "Telephone", "phone"),
        Field("more", "Know", "Know"),
    ),
    "decisions": (
        Field("about", "About", "About", needed=True),
        Field("decision", "Decision", "Decision"),
        Field("more", "In words", "In words", "words"),
        Field("form", "The signed form", "The signed form"),
        Field("decided", "Who decided", "Who decided"),
        Field("on", "When", "When", "day"),
        Field("review", "Read again on", "Read again on", "day"),
    ),
    "medicines_kept_ready": (
        Field("name", "Medicine", "Medicine", needed=True),
        Field("how", "As prescribed", "How much"),
        Field("for", "What for", "What for"),
        Field("kept", "Where it is kept", "Where it is"),
    ),
    "medicines_issued": (
        Field("name", "Medicine", "Medicine", needed=True),
        Field("last", "Last issued", "Last given out", "day"),
        Field("first", "First issued in these 12 months", "First given out in these 12 months", "day"),
        Field("times", "Issued", "Given out"),
    ),
}


def tidy(content: Content, said: Sequence[Mapping[str, str]]) -> list[Item]:
    """The items as they are kept, in their order, without empty ones; NotPossible with what is missing.

    What is wrong with a field is about `field-place`, places counted from 0 as they were said.
    """
    kept: list[Item] = []
    known: set[str] = set()
    for place, item in enumerate(said):
        found = _item(content, item, place)
        if not found:
            continue
        key = item.get(KEY, "")
        found[KEY] = key if re.fullmatch(r"[0-9a-f]{8}", key) and key not in known else secrets.token_hex(4)
        known.add(found[KEY])
        kept.append(found)
    if len(kept) > MOST:
        raise NotPossible("items", f"A section has at most {MOST} entries; leave out what no longer matters")
    return kept


def _item(content: Content, said: Mapping[str, str], place: int) -> Item:
    """One item's fields that say something; nothing where none does."""
    found: Item = {}
    for field in FIELDS[content]:
        words = said.get(field.id, "").replace("\x00", "").replace("\r\n", "\n").strip()
        if words:
            found[field.id] = _checked(field, words, place)
    if not any(field.id in found for field in FIELDS[content] if field.how != "owner"):
        return {}
    for field in FIELDS[content]:
        if field.needed and field.id not in found:
            raise NotPossible(f"{field.id}-{place}", f"Fill in ‘{field.title}’, or empty the whole entry")
    if "owner" in found and said.get(OWNER_NAME):
        found[OWNER_NAME] = said[OWNER_NAME][:200]
    return found


def _checked(field: Field, words: str, place: int) -> str:
    if len(words) > LONGEST[field.how]:
        raise NotPossible(
            f"{field.id}-{place}", f"‘{field.title}’ has at most {LONGEST[field.how]:,} letters; shorten it"
        )
    if field.how == "day":
        try:
            date.fromisoformat(words)
        except ValueError:
            raise NotPossible(f"{field.id}-{place}", "Give a day, such as 3 May 2027") from None
    if field.how in ("line", "phone"):
        words = " ".join(words.split())
    return words
