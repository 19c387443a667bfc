"""Titles within a sentence."""

from __future__ import annotations

POSSESSIVES = ("’s", "'s")


def within(title: str) -> str:
    """With a small letter, unless it begins with an abbreviation or a name: COPD, Parkinson’s disease."""
    first, _, _ = title.partition(" ")
    named = title[1:2].isupper() or first.endswith(POSSESSIVES)
    return title if named else title[:1].lower() + title[1:]
