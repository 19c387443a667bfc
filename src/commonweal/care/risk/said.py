"""A chance with its reasons, as it was kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from commonweal.terms.risk import FeatureName


@dataclass(frozen=True)
class Reason:
    """One thing known of a person, and by what it multiplies the odds of the average person."""

    feature: FeatureName
    value: int
    odds: float


@dataclass(frozen=True)
class Foretold:
    """One person's chance by one model, never without its reasons; `above` is of 100 others."""

    model: str
    card: Mapping[str, Any]
    as_at: date
    chance: float
    above: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Own:
    """What the person themselves is told, each with what they can do; and whether there is more."""

    shown: tuple[tuple[Foretold, tuple[str, ...]], ...]
    kept_back: bool


def reasons(text: str) -> tuple[Reason, ...]:
    """The reasons as the database keeps them, the weightiest first."""
    return tuple(Reason(*each) for each in json.loads(text))
