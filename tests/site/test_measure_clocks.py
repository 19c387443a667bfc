"""`commonweal measure clocks`: how long people wait, from the record as it is when it is asked."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.insight.conftest import exampleshire
from tests.insight.referred import MONDAY, refer
from typer.testing import CliRunner

from commonweal.blueprint import Blueprint
from commonweal.care import moments
from commonweal.care.audit.models import Entry
from commonweal.care.people.models import Person
from commonweal.site.command_line import app

__all__ = ["exampleshire"]
pytestmark = [pytest.mark.requirement("F2", "F3"), pytest.mark.usefixtures("db", "exampleshire")]
DAY = MONDAY.date()
FIRST = ["referrals", "completed", "open", "in_time", "share", "median_minutes"]


def typed(*words: str, now: datetime = MONDAY + timedelta(hours=5)) -> tuple[int, str, str]:
    with moments.at(now):
        done = CliRunner().invoke(app, ["measure", "clocks", *words])
    return done.exit_code, done.stdout, done.stderr


def measured(
    first: date = DAY, last: date = DAY, now: datetime = MONDAY + timedelta(hours=5)
) -> dict[str, Any]:
    period = ("--from", str(first), "--to", str(last))
    status, out, err = typed("--pathway", "riverside-visit", *period, "--json", now=now)
    assert (status, err) == (0, "")
    return dict(json.loads(out))


@pytest.fixture
def a_day(exampleshire: Blueprint, db: None) -> None:
    """Three seen after 60, 120 and 121 minutes; one late, one waiting, one at rest, one declined."""
    refer("give 10", "visit 60")
    refer("give 10", "visit 120", source="care_home", sender="")
    refer("give 10", "visit 121")
    refer("give 10")
    refer(received=MONDAY + timedelta(hours=4))
    refer("wait 30")
    refer("decline 30")


def test_the_answer_comes_first_and_open_waits_that_are_late_count(a_day: None) -> None:
    found = measured()
    assert list(found)[:6] == FIRST
    assert {name: found[name] for name in (*FIRST, "late", "overdue", "waiting", "void", "decided")} == {
        "referrals": 7,
        "completed": 3,
        "open": 3,
        "in_time": 2,
        "share": 0.5,
        "median_minutes": 121.0,
        "late": 1,
        "overdue": 1,
        "waiting": 2,
        "void": 1,
        "decided": 4,
    }
    assert (found["share_completed"], found["target"], found["target_met"]) == (2 / 3, 80, False)
    assert (found["clock"], found["as_at"]) == ("seen", "2026-11-23T14:00:00+00:00")


def test_it_is_split_by_source_sender_team_and_area(a_day: None) -> None:
    by = measured()["by"]
    assert [(row["source"], row["referrals"], row["in_time"]) for row in by["source"]] == [
        ("care_home", 1, 1),
        ("practice", 6, 1),
    ]
    assert [row["sender"] for row in by["sender"]] == ["Z99001"]
    assert [(row["team"], row["completed"]) for row in by["team"]] == [("riverside-team", 3)]
    assert by["area"] == []  # nobody is known


def test_people_count_in_every_area_of_their_practice() -> None:
    Person.objects.create(
        key="9990000018", nhs_number="9990000018", birth_date="1940-05-01", sex="female", family="Vale",
        practice="Z99002",
    )  # fmt: skip
    refer(number="9990000018")
    areas = [row["area"] for row in measured()["by"]["area"]]
    assert areas == ["exampleshire", "hillside", "riverside"]


def test_the_rest_says_what_went_back_who_came_again_and_how_old_the_queue_is(a_day: None) -> None:
    found = measured()
    assert found["went_back"] == [
        {"kind": "returned", "move": "wait", "reason": "wish", "steps": 1, "referrals": 1},
        {"kind": "withdrawn", "move": "decline", "reason": "declined", "steps": 1, "referrals": 1},
    ]
    assert found["hand_overs"] == {"referrals": 7, "hand_overs": 4, "per_referral": 4 / 7}
    assert found["queue"]["oldest_minutes"] == 300.0
    assert found["breaches"] == [{"weekday": 0, "hour": 11, "breaches": 2}]
    assert set(found["repeats"]) == {"7_days", "30_days"}


def test_days_are_those_of_britains_calendar() -> None:
    """Half past eleven in the evening UTC is the next day in summer."""
    refer(received=datetime.fromisoformat("2026-07-01T23:30:00+00:00"))
    assert measured(date(2026, 7, 1), date(2026, 7, 1))["referrals"] == 0
    assert measured(date(2026, 7, 2), date(2026, 7, 2))["referrals"] == 1


def test_nobody_referred_is_an_answer_too() -> None:
    found = measured()
    assert {name: found[name] for name in FIRST} == {
        "referrals": 0, "completed": 0, "open": 0, "in_time": 0, "share": None, "median_minutes": None,
    }  # fmt: skip


def test_without_json_it_is_a_table_for_people(a_day: None) -> None:
    status, out, _ = typed("--pathway", "riverside-visit", "--from", str(DAY), "--to", str(DAY))
    assert status == 0
    said = " ".join(out.split())
    assert "Riverside visit: Visited within two working hours" in said
    assert "in time of all decided 50.0% (target 80%)" in said
    assert "practice 6 2 3 1" in said


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("--pathway", "nothing"), 1, "no pathway 'nothing'; there are riverside-visit"),
        (
            ("--pathway", "riverside-visit", "--clock", "x"),
            1,
            "riverside-visit has no clock 'x'; it has seen",
        ),
        (("--pathway", "riverside-visit", "--to", "2026-11-22"), 1, "is before --from 2026-11-23"),
        (("--pathway", "riverside-visit", "--to", "tomorrow"), 2, "'tomorrow' does not match the format"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_line(words: tuple[str, ...], status: int, says: str) -> None:
    done, out, err = typed("--from", str(DAY), "--to", str(DAY), *words)
    assert (done, out) == (status, "")
    assert says in " ".join(err.replace("│", " ").split())


def test_that_it_was_read_is_recorded(a_day: None) -> None:
    measured()
    entry = Entry.objects.get(deed="measures.read")
    assert (entry.by_id, entry.detail["pathway"]) == (None, "riverside-visit")
