"""What the clocks of a referral say, to the second: rules, rests, working time, summer time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.care.errands import at, begun, pathway, run, step

from commonweal.blueprint import Pathway, load
from commonweal.blueprint.pathways_clocks import WEEKDAYS, Hours, Within
from commonweal.care.pathways import rules
from commonweal.care.pathways.bank_holidays import bank_holidays
from commonweal.care.pathways.clocks import Run
from commonweal.care.pathways.working_time import INSTANT, Measure, midnight

__all__ = ["pathway"]
pytestmark = pytest.mark.requirement("F1", "F2")
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(scope="module")
def declared(repository: Path) -> dict[str, Pathway]:
    """The pathways of Derbyshire."""
    return {one.id: one for one in load(repository / "blueprints" / "derbyshire").pathways}


@pytest.fixture(scope="module")
def urgent(declared: dict[str, Pathway]) -> Pathway:
    return declared["urgent-community-response"]


def clock(pathway: Pathway, steps: list[rules.Step], now: datetime, id: str = "start") -> Run:
    """The newest run of this clock."""
    return [run for run in rules.read(pathway, steps, now).clocks if run.clock.id == id][-1]


# ---- The two hours, to the second


@pytest.mark.parametrize(
    ("after", "breached", "remaining"),
    [
        (timedelta(0), False, 2 * HOUR),
        (119 * MINUTE + 59 * SECOND, False, SECOND),
        (2 * HOUR, False, timedelta(0)),
        (2 * HOUR + SECOND, True, -SECOND),
    ],
)
@pytest.mark.parametrize(
    ("received", "version"),
    [
        (at("2022-12-01 00:00:00"), "standard-2022"),
        (at("2026-03-31 23:59:59"), "standard-2022"),
        (at("2026-04-01 00:00:00"), "standard-2026"),
    ],
)
def test_two_hours_are_a_pass_and_a_second_more_is_not(
    urgent: Pathway, received: datetime, version: str, after: timedelta, breached: bool, remaining: timedelta
) -> None:
    """Open or seen, and under whichever rule held on the day it came in."""
    steps = [begun(urgent, received)]
    still_open = clock(urgent, steps, received + after, "two-hours")
    steps += [step(urgent, "allocate", received), step(urgent, "arrive", received + after, 2)]
    seen = clock(urgent, steps, received + after + 9 * HOUR, "two-hours")
    for found in (still_open, seen):
        assert (found.version.id, found.breached, found.remaining) == (version, breached, remaining)
        assert found.due == received + 2 * HOUR
    assert (still_open.state, seen.state) == ("running", "stopped")


def test_before_the_rule_there_is_nothing_to_be_in_time_for(urgent: Pathway) -> None:
    """A second before December 2022, by the clocks of Britain."""
    early = rules.read(urgent, [begun(urgent, at("2022-11-30 23:59:59"))], at("2022-12-01 12:00"))
    assert early.clocks == ()


def test_the_rule_of_a_day_is_that_of_the_day_in_britain(urgent: Pathway) -> None:
    """Half past eleven at night in UTC is half past midnight in a British summer."""
    received = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
    assert clock(urgent, [begun(urgent, received)], received, "two-hours").version.id == "standard-2026"


def test_a_question_asked_back_does_not_stop_the_two_hours(urgent: Pathway) -> None:
    """It rests our own clock alone; two hours stay two hours for the person."""
    steps = run(urgent, ("", "2026-06-01 10:00"), ("ask", "2026-06-01 10:10"))
    now = at("2026-06-01 12:00:01")
    assert clock(urgent, steps, now, "two-hours").breached
    own = clock(urgent, steps, now, "triage")
    assert (own.state, own.remaining, own.due) == ("paused", 10 * MINUTE, None)
    assert own.paused is not None
    assert own.paused.because == "The answer of whoever referred is awaited."


def test_what_is_sent_elsewhere_counts_for_nobody(urgent: Pathway) -> None:
    steps = run(urgent, ("", "2026-06-01 10:00"), ("redirect", "2026-06-01 13:00"))
    assert clock(urgent, steps, at("2026-06-02 10:00"), "two-hours").state == "void"


def test_whoever_is_to_be_told_is_told_when_that_share_is_used(urgent: Pathway) -> None:
    steps = [begun(urgent, at("2026-06-01 10:00"))]
    told = {
        minutes: [
            rung.at
            for rung in clock(urgent, steps, steps[0].happened + minutes * MINUTE, "two-hours").reached
        ]
        for minutes in (0, 59, 60, 89, 90, 120)
    }
    assert told == {0: [], 59: [], 60: [50], 89: [50], 90: [50, 75], 120: [50, 75, 100]}


# ---- Working hours: weekdays 09:00 to 12:00 and 13:00 to 17:00, two hours


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2025-06-02 09:30", "2025-06-02 11:30"),  # a Monday
        ("2025-06-02 11:15", "2025-06-02 14:15"),  # over dinner
        ("2025-06-02 16:30", "2025-06-03 10:30"),  # over the night
        ("2025-06-06 16:30", "2025-06-09 10:30"),  # over a weekend
        ("2025-06-07 22:00", "2025-06-09 11:00"),  # asked on a Saturday
        ("2025-04-17 16:00", "2025-04-22 10:00"),  # over Good Friday and Easter Monday
        ("2025-12-24 16:30", "2025-12-29 10:30"),  # over Christmas, Boxing Day and a weekend
        ("2025-06-30 16:30", "2025-07-02 10:30"),  # over a day that is closed here
        ("2025-06-02 07:00", "2025-06-02 11:00"),  # before it opens
        ("2025-06-02 15:00", "2025-06-02 17:00"),  # to the minute of closing
    ],
)
def test_two_working_hours_are_over_when_they_should_be(pathway: Pathway, asked: str, due: str) -> None:
    steps = run(pathway, ("", asked))
    assert clock(pathway, steps, at(asked)).due == at(due)
    in_time = clock(pathway, steps, at(due))
    assert (in_time.remaining, in_time.breached, in_time.due) == (timedelta(0), False, at(due))


def test_nobody_is_late_while_the_clock_does_not_count(pathway: Pathway) -> None:
    """Two hours used at closing; the first second of the next day is the first that is late."""
    steps = run(pathway, ("", "2025-06-02 15:00"))
    assert not clock(pathway, steps, at("2025-06-03 09:00:00")).breached
    assert clock(pathway, steps, at("2025-06-03 09:00:01")).breached


def test_a_rest_stops_the_clock_and_is_given_back(pathway: Pathway) -> None:
    steps = run(pathway, ("", "2025-06-02 10:00"), ("rest", "2025-06-02 10:30"), ("wake", "2025-06-04 15:00"))
    resting = clock(pathway, steps, at("2025-06-03 12:00"))
    assert (resting.state, resting.used, resting.due) == ("paused", 30 * MINUTE, None)
    awake = clock(pathway, steps, at("2025-06-04 15:30"))
    assert (awake.state, awake.used, awake.due) == ("running", HOUR, at("2025-06-04 16:30"))


def test_coming_back_starts_a_second_run(pathway: Pathway) -> None:
    """Under the rule of its own day."""
    made = (("", "2024-12-31 10:00"), ("go", "2024-12-31 11:00"), ("back", "2025-01-02 09:00"))
    journey = rules.read(pathway, run(pathway, *made), at("2025-01-02 10:00"))
    found = [(one.version.id, one.state, one.used) for one in journey.clocks if one.clock.id == "start"]
    assert found == [("one", "stopped", HOUR), ("two", "running", HOUR)]


# ---- When the clocks change


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (
            at("2026-03-29 00:30"),
            at("2026-03-29 03:30"),
        ),  # there is no 01:30: two hours are three on the wall
        (at("2026-10-25 00:30"), at("2026-10-25 01:30", second=True)),  # there are two: two hours are one
        (at("2026-10-25 01:30", second=True), at("2026-10-25 03:30")),
    ],
)
def test_two_hours_are_two_hours_when_the_clocks_change(
    urgent: Pathway, received: datetime, due: datetime
) -> None:
    found = clock(urgent, [begun(urgent, received)], received + 2 * HOUR, "two-hours")
    assert (found.due, found.remaining, found.breached) == (due, timedelta(0), False)
    assert due - received == 2 * HOUR


@pytest.mark.parametrize(
    ("seen", "due"),
    [
        ("2026-03-27 21:00", "2026-03-30 00:00"),  # the second day has 23 hours
        ("2026-10-23 21:00", "2026-10-26 00:00"),  # the second day has 25 hours
    ],
)
def test_a_working_day_is_one_day_also_when_the_clocks_change(urgent: Pathway, seen: str, due: str) -> None:
    """The referrer is told within two days of the hub, which works every day."""
    arrived = at(seen)
    steps = [begun(urgent, arrived - HOUR), step(urgent, "allocate", arrived - HOUR)]
    steps.append(step(urgent, "arrive", arrived, 2))
    found = clock(urgent, steps, arrived, "answer-referrer")
    assert (found.due, found.used, found.remaining) == (at(due), timedelta(0), timedelta(days=2))
    assert clock(urgent, steps, at(due), "answer-referrer").remaining == timedelta(0)
    assert clock(urgent, steps, at(due) + SECOND, "answer-referrer").breached


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 28), 8), (date(2026, 3, 29), 7), (date(2026, 10, 24), 8), (date(2026, 10, 25), 9)],
)
def test_a_night_shift_has_the_hours_that_it_has(day: date, hours: int) -> None:
    """From midnight until six and from ten until midnight, also on the night when the clocks change."""
    night = {"days": WEEKDAYS, "opens": "22:00", "closes": "24:00"}
    early = {**night, "opens": "00:00", "closes": "06:00"}
    shift = Hours(id="night", title="Night", week=[night, early], bank_holidays="worked")
    measure = Measure(Within(hours=1), shift)
    assert INSTANT * int(measure.used(midnight(day), midnight(day + timedelta(days=1)))) == hours * HOUR
    early_hours = (hours - 2) * HOUR
    assert measure.when(midnight(day), (early_hours + HOUR) // INSTANT) == at(f"{day} 23:00")


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-03-28 19:00", "2026-03-29 19:00"),
        ("2026-10-24 19:00", "2026-10-25 19:00"),
        ("2026-12-25 07:00", "2026-12-25 20:00"),  # the hub works on bank holidays
    ],
)
def test_a_day_of_the_hub_is_one_hub_day_later_by_the_wall(
    declared: dict[str, Pathway], asked: str, due: str
) -> None:
    """Twelve hours of a hub that opens at eight, after the clocks have changed."""
    visit = declared["home-visiting-reactive"]
    assert clock(visit, run(visit, ("", asked)), at(asked), "same-day").due == at(due)


# ---- Working days


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2025-06-02 00:00", "2025-06-05 00:00"),  # a Monday: until the end of Wednesday
        ("2025-06-02 23:59", "2025-06-05 00:00"),
        ("2025-06-05 10:00", "2025-06-10 00:00"),  # a Thursday: Friday and Monday
        ("2025-06-07 10:00", "2025-06-11 00:00"),  # a Saturday: Monday and Tuesday
        ("2025-05-02 10:00", "2025-05-08 00:00"),  # before the bank holiday of early May
        ("2025-12-31 10:00", "2026-01-06 00:00"),  # over New Year
    ],
)
def test_working_days_are_counted_from_the_day_after(pathway: Pathway, asked: str, due: str) -> None:
    found = clock(pathway, run(pathway, ("", asked)), at(asked), "whole")
    assert found.due == at(due)


def test_a_rest_on_the_day_it_began_changes_nothing(declared: dict[str, Pathway]) -> None:
    """That day counts for nothing anyhow; a rest of two whole working days is given back."""
    visits = declared["home-visiting-proactive"]
    first = (("", "2025-06-02 09:00"), ("take-on", "2025-06-02 10:00"), ("rest", "2025-06-02 11:00"))
    for back, due in {
        "2025-06-02 12:00": "2025-06-17 00:00",
        "2025-06-05 00:00": "2025-06-19 00:00",
    }.items():
        steps = run(visits, *first, ("back", back))
        assert clock(visits, steps, at("2025-06-05 09:00"), "first-visit").due == at(due)


# ---- The bank holidays of England


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
        (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
        (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
        (2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
        (2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26"),
    ],
)
def test_bank_holidays_are_those_of_england(year: int, days: str) -> None:
    kept = sorted(bank_holidays(year))
    assert kept == [date.fromisoformat(f"{year}-{day}") for day in days.split()]
