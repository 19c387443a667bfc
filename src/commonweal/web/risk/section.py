"""What models of risk say of a person, as their page shows it: never a chance without its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.risk import reads
from commonweal.web.risk.wording import OUTCOMES, Told, compared, in_a_hundred, told


@dataclass(frozen=True)
class Line:
    """One chance, in words."""

    model: str
    card: Mapping[str, Any]
    chance: str
    outcome: str
    compared: str
    as_at: date
    reasons: tuple[Told, ...]


@dataclass(frozen=True)
class Section:
    """`opens` where the viewer may read how good the models are."""

    lines: tuple[Line, ...]
    opens: bool


def foretold(viewer: Viewer, person: UUID) -> Section:
    """What the models that passed say of this person, where the viewer sees what it rests on."""
    return Section(
        tuple(
            Line(
                one.model,
                one.card,
                in_a_hundred(one.chance),
                OUTCOMES[one.card["outcome"]],
                compared(one),
                one.as_at,
                tuple(map(told, one.reasons)),
            )
            for one in reads.of_person(viewer, person)
        ),
        access.may(viewer, "see_population").allowed,
    )
