"""Which rungs are told, and which notices wait no more: read from the steps at the moment of asking."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.blueprint.errand import errand

from commonweal.blueprint import Pathway
from commonweal.care.notices import rules
from commonweal.care.pathways.rules import Journey, Step, read

pytestmark = pytest.mark.requirement("F2")
HALF, WHOLE = ("start", 1, 50), ("start", 1, 100)


@pytest.fixture
def pathway(tmp_path: Path) -> Pathway:
    """An errand: two hours by the shop's hours, 09:00 to 12:00 and 13:00 to 17:00; told at half and all."""
    return errand(tmp_path)


def at(text: str, day: str = "2025-03-03") -> datetime:
    return datetime.fromisoformat(f"{day}T{text}:00").replace(tzinfo=UTC)


def steps(*made: str) -> list[Step]:
    """Lines such as `09:00 go`; the first is the beginning, and `2:` before one corrects step 2."""
    known = {"": ("", "asked"), "go": ("asked", "going"), "rest": ("asked", "resting")}
    known |= {"wake": ("resting", "asked"), "back": ("going", "asked"), "drop": ("asked", "dropped")}
    found = []
    for number, line in enumerate(made, 1):
        corrects, _, said = line.rpartition(": ")
        moment, _, move = said.partition(" ")
        source, to = known[move]
        happened = at(moment)
        found.append(Step(str(number), "nurse", happened, happened, move, source, to, corrects=corrects))
    return found


def journey(pathway: Pathway, now: datetime, *made: str) -> Journey:
    return read(pathway, steps(*made), now)


def told(changes: rules.Changes) -> list[tuple[rules.Key, int]]:
    return [(one.key, one.overtaken_by) for one in changes.reached]


@pytest.mark.parametrize(
    ("now", "reached", "again"),
    [
        ("09:59", [], "10:00"),
        ("10:00", [(HALF, 0)], "11:00"),
        ("10:59", [(HALF, 0)], "11:00"),
        ("11:00", [(HALF, 100), (WHOLE, 0)], None),
        ("16:30", [(HALF, 100), (WHOLE, 0)], None),
    ],
)
def test_only_the_highest_rung_is_told_however_late_somebody_looks(
    pathway: Pathway, now: str, reached: list[tuple[rules.Key, int]], again: str | None
) -> None:
    changes = rules.look(pathway, journey(pathway, at(now), "09:00"), (), (), at(now))
    assert told(changes) == reached
    assert changes.again == (at(again) if again else None)


def test_a_rung_is_noted_once(pathway: Pathway) -> None:
    changes = rules.look(pathway, journey(pathway, at("10:30"), "09:00"), {HALF}, {HALF}, at("10:30"))
    assert (changes.reached, changes.closed) == ((), ())


def test_it_says_when_the_rung_was_reached_not_when_somebody_looked(pathway: Pathway) -> None:
    changes = rules.look(pathway, journey(pathway, at("15:00"), "11:30"), (), (), at("15:00"))
    assert [(one.rung.at, one.at) for one in changes.reached] == [(50, at("13:30")), (100, at("14:30"))]


def test_a_higher_rung_overtakes_a_lower_one_that_waits(pathway: Pathway) -> None:
    changes = rules.look(pathway, journey(pathway, at("11:00"), "09:00"), {HALF}, {HALF}, at("11:00"))
    assert told(changes) == [(WHOLE, 0)]
    assert changes.closed == (rules.Closed(HALF, "overtaken", "100% of the time is used, and that was told"),)


def test_nobody_is_told_while_the_clock_rests(pathway: Pathway) -> None:
    """Half the time was used at ten, the rest began at five past, before anybody looked."""
    resting = journey(pathway, at("11:30"), "09:00", "10:05 rest")
    assert rules.look(pathway, resting, (), (), at("11:30")) == rules.Changes((), (), None)
    awake = journey(pathway, at("11:40"), "09:00", "10:05 rest", "11:35 wake")
    changes = rules.look(pathway, awake, (), (), at("11:40"))
    assert told(changes) == [(HALF, 0)]
    assert changes.again == at("13:30")


def test_a_notice_that_waits_goes_on_waiting_while_the_clock_rests(pathway: Pathway) -> None:
    resting = journey(pathway, at("11:30"), "09:00", "10:05 rest")
    assert rules.look(pathway, resting, {HALF}, {HALF}, at("11:30")).closed == ()


@pytest.mark.parametrize(
    ("made", "state", "because"),
    [
        (("09:00", "10:10 go"), "moved_on", rules.STOPPED),
        (("09:00", "10:10 drop"), "moved_on", rules.VOID),
        (("09:00", "1: 09:40"), "withdrawn", rules.CORRECTED),
    ],
)
def test_what_waits_ends_when_the_clock_stops_or_never_came_to_it(
    pathway: Pathway, made: tuple[str, ...], state: str, because: str
) -> None:
    now = at("10:30")
    changes = rules.look(pathway, journey(pathway, now, *made), {HALF}, {HALF}, now)
    assert changes.closed == (rules.Closed(HALF, state, because),)


def test_a_second_run_tells_of_itself(pathway: Pathway) -> None:
    again = journey(pathway, at("15:00"), "09:00", "10:30 go", "13:30 back")
    changes = rules.look(pathway, again, {HALF}, (), at("15:00"))
    assert told(changes) == [(("start", 2, 50), 0)]


@pytest.mark.parametrize(
    ("day", "half", "whole"),
    [("2024-03-31", "01:30", "02:30"), ("2024-10-27", "01:30", "02:30")],
)
def test_two_hours_are_two_hours_over_the_night_when_the_clocks_change(
    pathway: Pathway, day: str, half: str, whole: str
) -> None:
    """In 2024 the errand's clock runs day and night; it begins at half past midnight, in UTC."""
    begin = Step("1", "nurse", at("00:30", day), at("00:30", day), "", "", "asked")
    for now, rung in ((half, 50), (whole, 100)):
        moment = at(now, day)
        changes = rules.look(pathway, read(pathway, [begin], moment), (), (), moment)
        assert [one.rung.at for one in changes.reached if not one.overtaken_by] == [rung]
        assert changes.reached[-1].at == moment
