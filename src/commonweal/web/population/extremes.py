"""Which of several are highest and lowest, as they are printed: what reads alike is said to be alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

One = TypeVar("One")
NAMED = 2  # so many are named; of more, one and how many others


def alike(several: Sequence[One], said: Callable[[One], str]) -> list[One]:
    """The first, and whoever reads like it."""
    return [one for one in several if said(one) == said(several[0])] if several else []


def named(titles: Sequence[str], *, more: str = "others") -> str:
    """A; A and B; A and 7 others."""
    if len(titles) > NAMED:
        return f"{titles[0]} and {len(titles) - 1:,} {more}"
    return " and ".join(titles)
