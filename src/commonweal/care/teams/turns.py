"""Shifts as they are worked, with what is taken of them: for reads and actions that asked who looks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from commonweal.care import access
from commonweal.care.accounts.models import Post
from commonweal.care.extents import blueprint
from commonweal.care.teams import rules
from commonweal.care.teams.capacity import Span, Turn
from commonweal.care.teams.dispatch import Taken
from commonweal.care.teams.models import Shift
from commonweal.care.visits import country


def shifts(of_teams: Collection[str], starts: datetime, ends: datetime) -> list[Shift]:
    """The shifts of these teams that meet a span, as far as they were or are to be worked, by their start."""
    found = Shift.objects.filter(team__in=of_teams, starts__lt=ends, ends__gt=starts)
    return list(found.select_related("post__user").order_by("starts", "post__user__username", "pk"))


def one(team: str, id: int) -> Shift:
    """A shift of this team; NotSeen where there is none."""
    found = Shift.objects.filter(team=team, pk=id).select_related("post__user").first()
    if found is None:
        raise access.NotSeen
    return found


def over(shift: Shift) -> datetime:
    """When it ends, or ended early."""
    return shift.ended or shift.ends


def name_of(post: Post | None) -> str:
    """What somebody is called on a rota."""
    return (post.user.get_full_name() or post.user.get_username()) if post else ""


def rest_of(shift: Shift) -> tuple[datetime, datetime] | None:
    """The span in which the rest of a shift may begin: its middle third; None where it has none."""
    if not shift.rest_minutes:
        return None
    third = (shift.ends - shift.starts) / 3
    return shift.starts + third, shift.ends - third


def place_of(shift: Shift) -> str:
    """Where they set out from: as the shift says, else the middle of the team's area."""
    if shift.place:
        return shift.place
    return country.place_of_team(next((one.area for one in blueprint().teams if one.id == shift.team), ""))


@dataclass(frozen=True)
class Shifted:
    """A shift, and when who has it is taken."""

    shift: Shift
    taken: tuple[Taken, ...]

    @property
    def on(self) -> Span:
        return Span(self.shift.starts, over(self.shift))

    @property
    def counted(self) -> Turn:
        return Turn(self.on, (*(one.span for one in self.taken), *_resting(self.shift)))


def _resting(shift: Shift) -> tuple[Span, ...]:
    """The rest as capacity counts it: in the middle of the shift."""
    middle = shift.starts + (shift.ends - shift.starts) / 2
    half = timedelta(minutes=shift.rest_minutes) / 2
    return (Span(middle - half, middle + half),) if shift.rest_minutes else ()


def turns(of_teams: Sequence[str], span: Span) -> dict[str, tuple[Shifted, ...]]:
    """By team, the shifts that meet a span, with what is taken of them."""
    taken: dict[int, list[Taken]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT post_id, starts, ends, place FROM care_taken(%s, %s, %s)",
            [list(of_teams), span.starts, span.ends],
        )
        for post, starts, ends, place in cursor.fetchall():
            taken.setdefault(post, []).append(Taken(Span(starts, ends), place))
    found: dict[str, list[Shifted]] = {}
    for shift in shifts(of_teams, span.starts, span.ends):
        if over(shift) > max(span.starts, shift.starts):
            found.setdefault(shift.team, []).append(Shifted(shift, tuple(taken.get(shift.post_id, ()))))
    return {team: tuple(several) for team, several in found.items()}


def whole(day: date) -> Span:
    """The day by the clocks of Britain, which may have 23 or 25 hours."""
    return Span(rules.midnight(day), rules.midnight(day + timedelta(days=1)))
