"""What is published of a pathway's measures: exact for its hub, and safe for those who plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import ibis
import pytest
from tests.analytics.referrals import answer, of
from tests.insight.referred import MONDAY, refer
from tests.spec.tables import CONNECTION

from commonweal.blueprint import Blueprint, load
from commonweal.care.extents import extents_of
from commonweal.care.measures.models import MeasureCell, Measured
from commonweal.insight.measure_cells import CELL, count_measures
from commonweal.insight.measure_groups import begins, together
from commonweal.insight.measure_suppress import LENGTHS, SHARED_OUT, WHOLES, safe_measures
from commonweal.insight.measures import measure
from commonweal.insight.recorded import Recorded

pytestmark = pytest.mark.requirement("F2", "F3")
NOW = datetime(2026, 11, 26, 14, tzinfo=UTC)
SEEDS = (0, 1)
Row = dict[str, Any]
Range = tuple[int, int]


def published(audience: str, **which: str) -> dict[str, tuple[int | None, int | None, float | None]]:
    """The cells of all referrals of the last four weeks, by measure and part."""
    asked = {"split": "", "value": "", "period": "4", **which}
    rows = MeasureCell.objects.filter(audience=audience, **asked)
    return {
        f"{measure} {part}".strip(): (count, among, number)
        for measure, part, count, among, number in rows.values_list(
            "measure", "part", "count", "among", "number"
        )
    }


@pytest.mark.django_db
def test_the_hub_has_every_number_as_it_is(exampleshire: Blueprint) -> None:
    for minutes in (60, 90, 120, 150):
        refer("give 10", f"visit {minutes}")
    refer("decline 30")
    measure(exampleshire, MONDAY + timedelta(days=3, hours=5))
    found = published("care")
    counts = {name: count for name, (count, _, _) in found.items()}
    assert [counts[name] for name in ("received", "completed", "in_time", "void", "decided")] == [
        5,
        4,
        3,
        1,
        4,
    ]
    assert found["week 2026-11-23"][:2] == (3, 4)
    assert found["median"] == (None, 4, 105.0)
    assert found["withdrawn decline:declined"][0] == 1
    assert found["hand_overs"][:2] == (4, 5)
    assert found["hour 0-11"][0] == 1
    assert [found[f"still {step}"][2] for step in ("10", "15", "20", "25")] == pytest.approx(
        [0.75, 0.5, 0.25, 0.0]
    )
    assert set(MeasureCell.objects.filter(audience="care").values_list("hub", flat=True)) == {"front-door"}


@pytest.mark.django_db
def test_of_fewer_than_eight_those_who_plan_learn_only_that(exampleshire: Blueprint) -> None:
    for _ in range(7):
        refer("give 10", "visit 60")
    refer(received=MONDAY + timedelta(days=2))
    measure(exampleshire, MONDAY + timedelta(days=3))
    assert published("planning")["received"][0] == 10
    assert published("planning", split="team", value="riverside-team") == {"received": (None, None, None)}
    assert published("planning", period="now") == {"queue": (None, None, None)}


@pytest.mark.django_db
def test_a_new_reading_takes_the_place_of_the_last(exampleshire: Blueprint) -> None:
    refer()
    first = measure(exampleshire, MONDAY)
    second = measure(exampleshire, MONDAY + timedelta(hours=1))
    assert Measured.objects.get() == second
    assert first.pk != second.pk
    assert set(MeasureCell.objects.values_list("measured", flat=True)) == {second.pk}


@pytest.mark.django_db
def test_a_record_without_referrals_is_measured_too(exampleshire: Blueprint, tmp_path: Path) -> None:
    assert measure(exampleshire, MONDAY, keep=tmp_path).cells == 0
    assert {file.name for file in tmp_path.iterdir()} == {
        "referral.parquet",
        "step.parquet",
        "clock_run.parquet",
    }


@pytest.mark.parametrize(("weeks", "first"), [(1, "2026-11-23"), (4, "2026-11-02"), (52, "2025-12-01")])
def test_weeks_begin_on_a_monday_and_the_one_that_has_begun_is_among_them(weeks: int, first: str) -> None:
    assert begins(NOW, weeks).isoformat() == first
    assert begins(datetime(2026, 11, 22, 23, 59, tzinfo=UTC), 1).isoformat() == "2026-11-16"


def crowd(seed: int) -> Recorded:
    """Random referrals of few sources, teams and senders, so that many groups are small."""
    random = Random(seed)
    referrals, runs, steps = [], [], []
    for number in range(random.randrange(8, 90)):
        received = NOW - timedelta(minutes=random.randrange(60 * 24 * 60))
        over = random.random() < 0.7
        used = random.randrange(15_000)
        ended = received + timedelta(seconds=used) if over else None
        source = random.choice(["practice"] * 5 + ["care_home", "family", "nhs_111"])
        referrals.append(
            {
                "referral": str(number),
                "person": f"p{random.randrange(40)}",
                "source": source,
                "team": random.choice(["", "east", "west", "west"]),
                "sender": random.choice(["", "A", "B", "C", "D"]),
                "practice": random.choice(["Z99001", "Z99002", ""]),
                "received": received,
                "ended": ended,
                "opted_out": random.random() < 0.1,
            }
        )
        state = "void" if over and random.random() < 0.1 else "stopped" if over else "running"
        runs.append(
            {
                "referral": str(number),
                "started": received,
                "due": received + timedelta(hours=2),
                "ended": ended,
                "state": state,
                "used_seconds": used,
            }
        )
        steps.append({"referral": str(number), "move": "ask", "reason": random.choice(["", "x", "y"])})
    return Recorded(of("referral", referrals), of("step", steps), of("clock_run", runs), NOW)


def kept(_: str, table: ibis.Table) -> ibis.Table:
    """In memory."""
    return ibis.memtable(CONNECTION.to_pyarrow(table))


@cache
def planned(seed: int) -> list[Row]:
    """What those who plan are shown of a crowd; not to be changed."""
    declared, recorded = load(Path(__file__).parents[1] / "exampleshire"), crowd(seed)
    areas = [one for one in extents_of(declared).values() if one.kind not in ("practice", "small_area")]
    ours = recorded.referrals.filter(~recorded.referrals.opted_out).mutate(hub=ibis.literal(""))
    return answer(safe_measures(count_measures(together(ours, areas, NOW), recorded, kept)))


@dataclass(frozen=True)
class Family:
    """A number with its parts, each a place where it stands; `all_of_it` where they make up the whole."""

    whole: tuple[int, str]
    parts: tuple[tuple[int, str], ...]
    all_of_it: bool


def families(rows: list[Row]) -> Iterator[Family]:
    """Whatever adds up: weeks, ages and hours to theirs, sources, teams and senders to everybody."""
    place = {tuple(row[name] for name in CELL[2:8]): number for number, row in enumerate(rows)}
    parts = defaultdict(list)
    untold = {
        (row["split"], row["period"]) for row in rows if row["measure"] == "received" and not row["count"]
    }
    for number, row in enumerate(rows):
        split, value, period, clock, measured, part = (row[name] for name in CELL[2:8])
        for of_it, column, whole in WHOLES:
            if of_it == measured:
                parts[split, value, period, clock, whole, "", True].append((number, column))
        if split in SHARED_OUT and not part and measured not in LENGTHS:
            all_of_it = SHARED_OUT[split] and (split, period) not in untold and period != "now"
            parts["", "", period, clock, measured, "", all_of_it, split].append((number, "count"))
    for key, several in parts.items():
        if key[:6] in place:
            yield Family((place[key[:6]], "count"), tuple(several), bool(key[6]))


def can_be(row: Row, column: str) -> Range:
    """What a number says by itself: 1 to 7, nothing, or what rounds to it; 0 too beside a hidden number."""
    shown = row[column]
    if shown is None:
        return (0 if column == "count" and row["measure"] == "week" else 1, 7)
    return (0, 0) if shown == 0 else (shown - 2, shown + 2)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_hidden_can_be_worked_out_from_the_rest(seed: int) -> None:
    """Every sum is drawn tight until nothing moves: no hidden number is left with one answer."""
    rows = planned(seed)
    known = list(families(rows))
    assert known
    ranges = {place: can_be(rows[place[0]], place[1]) for one in known for place in (one.whole, *one.parts)}
    moving = known
    while moving:
        moving = [one for one in known if tightened(ranges, one)]
        assert all(low <= high for low, high in ranges.values())
    hidden = {place: found for place, found in ranges.items() if rows[place[0]][place[1]] is None}
    assert {place: found for place, found in hidden.items() if found[0] == found[1]} == {}


def tightened(ranges: dict[tuple[int, str], Range], family: Family) -> bool:
    """Whether it moved: a whole is no less than its parts, and where they are all of it no more."""
    before = [ranges[place] for place in (family.whole, *family.parts)]
    for place in (family.whole, *family.parts):
        low, high = ranges[place]
        least, most = (sum(ranges[part][end] for part in family.parts if part != place) for end in (0, 1))
        whole = ranges[family.whole]
        if place == family.whole:
            low, high = max(low, least), min(high, most) if family.all_of_it else high
        else:
            low, high = max(low, whole[0] - most) if family.all_of_it else low, min(high, whole[1] - least)
        ranges[place] = (low, high)
    return before != [ranges[place] for place in (family.whole, *family.parts)]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_planning_sees_is_rounded_and_no_wait_is_anybodys(seed: int) -> None:
    rows = planned(seed)
    assert rows
    for row in rows:
        assert row["measure"] != "queue_oldest"
        assert (row["low"], row["high"]) == (None, None)
        for number in (row["count"], row["among"]):
            assert number is None or number % 5 == 0
        if row["number"] is not None:
            assert row["number"] % 5 == 0
            assert row["among"] is not None
