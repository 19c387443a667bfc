"""Chance that gives the same again: whatever is asked about the same thing has the same answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import TypeVar

One = TypeVar("One")


@dataclass(frozen=True)
class Chance:
    """All that happens by chance to one subject, such as one referral of one day."""

    subject: str

    def of(self, *words: object) -> Random:
        """A stream of its own for one question about the subject; asking again begins it anew."""
        return Random(" ".join([self.subject, *map(str, words)]))  # noqa: S311  # it keeps no secret


def weighed(dice: Random, weights: Mapping[One, float]) -> One:
    """One of these, the likelier the more it weighs."""
    return dice.choices(list(weights), list(weights.values()))[0]
