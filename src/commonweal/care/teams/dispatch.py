"""Who could go, when they would be there by the clock, and why others cannot. No database here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commonweal.care.teams.capacity import Room, Span
from commonweal.care.visits.travel import Country


@dataclass(frozen=True)
class Taken:
    """A time at which somebody is with another person, the way there included, and where they are then."""

    span: Span
    place: str


@dataclass(frozen=True)
class OnShift:
    """Somebody on shift as a suggestion sees them."""

    post: int
    name: str
    on: Span
    skills: frozenset[str]
    place: str
    taken: tuple[Taken, ...] = ()


@dataclass(frozen=True)
class Need:
    """What a referral needs: from when, how long, where, with which skills, before its clock runs out."""

    now: datetime
    minutes: int
    place: str
    skills: frozenset[str]
    due: datetime | None = None


@dataclass(frozen=True)
class Could:
    """Somebody who could go: when they would be there, after how long a way, and how late that is."""

    post: int
    name: str
    skills: tuple[str, ...]
    starts: datetime
    travel: int
    left: int | None  # minutes left on the clock then; below zero is late; None where no clock runs

    @property
    def late(self) -> int:
        return max(0, -self.left) if self.left is not None else 0


@dataclass(frozen=True)
class Cannot:
    """Somebody who cannot go, and why."""

    name: str
    because: str


@dataclass(frozen=True)
class OfTeam:
    """A team: its room from now on, its people who could go, the soonest first, and why others cannot."""

    team: str
    title: str
    covers: bool
    room: Room
    could: tuple[Could, ...]
    cannot: tuple[Cannot, ...]

    @property
    def because(self) -> str:
        """Why nobody of it can go; empty where somebody can."""
        if self.could:
            return ""
        return "nobody of it can go now" if self.cannot else "nobody of it is on shift, now or later today"


def of_team(
    team: str,
    title: str,
    *,
    covers: bool,
    room: Room,
    people: Iterable[OnShift],
    need: Need,
    country: Country,
) -> OfTeam:
    """Everybody of one team, each with when they could be there or why they cannot."""
    answers = [_answer(one, need, country) for one in people]
    could = [one for one in answers if isinstance(one, Could)]
    cannot = [one for one in answers if isinstance(one, Cannot)]
    could.sort(key=lambda one: (one.starts, one.travel, one.name))
    cannot.sort(key=lambda one: one.name)
    return OfTeam(team, title, covers, room, tuple(could), tuple(cannot))


def ordered(teams: Sequence[OfTeam]) -> tuple[OfTeam, ...]:
    """Those in time, whoever covers the place first; then the late, the soonest first; then the others."""

    def place(team: OfTeam) -> tuple[bool, bool, float, bool, float, str]:
        first = team.could[0] if team.could else None
        late, starts = bool(first and first.late), (first.starts if first else team.room.starts).timestamp()
        return (first is None, late, starts if late else 0, not team.covers, starts, team.title)

    return tuple(sorted(teams, key=place))


def _answer(one: OnShift, need: Need, country: Country) -> Could | Cannot:
    missing = sorted(need.skills - one.skills)
    if missing:
        return Cannot(one.name, f"has not {' and '.join(missing)}")
    if one.on.ends <= need.now:
        return Cannot(one.name, "the shift is over")
    found = earliest(one, need, country)
    if found is None:
        return Cannot(one.name, "has no time for it before the shift ends")
    starts, travel = found
    left = round((need.due - starts) / timedelta(minutes=1)) if need.due else None
    return Could(one.post, one.name, tuple(sorted(one.skills)), starts, travel, left)


def earliest(one: OnShift, need: Need, country: Country) -> tuple[datetime, int] | None:
    """When they could begin at the earliest without moving anybody, and after how long a way."""
    free, here = max(one.on.starts, need.now), one.place
    for taken in sorted(one.taken, key=lambda taken: taken.span.starts):
        found = _fits(free, here, need, min(taken.span.starts, one.on.ends), country, onwards=taken.place)
        if found:
            return found
        if taken.span.ends > free:
            free, here = taken.span.ends, taken.place
    return _fits(free, here, need, one.on.ends, country)


def _fits(
    free: datetime, here: str, need: Need, until: datetime, country: Country, onwards: str = ""
) -> tuple[datetime, int] | None:
    travel = country.minutes(here, need.place)
    starts = free + timedelta(minutes=travel)
    further = _further(here, need.place, onwards, country) if onwards else 0
    ends = starts + timedelta(minutes=need.minutes + further)
    return (starts, travel) if ends <= until else None


def _further(here: str, there: str, onwards: str, country: Country) -> int:
    """How much longer the way to the next person becomes; the way from here is part of what is taken."""
    return max(0, country.minutes(there, onwards) - country.minutes(here, onwards))
