"""What changed from one version of a section to another. No database here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from commonweal.blueprint.plan import Content
from commonweal.care.plans.contents import FIELDS, KEY, OWNER_NAME, Field, Item

Kind = Literal["same", "added", "removed", "changed"]
PIECES = re.compile(r"\S+\s*|\s+")  # a word with the space behind it


@dataclass(frozen=True)
class Piece:
    """Words that stayed, came or went."""

    kind: Literal["same", "added", "removed"]
    words: str


@dataclass(frozen=True)
class Difference:
    """One item, and of each of its fields the words that stayed, came or went."""

    kind: Kind
    fields: tuple[tuple[Field, tuple[Piece, ...]], ...]


def differences(content: Content, before: Sequence[Item], after: Sequence[Item]) -> list[Difference]:
    """Each item of either, in the order of the later one; those that went stand last.

    An item is the same one where it has the same key; one section of words has one item.
    """
    old = {_key(content, item): item for item in before}
    now = {_key(content, item): item for item in after}
    found = [_difference(content, old.get(key), item) for key, item in now.items()]
    return found + [_difference(content, item, None) for key, item in old.items() if key not in now]


def _key(content: Content, item: Item) -> str:
    return "words" if content == "words" else item.get(KEY, "")


def _difference(content: Content, before: Item | None, after: Item | None) -> Difference:
    fields = tuple(
        (field, pieces)
        for field in FIELDS[content]
        if (pieces := _pieces(_said(field, before), _said(field, after)))
    )
    if before is None or after is None:
        return Difference("removed" if after is None else "added", fields)
    changed = any(piece.kind != "same" for _, pieces in fields for piece in pieces)
    return Difference("changed" if changed else "same", fields)


def _said(field: Field, item: Item | None) -> str:
    """A field's words; of an owner, what they were called."""
    if item is None:
        return ""
    return item.get(OWNER_NAME, "") if field.how == "owner" else item.get(field.id, "")


def _pieces(before: str, after: str) -> tuple[Piece, ...]:
    old, new = PIECES.findall(before), PIECES.findall(after)
    found: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("same", "".join(new[c:d])))
            continue
        if b > a:
            found.append(Piece("removed", "".join(old[a:b])))
        if d > c:
            found.append(Piece("added", "".join(new[c:d])))
    return tuple(found)
