"""How many visits still fit into each hour of a team's day. No database here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)
A_VISIT = 45  # minutes that an ordinary visit takes, the way to it included, where nobody says otherwise


@dataclass(frozen=True)
class Span:
    """From one moment up to another."""

    starts: datetime
    ends: datetime

    def within(self, other: Span) -> float:
        """Minutes that the two have in common."""
        common = min(self.ends, other.ends) - max(self.starts, other.starts)
        return max(0.0, common / timedelta(minutes=1))


@dataclass(frozen=True)
class Room:
    """An hour of a team: people and minutes on shift, minutes taken, and how many visits still fit."""

    starts: datetime
    people: int
    minutes: int
    used: int
    fits: int

    @property
    def free(self) -> int:
        return max(0, self.minutes - self.used)

    @property
    def share(self) -> int | None:
        """Per cent in use; None where nobody is on shift."""
        return round(100 * self.used / self.minutes) if self.minutes else None


@dataclass(frozen=True)
class Turn:
    """One person's shift, and what is taken of it: visits with the way to them, and rests."""

    on: Span
    taken: tuple[Span, ...] = ()


def by_hour(turns: Sequence[Turn], day: Span, a_visit: int = A_VISIT) -> tuple[Room, ...]:
    """Every hour of the day that anybody is on shift, and those between them."""
    starts = [day.starts + number * HOUR for number in range(int((day.ends - day.starts) / HOUR))]
    rooms = [_room(turns, Span(moment, moment + HOUR), a_visit) for moment in starts]
    on = [number for number, room in enumerate(rooms) if room.people]
    return tuple(rooms[on[0] : on[-1] + 1]) if on else ()


def ahead(turns: Sequence[Turn], span: Span, a_visit: int = A_VISIT) -> Room:
    """The same for one span of any length, such as from now until the last shift ends."""
    return _room(turns, span, a_visit)


def _room(turns: Sequence[Turn], span: Span, a_visit: int) -> Room:
    there = [turn for turn in turns if turn.on.within(span)]
    minutes = round(sum(turn.on.within(span) for turn in there))
    used = round(sum(_taken(turn, span) for turn in there))
    return Room(span.starts, len(there), minutes, used, max(0, minutes - used) // a_visit)


def _taken(turn: Turn, span: Span) -> float:
    """Minutes of the span that are taken; what lies outside the shift takes nothing of it."""
    on = Span(max(turn.on.starts, span.starts), min(turn.on.ends, span.ends))
    return sum(on.within(taken) for taken in joined(turn.taken))


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same time as spans that do not overlap, so that nothing counts twice."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.starts, one.ends)):
        if found and span.starts <= found[-1].ends:
            found[-1] = Span(found[-1].starts, max(found[-1].ends, span.ends))
        else:
            found.append(span)
    return found
