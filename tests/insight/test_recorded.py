"""Referrals, steps and clocks are brought from the record: whole, without names, as they stand now."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.insight.referred import MONDAY, refer

from commonweal.analytics.tables import RECORDED
from commonweal.blueprint import Blueprint
from commonweal.care import moments
from commonweal.care.objections.models import OptOut
from commonweal.care.people.models import Person
from commonweal.care.referrals import actions
from commonweal.care.referrals.models import ClockRun, Referral
from commonweal.care.referrals.rules import Made
from commonweal.insight.recorded import Which, bring
from commonweal.store.folder import connect

pytestmark = [pytest.mark.requirement("F2", "F3"), pytest.mark.usefixtures("db", "exampleshire")]
ADA = "9990000018"
EVERYTHING = Which()


@pytest.fixture
def ada(db: None, exampleshire: Blueprint) -> Person:
    return Person.objects.create(
        key=ADA, nhs_number=ADA, birth_date="1940-05-01", sex="female", family="Vale", practice="Z99001"
    )


def brought(folder: Path, now: datetime, which: Which = EVERYTHING) -> dict[str, list[dict[str, Any]]]:
    tables = bring(connect(), folder, now, which)
    named = {"referral": tables.referrals, "step": tables.steps, "clock_run": tables.runs}
    return {name: table.to_pyarrow().to_pylist() for name, table in named.items()}


def test_nobody_is_named_and_every_column_is_that_of_the_contract(ada: Person, tmp_path: Path) -> None:
    refer("give 10", "visit 90", number=ADA)
    found = brought(tmp_path, MONDAY + timedelta(hours=2))
    (row,) = found["referral"]
    referral = Referral.objects.get()
    assert row == {
        "referral": str(referral.pk),
        "person": ADA,
        "pathway": "riverside-visit",
        "source": "practice",
        "sender": "Z99001",
        "hub": "front-door",
        "team": "riverside-team",
        "practice": "Z99001",
        "lsoa": "",
        "received": MONDAY,
        "ended": MONDAY + timedelta(minutes=90),
        "outcome": "well",
        "follows": None,
        "opted_out": False,
    }
    for name, rows in found.items():
        assert tuple(rows[0]) == RECORDED[name].names
    assert [(step["move"], step["outcome"], step["given_team"]) for step in found["step"]] == [
        ("", "", ""),
        ("give", "", "riverside-team"),
        ("visit", "well", ""),
    ]


def test_a_record_with_nothing_in_it_gives_three_empty_tables(tmp_path: Path) -> None:
    assert brought(tmp_path, MONDAY) == {"referral": [], "step": [], "clock_run": []}


def test_whoever_opted_out_of_planning_is_marked(ada: Person, tmp_path: Path) -> None:
    OptOut.objects.create(person=ada)
    refer(number=ADA)
    refer()
    found = brought(tmp_path, MONDAY)["referral"]
    assert sorted((row["person"] or "", row["opted_out"]) for row in found) == [("", False), (ADA, True)]


@pytest.mark.parametrize(
    ("received", "after", "used"),
    [
        (MONDAY, timedelta(minutes=30), 1800),
        (MONDAY, timedelta(hours=2), 7200),
        (MONDAY, timedelta(hours=3), 10_800),
        (MONDAY.replace(hour=17), timedelta(hours=3), 3600),  # the hours end at six
        (MONDAY.replace(hour=17), timedelta(hours=16), 7200),  # at nine the next morning
        (MONDAY.replace(hour=17), timedelta(hours=17), 10_800),
    ],
)
def test_a_running_clock_has_used_its_working_time_up_to_now(
    received: datetime, after: timedelta, used: int, tmp_path: Path
) -> None:
    refer(received=received)
    assert ClockRun.objects.get().used_seconds == 0
    (run,) = brought(tmp_path, received + after)["clock_run"]
    assert (run["state"], run["used_seconds"]) == ("running", used)


def test_a_clock_at_rest_has_used_what_it_had_when_it_came_to_rest(tmp_path: Path) -> None:
    refer("wait 30")
    (run,) = brought(tmp_path, MONDAY + timedelta(hours=5))["clock_run"]
    assert (run["state"], run["used_seconds"], run["due"]) == ("paused", 1800, None)


def corrected(referral: Referral, wrong: int, seen: int, made: Made | None, minutes: int) -> None:
    with moments.at(MONDAY + timedelta(minutes=minutes)):
        actions.correct(None, referral.reference, wrong, made, seen=seen)


def test_of_a_step_and_its_corrections_the_newest_word_is_brought(tmp_path: Path) -> None:
    """Step 2 is corrected by 3, that by 4, and step 2 once more by 5."""
    referral = refer("give 10")
    for number, (wrong, minute) in enumerate([(2, 11), (3, 12), (2, 13)], start=2):
        happened = MONDAY + timedelta(minutes=minute - 5)
        made = Made("give", seen=number, happened=happened, team="hillside-team")
        corrected(referral, wrong, number, made, minute)
    found = brought(tmp_path, MONDAY + timedelta(hours=1))["step"]
    assert [(step["number"], step["happened"]) for step in found] == [
        (1, MONDAY),
        (5, MONDAY + timedelta(minutes=8)),
    ]


def test_a_step_that_never_happened_stays_behind(tmp_path: Path) -> None:
    referral = refer("give 10")
    corrected(referral, 2, 2, None, 11)
    assert [step["number"] for step in brought(tmp_path, MONDAY + timedelta(hours=1))["step"]] == [1]


def test_a_period_and_a_pathway_bring_only_theirs_and_later_referrals_alone(tmp_path: Path) -> None:
    """Whoever was referred again is looked for among those received later."""
    before, inside, later = (refer(received=MONDAY + timedelta(days=days)) for days in (-1, 0, 1))
    which = Which("riverside-visit", MONDAY, MONDAY + timedelta(days=1))
    found = brought(tmp_path, MONDAY + timedelta(days=2), which)
    assert {row["referral"] for row in found["referral"]} == {str(inside.pk), str(later.pk)}
    assert {row["referral"] for row in found["clock_run"]} == {str(inside.pk)}
    assert {row["referral"] for row in found["step"]} == {str(inside.pk)}
    assert before.pk
    none = brought(tmp_path, MONDAY + timedelta(days=2), Which("riverside-visit'; --"))
    assert none["clock_run"] == []
