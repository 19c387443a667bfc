"""How many visits still fit into each hour of a team's day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.care.teams.capacity import Room, Span, Turn, ahead, by_hour, joined

pytestmark = pytest.mark.requirement("F3", "F5")
DAY = 2


def at(said: str) -> datetime:
    hour, minute = said.split(":")
    return datetime(2026, 3, DAY, int(hour), int(minute), tzinfo=UTC)


def span(said: str) -> Span:
    return Span(*map(at, said.split("-")))


WHOLE = Span(datetime(2026, 3, DAY, tzinfo=UTC), datetime(2026, 3, DAY + 1, tzinfo=UTC))


def rows(rooms: tuple[Room, ...]) -> list[tuple[str, int, int, int, int]]:
    return [(f"{one.starts:%H:%M}", one.people, one.minutes, one.used, one.fits) for one in rooms]


def test_two_people_by_the_hour():
    """Ann has a visit over nine o’clock and rests at ten; Ben comes at half past eight, free."""
    turns = [
        Turn(span("08:00-11:00"), (span("08:40-09:20"), span("10:00-10:30"))),
        Turn(span("08:30-10:00")),
    ]
    assert rows(by_hour(turns, WHOLE, a_visit=40)) == [
        ("08:00", 2, 90, 20, 1),
        ("09:00", 2, 120, 20, 2),
        ("10:00", 1, 60, 30, 0),
    ]
    room = ahead(turns, span("09:00-11:00"), a_visit=40)
    assert (room.minutes, room.used, room.fits, room.share) == (180, 50, 3, 28)


def test_nobody_on_shift():
    assert by_hour([], WHOLE) == ()
    assert (ahead([], WHOLE).share, ahead([], WHOLE).fits) == (None, 0)


def test_what_overlaps_counts_once():
    taken = (span("08:00-08:30"), span("08:20-08:40"))
    assert rows(by_hour([Turn(span("08:00-09:00"), taken)], WHOLE)) == [("08:00", 1, 60, 40, 0)]
    assert joined(taken) == [span("08:00-08:40")]


def test_an_hour_between_two_shifts_is_shown_empty():
    turns = [Turn(span("08:00-09:00")), Turn(span("10:00-11:00"))]
    assert [room.people for room in by_hour(turns, WHOLE)] == [1, 0, 1]


MINUTE = st.integers(0, 24 * 60 - 1)


@given(st.lists(st.tuples(MINUTE, MINUTE, MINUTE, MINUTE).map(sorted), max_size=4))
def test_hours_add_up(rows):
    """Minutes on shift and minutes taken by hour are those of the whole day, and never more is taken."""
    moment = [WHOLE.starts.replace(hour=n // 60, minute=n % 60) for n in range(24 * 60)]
    turns = [Turn(Span(moment[a], moment[d]), (Span(moment[b], moment[c]),)) for a, b, c, d in rows]
    rooms, whole = by_hour(turns, WHOLE), ahead(turns, WHOLE)
    assert sum(room.minutes for room in rooms) == whole.minutes
    assert sum(room.used for room in rooms) == whole.used
    assert all(0 <= room.used <= room.minutes and room.fits * 45 <= room.free for room in rooms)
