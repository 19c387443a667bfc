"""Every team that visits, and how much room it has now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.extents import blueprint
from commonweal.care.referrals.models import Referral
from commonweal.care.teams import reads
from commonweal.care.teams.capacity import Room
from commonweal.care.teams.reads import Standing
from commonweal.web.frame import show
from commonweal.web.page import for_viewers


@dataclass(frozen=True)
class Line:
    """A team in the table: its hours in the columns of the whole page, None where nobody is on shift."""

    standing: Standing
    hours: tuple[Room | None, ...]


@require_safe
@for_viewers
def teams(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    found = reads.teams(viewer)
    hours = _hours(found)
    return show(
        request,
        viewer,
        "teams/list.html",
        at="teams",
        title="Teams with room",
        lines=[Line(one, _spread(one, hours)) for one in found],
        hours=hours,
        on=sum(len(one.on) for one in found),
        fits=sum(one.room.fits for one in found),
        with_room=sum(one.room.fits > 0 for one in found),
        lost=lost(viewer),
        now=moments.now(),
    )


@dataclass(frozen=True)
class Lost:
    """A referral with a team that is no more, and what that was called."""

    referral: Referral
    team: str


def lost(viewer: Viewer) -> list[Lost]:
    """What has to be given to another team, because its own was disbanded."""
    live = {team.id for team in blueprint().teams}
    found = reads.of_teams_that_are_no_more(viewer)
    return [Lost(one, one.team if one.team not in live and one.team else one.hub) for one in found]


def _hours(found: Sequence[Standing]) -> list[datetime]:
    return sorted({room.starts for one in found for room in one.hours})


def _spread(one: Standing, hours: Sequence[datetime]) -> tuple[Room | None, ...]:
    rooms = {room.starts: room for room in one.hours if room.people}
    return tuple(rooms.get(hour) for hour in hours)
