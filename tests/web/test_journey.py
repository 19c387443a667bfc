"""A person's journey through organisations: one clock, who had them, waits and work, drawn and listed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client
from tests.care.conftest import BLUEPRINT, exampleshire, published, published_rows
from tests.care.control import person_of
from tests.care.referring import at, page_of, refer
from tests.web.reading import rows as read_rows
from tests.web.reading import table, text

from commonweal.blueprint import load
from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.audit.models import Entry
from commonweal.care.pathways import rules as pathways
from commonweal.care.pathways.steps import Step
from commonweal.care.referrals import actions
from commonweal.care.referrals.journeys import Gap, Leg, Span, joined, journey_of, spans
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import Made
from commonweal.web.journeys import line, wording
from commonweal.web.journeys.rows import lanes, rows

__all__ = ["at", "exampleshire", "page_of", "published", "published_rows"]
pytestmark = pytest.mark.requirement("F6")
PageOf = Callable[[str], Client]
At = Callable[[str], Viewer]
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def hour(number: float) -> datetime:
    return MONDAY + timedelta(hours=number)


def leg(name: str, *spans: tuple[float, float, str], ends: bool = True, next_owner: str = "") -> Leg:
    """Spans from hour to hour of `waits` or `with`, all of one team named after the leg."""
    found = tuple(
        Span(hour(since), hour(until), f"team-{name}", "Stage", waits=kind == "waits")
        for since, until, kind in spans
    )
    return Leg(name, name, "me", found, found[-1].ends if ends else None, "Well", next_owner)


def test_the_one_clock_runs_from_the_first_call_to_now_and_waits_count() -> None:
    first = leg("a", (0, 2, "waits"), (2, 3, "with"), next_owner="pathway:b")
    second = leg("b", (3, 75, "waits"), (75, 76 + 1 / 6, "with"), ends=False)
    found = journey_of([second, first], "b")
    assert [one.reference for one in found.legs] == ["a", "b"]
    assert found.gaps == ()
    assert (
        wording.clock(found) == "3 days 4 hours since the first call; 2 hours 10 minutes of it with somebody"
    )


def test_time_with_two_at_once_counts_once() -> None:
    found = journey_of([leg("a", (0, 4, "with")), leg("b", (2, 6, "with"))], "a")
    assert found.attended == timedelta(hours=6)
    assert wording.clock(found) == "6 hours from the first call to the last end; 6 hours of it with somebody"
    assert lanes(found.legs) == [0, 1]
    assert joined([(hour(5), hour(6)), (hour(0), hour(1))]) == [(hour(0), hour(1)), (hour(5), hour(6))]


def test_between_two_legs_somebody_is_named_or_nobody() -> None:
    one, other = leg("a", (0, 1, "with"), next_owner="outside: the hospice"), leg("b", (25, 26, "waits"))
    found = journey_of([one, other], "a")
    assert found.gaps == (Gap(hour(1), hour(25), "outside: the hospice"),)
    assert [(row.number, row.owner, row.kind) for row in rows(found)] == [
        (1, "team-a", "with somebody"),
        (2, "Nobody here", "with nobody here"),
        (3, "team-b", "waiting"),
    ]
    assert lanes(found.legs) == [0, 0]


@pytest.mark.parametrize(("days", "together"), [(30, ["a", "b"]), (30.1, ["b"])])
def test_what_came_a_month_later_is_another_journey(days: float, together: list[str]) -> None:
    legs = [leg("a", (0, 1, "with")), leg("b", (1 + 24 * days, 900, "waits"), ends=False)]
    assert [one.reference for one in journey_of(legs, "b").legs] == together


def test_the_file_says_in_which_stages_somebody_is_with_the_person() -> None:
    """And the steps who had it: the hub, the team it was given to, and the hub again once that hands back."""
    file = load(BLUEPRINT).pathways[0]
    given, back = (
        file.stage("given"),
        file.moves[0].model_copy(
            update={"id": "back", "starts": ("given",), "to": "asked", "team": "taken_back"}
        ),
    )
    attended = given.model_copy(update={"with_somebody": True})
    stages = tuple(attended if one == given else one for one in file.stages)
    pathway = file.model_copy(update={"stages": stages, "moves": (*file.moves, back)})
    steps = [
        Step("1", "", hour(0), hour(0), "", "", "asked"),
        Step("2", "", hour(1), hour(1), "give", "asked", "given"),
        Step("3", "", hour(3), hour(3), "back", "given", "asked"),
    ]
    read = pathways.read(pathway, steps, hour(4))
    found = spans(pathway, read, {"2": "riverside-team"}, "front-door", hour(4))
    assert [(one.owner, one.lasts, one.waits) for one in found] == [
        ("front-door", timedelta(hours=1), True),
        ("riverside-team", timedelta(hours=2), False),
        ("front-door", timedelta(hours=1), True),
    ]


LASTED = [
    (timedelta(0), "less than a minute", "< 1 min"),
    (timedelta(seconds=60), "1 minute", "1 min"),
    (timedelta(hours=1), "1 hour", "1 h"),
    (timedelta(hours=26, minutes=5), "1 day 2 hours", "1 d 2 h"),
    (timedelta(days=3, minutes=9), "3 days", "3 d"),
]


@pytest.mark.parametrize(("time", "said", "brief"), LASTED)
def test_how_long_it_lasted_in_words(time: timedelta, said: str, brief: str) -> None:
    assert (wording.lasted(time), wording.short(time)) == (said, brief)


def test_the_line_is_to_scale_waits_like_work() -> None:
    """From edge to edge of the picture: a quarter of the time is a quarter of the line."""
    found = journey_of([leg("a", (0, 2, "waits"), (2, 8, "with"), ends=False)], "a")
    drawn = line.wide(found)
    room = line.WIDTH - 2 * line.MARGIN
    assert [(one.at, one.long, one.kind) for one in drawn.stretches] == [
        (14.0, room / 4, "waiting"),
        (14.0 + room / 4, 3 * room / 4, "with somebody"),
    ]
    assert [one.text for one in drawn.numbers] == ["1", "2"]
    assert [one.text for one in drawn.ticks] == [
        "09:00",
        "10:00",
        "11:00",
        "12:00",
        "13:00",
        "14:00",
        "15:00",
        "16:00",
        "17:00",
    ]
    assert drawn.ticks[0].more == "16 Nov"


def test_numbers_and_names_never_stand_over_one_another() -> None:
    """However short the stretches are; all stay within the picture, in their order."""
    spans = [(n / 60, (n + 1) / 60, "waits" if n % 2 else "with") for n in range(20)]
    found = journey_of([leg("a", *spans, (20 / 60, 200, "waits"), ends=False)], "a")
    for marks, apart, long in (
        (line.wide(found).numbers, line.NUMBER_APART, line.WIDTH),
        (line.tall(found).names, line.LABEL_APART, line.tall(found).long),
    ):
        places = [mark.at for mark in marks]
        assert len(places) == 21
        assert all(b - a >= apart - 0.2 for a, b in pairwise(places))
        assert 0 <= places[0] <= places[-1] <= long


def test_a_way_that_has_just_begun_is_drawn_too() -> None:
    found = journey_of([leg("a", (0, 0, "waits"), ends=False)], "a")
    assert wording.clock(found) == "less than a minute since the first call; none of it with somebody yet"
    assert line.wide(found).stretches[0].long == 2.0


@pytest.fixture
def two_legs(at: At) -> str:
    """Ann waits at her wish, is given to Riverside, and goes on to a second visit, which Hillside has now."""
    began = moments.now() - timedelta(hours=8)

    def after(hours: int) -> AbstractContextManager[None]:
        return moments.at(began + timedelta(hours=hours))

    with after(0):
        first = refer(at("council"), person_of("Ann"))
    with after(1):
        actions.move(at("hub"), first, Made("wait", seen=1, reason="wish"))
    with after(3):
        actions.move(at("hub"), first, Made("wake", seen=2))
    with after(4):
        actions.move(at("hub"), first, Made("give", seen=3, team="riverside-team"))
    with after(5):
        goes_on = Made("visit", seen=4, outcome="goes-on", next_owner="pathway:riverside-visit")
        actions.move(at("river"), first, goes_on)
    second = Referral.objects.exclude(reference=first).get().reference
    with after(6):
        actions.move(at("hub"), second, Made("give", seen=1, team="hillside-team"))
    return first


def test_one_page_shows_the_whole_way(page_of: PageOf, two_legs: str) -> None:
    hub = page_of("hub")
    page = hub.get(f"/journeys/{two_legs}")
    assert "8 hours since the first call; none of it with somebody yet. Hillside team has it now:" in text(
        page
    )
    found = [(row[1], row[2], row[5], row[6]) for row in read_rows(page, "Stretches of the journey")]
    rests = "Waiting at your wish: The person asked for a later time."
    assert found == [
        ("Front door", "Asked for", "1 hour", "waiting"),
        ("Front door", rests, "2 hours", "waiting"),
        ("Front door", "Asked for", "1 hour", "waiting"),
        ("Riverside team", "Given to a nurse", "1 hour", "waiting"),
        ("Front door", "Asked for", "1 hour", "waiting"),
        ("Hillside team", "Given to a nurse", "2 hours", "waiting"),
    ]
    assert page.content.decode().count('<svg class="cw-journey__') == 2
    assert Entry.objects.filter(deed="journey.read", about=person_of("Ann")).exists()


def test_the_same_as_a_file(page_of: PageOf, two_legs: str) -> None:
    lines = table(page_of("hub").get(f"/journeys/{two_legs}/stretches.csv"))  # type: ignore[arg-type]
    assert lines[0][:3] == ["number", "who had it", "stage"]
    assert [line[5] for line in lines[1:]][:5] == ["60", "120", "60", "60", "60"]
    assert Entry.objects.filter(deed="journey.exported").count() == 1


def test_everybody_sees_the_legs_that_are_theirs_to_see(page_of: PageOf, two_legs: str) -> None:
    """The person all of them; the council what it sent; others nothing."""
    ann = page_of("ann").get(f"/journeys/{two_legs}")
    assert "2 referrals Riverside visit" in text(ann)
    council = page_of("council").get(f"/journeys/{two_legs}")
    assert "1 referral" in text(council)
    assert "It has ended: Goes on to another team." in text(council)
    for name in ("weir", "hill"):
        assert page_of(name).get(f"/journeys/{two_legs}").status_code == (404 if name == "weir" else 200), (
            name
        )
    assert page_of("weir").get(f"/journeys/{two_legs}/stretches.csv").status_code == 404
