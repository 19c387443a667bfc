"""Who could go to somebody: each with skill, room and travel against the clock, and why others cannot."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.care.rounds import Holding, at, given, holder, riverside, shift, wanted

from commonweal.blueprint import TravelEstimate
from commonweal.care import moments
from commonweal.care.access import NotSeen
from commonweal.care.teams import day, dispatch, reads
from commonweal.care.teams.capacity import Room, Span
from commonweal.care.teams.dispatch import Cannot, Could, Need, OnShift, Taken
from commonweal.care.visits.travel import Country

__all__ = ["riverside"]
pytestmark = pytest.mark.requirement("F1", "F3")
ALONG = Country(  # places along a road, a kilometre and so a minute apart
    {str(n): (float(n), 0.0) for n in range(100)},
    TravelEstimate(kilometres_an_hour=60, detour=1, nearby=0),
)


def person(name: str, hours: str, place: str, *skills: str, taken: str = "") -> OnShift:
    """`taken` such as 10:00-11:00@40: with somebody else then, at that place."""
    spans = []
    for one in taken.split():
        span, where = one.split("@")
        spans.append(Taken(Span(*map(at, span.split("-"))), where))
    return OnShift(1, name, Span(*map(at, hours.split("-"))), frozenset(skills), place, tuple(spans))


def need(clock: str = "09:00", *skills: str, due: str = "", minutes: int = 30) -> Need:
    return Need(at(clock), minutes, "10", frozenset(skills), at(due) if due else None)


@pytest.mark.parametrize(
    ("who", "starts", "travel", "left"),
    [
        (person("on shift, near", "08:00-16:00", "12"), "09:02", 2, 58),
        (person("comes later", "09:30-16:00", "12"), "09:32", 2, 28),
        (person("between two", "08:00-16:00", "12", taken="08:30-09:20@20 10:30-11:00@20"), "09:30", 10, 30),
        (
            person("no gap before", "08:00-16:00", "12", taken="08:30-09:20@20 09:45-10:30@20"),
            "10:40",
            10,
            -40,
        ),
        (person("two at once", "08:00-16:00", "12", taken="08:30-12:00@10 09:00-10:00@10"), "12:00", 0, -120),
    ],
)
def test_when_somebody_could_be_there(who: OnShift, starts: str, travel: int, left: int) -> None:
    """The clock runs out at ten; nobody's visit is moved."""
    room = Room(at("09:00"), 1, 1, 0, 0)
    found = dispatch.of_team(
        "t", "Team", covers=True, room=room, people=[who], need=need(due="10:00"), country=ALONG
    )
    (could,) = found.could
    assert (could.starts, could.travel, could.left) == (at(starts), travel, left)
    assert could.late == max(0, -left)


@pytest.mark.parametrize(
    ("who", "because"),
    [
        (person("a", "08:00-16:00", "12", "wound-care"), "has not catheter-care"),
        (person("b", "06:00-09:00", "12", "catheter-care"), "the shift is over"),
        (person("c", "08:00-09:30", "12", "catheter-care"), "has no time for it before the shift ends"),
        (
            person("d", "08:00-12:00", "12", "catheter-care", taken="08:30-12:00@1"),
            "has no time for it before the shift ends",
        ),
    ],
)
def test_why_somebody_cannot(who: OnShift, because: str) -> None:
    room = Room(at("09:00"), 1, 1, 0, 0)
    asked = need("09:00", "catheter-care")
    found = dispatch.of_team("t", "Team", covers=True, room=room, people=[who], need=asked, country=ALONG)
    assert (found.could, found.cannot) == ((), (Cannot(who.name, because),))
    assert found.because == "nobody of it can go now"


def test_teams_in_time_come_first_then_those_that_cover_the_place() -> None:
    room = Room(at("09:00"), 1, 1, 0, 0)

    def team(id: str, left: int | None, *, covers: bool = False) -> dispatch.OfTeam:
        starts = at("10:00") - timedelta(minutes=left or 0)
        could = () if left is None else (Could(1, id, (), starts, 5, left),)
        return dispatch.OfTeam(id, id, covers, room, could, ())

    several = [
        team("nobody", None, covers=True),
        team("late", -5, covers=True),
        team("soon", 50),
        team("ours", 20, covers=True),
    ]
    assert [one.team for one in dispatch.ordered(several)] == ["ours", "soon", "late", "nobody"]


def test_the_hub_is_told_who_could_go_to_ann(riverside: Holding) -> None:
    """Rose is with Ben until half past nine; Hettie of the other team has the skill that Rose has not."""
    shift("rose", "08:00-16:00", "assessment")
    shift("hettie", "08:00-16:00", "assessment", "catheter-care", lead="hill-lead")
    wanted("Ben", "08:40-08:50", minutes=50)
    with moments.at(at("08:30")):
        day.plan(holder("river-lead"), "riverside-team", at("08:30").date())
    referral = given("Ann", clock="08:20")
    with moments.at(at("08:45")):
        found = reads.suggestions(riverside("hub"), referral.reference)
        skilled = reads.suggestions(riverside("hub"), referral.reference, ["assessment"], minutes=20)
    assert (found.needs, found.asked, found.at_home) == (("assessment",), (), True)
    assert [(team.team, team.covers, team.could[0].name) for team in found.teams] == [
        ("riverside-team", True, "rose"),
        ("hillside-team", False, "hettie"),
    ]
    rose, hettie = found.teams[0].could[0], found.teams[1].could[0]
    assert rose.starts > at("09:30") > hettie.starts
    assert found.teams[1].room.fits > found.teams[0].room.fits
    assert skilled.asked == ("assessment",)
    assert all(one.left is not None for team in skilled.teams for one in team.could)
    with pytest.raises(NotSeen):
        reads.suggestions(riverside("hettie"), referral.reference)


def test_nobody_is_on_shift(riverside: Holding) -> None:
    referral = given("Ann")
    with moments.at(datetime(2026, 11, 23, 9, tzinfo=UTC)):
        found = reads.suggestions(riverside("hub"), referral.reference)
    assert {team.because for team in found.teams} == {"nobody of it is on shift, now or later today"}


def test_without_an_address_the_practice_says_where(riverside: Holding) -> None:
    """Nat is registered nowhere and has no address in the partnership that is known by heart."""
    referral = given("Nat")
    referral.lsoa = ""
    referral.save(update_fields=["lsoa"])
    assert reads.suggestions(riverside("hub"), referral.reference).at_home is False
