"""Who works with a person, as their page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from commonweal.care.access import Viewer
from commonweal.care.involvements import reads, rules
from commonweal.care.involvements.models import Involvement


@dataclass(frozen=True)
class Line:
    """One part in the care, in words; `ours` where the viewer may hand it over or end it."""

    part: Involvement
    who: str
    organisation: str
    how: str
    ours: bool


@dataclass(frozen=True)
class Section:
    """Those who work with the person now, and those who did."""

    live: tuple[Line, ...]
    past: tuple[Line, ...]


def working_with(viewer: Viewer, person: UUID) -> Section:
    """Everybody's part in this person's care, the newest first."""
    parts = reads.of_person(viewer, person)
    return Section(_lines(viewer, parts.live), _lines(viewer, parts.past))


def _lines(viewer: Viewer, parts: Sequence[Involvement]) -> tuple[Line, ...]:
    titles = reads.titles()
    return tuple(
        Line(
            part,
            who=reads.title(part),
            organisation=titles.get(part.organisation, part.organisation) if part.team else "",
            how=rules.BEGINS[part.kind],
            ours=reads.is_ours(viewer, part),
        )
        for part in parts
    )
