"""What is played, without a database: when referrals come in, and how they go through their pathways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest
from tests.blueprint.errand import errand

from commonweal.blueprint import Pathway, load
from commonweal.blueprint.play import Arrivals
from commonweal.care.pathways import rules
from commonweal.care.pathways.rules import BEGIN, Journey, Step
from commonweal.site.played.chance import Chance
from commonweal.site.played.coming import Arrival, Window, arrivals, season
from commonweal.site.played.pace import Pace
from commonweal.site.played.usual import usual
from commonweal.site.played.walking import intended

pytestmark = pytest.mark.requirement("F1")

BLUEPRINTS = Path(__file__).parents[2] / "blueprints"
MONDAY = datetime(2026, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)
FEVER = {"pathway": "errand", "a_month": 600, "rhythm": "any_hour", "source": "invented"}


@pytest.fixture(scope="module")
def pathway(tmp_path_factory: pytest.TempPathFactory) -> Pathway:
    return errand(tmp_path_factory.mktemp("errands"))


def came(
    pathway: Pathway, days: int, *, start: datetime = MONDAY, at_most: int | None = None, **said: object
) -> list[Arrival]:
    rate = Arrivals(**(FEVER | said))
    window = Window(start, start + days * DAY)
    return arrivals([(pathway, rate)], usual(), window, seed=3, at_most=at_most)


# ---- When


def test_as_many_come_in_as_the_file_says(pathway: Pathway) -> None:
    found = came(pathway, 365)
    assert len(found) == pytest.approx(12 * 600, rel=0.03)
    assert [one.moment for one in found] == sorted(one.moment for one in found)


def test_a_day_has_the_same_arrivals_in_whatever_days_it_is_played(pathway: Pathway) -> None:
    whole, part = came(pathway, 3), came(pathway, 1, start=MONDAY + DAY)
    assert [one for one in whole if MONDAY + DAY <= one.moment < MONDAY + 2 * DAY] == part


def test_no_more_are_played_than_was_asked_for(pathway: Pathway) -> None:
    assert len(came(pathway, 30, at_most=100)) == pytest.approx(100, abs=30)


def test_a_working_week_has_no_nights_and_no_sundays(pathway: Pathway) -> None:
    found = came(pathway, 28, rhythm="working_week")
    assert {one.moment.weekday() for one in found} == {0, 1, 2, 3, 4}
    assert all(7 <= one.moment.hour < 18 for one in found)


def test_winter_is_as_much_busier_as_the_file_says() -> None:
    january, july = season(datetime(2026, 1, 15).date(), 1.5), season(datetime(2026, 7, 16).date(), 1.5)
    assert january / july == pytest.approx(1.5, rel=0.001)


# ---- How it goes on


def pathways() -> list[Pathway]:
    return [pathway for name in ("derbyshire", "exeter") for pathway in load(BLUEPRINTS / name).pathways]


def walked(pathway: Pathway, chance: Chance, start: datetime) -> Journey:
    """A referral from its beginning until it has ended, or fifty moves on."""
    steps = [Step("000", "", start, start, BEGIN, "", pathway.first.id)]
    for number in range(1, 50):
        journey = rules.read(pathway, steps, steps[-1].happened)
        planned = intended(pathway, journey, steps[-1].happened, chance, usual())
        if planned is None:
            return journey
        assert planned.happens > steps[-1].happened
        assert journey.stage
        made = (planned.move.id, journey.stage.id, planned.move.to)
        steps.append(Step(f"{number:03}", "", planned.happens, planned.happens, *made))
    return rules.read(pathway, steps, steps[-1].happened)


def walks(pathway: Pathway, times: int) -> Iterator[Journey]:
    for number in range(times):
        yield walked(pathway, Chance(f"3 {pathway.id} {number}"), MONDAY + number * timedelta(hours=5))


def test_every_pathway_is_walked_to_an_end_by_moves_that_its_file_allows(pathway: Pathway) -> None:
    for one in [pathway, *pathways()]:
        for journey in walks(one, 12):
            assert (journey.ended, journey.out_of_place) == (True, ()), one.id


def test_about_as_many_are_in_time_as_the_target_says() -> None:
    """The two hours: at least 70 in 100; those that went elsewhere do not count."""
    urgent = next(one for one in pathways() if one.id == "urgent-community-response")
    runs = [run for journey in walks(urgent, 400) for run in journey.clocks if run.clock.id == "two-hours"]
    states = Counter(run.state for run in runs)
    assert set(states) == {"stopped", "void"}
    counted = [run for run in runs if run.state == "stopped"]
    assert sum(not run.breached for run in counted) / len(counted) == pytest.approx(0.70, abs=0.08)


# ---- How fast


def test_it_is_as_fast_as_somebody_wants_to_watch_it() -> None:
    """Thirty-six seconds at 3,600 times the speed are a hundredth of a second; then it is stopped."""
    pace = Pace(MONDAY, speed=3600)
    assert pace.reached(MONDAY + timedelta(seconds=36))
    assert 0.01 <= monotonic() - pace.began < 1
    pace.stop.set()
    assert not pace.reached(MONDAY + DAY)
