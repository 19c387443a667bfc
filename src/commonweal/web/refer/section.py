"""The referrals of a person, as their page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from commonweal.care.access import Viewer
from commonweal.care.referrals import referring
from commonweal.web.refer.standing import Line, lines


@dataclass(frozen=True)
class Section:
    """Those that are open and those that ended; `refers` where the viewer can refer the person."""

    going: tuple[Line, ...]
    ended: tuple[Line, ...]
    refers: bool


def referred(viewer: Viewer, person: UUID) -> Section:
    """What the viewer may see of this person's referrals, the newest first."""
    found = lines(referring.of_person(viewer, person))
    return Section(
        going=tuple(line for line in found if not line.referral.ended),
        ended=tuple(line for line in found if line.referral.ended),
        refers="refer" in viewer.role.pages,
    )
