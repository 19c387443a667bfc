"""When what a resident is owed is due, over weekends and bank holidays; and whom a round sees first."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.care.conftest import BLUEPRINT

from commonweal.blueprint import load
from commonweal.blueprint.homes import Element
from commonweal.care.homes import order, rules
from commonweal.care.homes.order import Noticed, Score, Situation
from commonweal.care.pathways.bank_holidays import bank_holidays
from commonweal.care.possible import NotPossible

pytestmark = pytest.mark.requirement("T7")
TERMS = load(BLUEPRINT).care_homes
assert TERMS
HOURS = TERMS.hours
SEVEN = Element(id="plan", title="Plan made", working_days=7, source="invented")
YEARLY = Element(id="medicines", title="Medicines reviewed", every_days=365, source="invented")
DAY = timedelta(days=1)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
TODAY = NOON.date()


@pytest.mark.parametrize(
    ("came", "due"),
    [
        (date(2026, 11, 16), date(2026, 11, 25)),  # a Monday: the ninth day after
        (date(2026, 11, 20), date(2026, 12, 1)),  # a Friday
        (date(2026, 11, 21), date(2026, 12, 1)),  # a Saturday: counted from Monday
        (date(2026, 12, 21), date(2027, 1, 4)),  # over Christmas, Boxing Day moved to Monday, New Year
        (date(2026, 4, 1), date(2026, 4, 14)),  # over Good Friday and Easter Monday
        (date(2022, 5, 31), date(2022, 6, 13)),  # two bank holidays for the Jubilee
    ],
)
def test_seven_working_days_after_the_day_of_coming(came: date, due: date) -> None:
    assert rules.due(SEVEN, came, HOURS) == due


@given(came=DAYS)
def test_the_last_day_is_the_seventh_that_is_worked(came: date) -> None:
    """Never a weekend or a bank holiday; with seven working days after the day of coming up to it."""
    last = rules.due(SEVEN, came, HOURS)
    between = [came + number * DAY for number in range(1, (last - came).days + 1)]
    worked = [day for day in between if day.weekday() < 5 and day not in bank_holidays(day.year)]
    assert len(worked) == 7
    assert worked[-1] == last
    assert rules.working_days(came + DAY, last, HOURS) == 7


@given(came=DAYS, later=st.integers(0, 400))
def test_who_comes_later_has_no_less_time(came: date, later: int) -> None:
    assert rules.due(SEVEN, came + later * DAY, HOURS) >= rules.due(SEVEN, came, HOURS)


@given(came=DAYS, after=st.integers(-30, 60), today=st.integers(0, 60))
def test_how_an_element_stands(came: date, after: int, today: int) -> None:
    """What was done before they came back does not count; overdue begins the day after the last one."""
    done, now = came + after * DAY, came + today * DAY
    owed = rules.owed(SEVEN, came, done, now, HOURS)
    last = rules.due(SEVEN, came, HOURS)
    if done >= came:
        assert (owed.standing, owed.done) == ("done", done)
    else:
        assert (owed.standing, owed.done) == ("overdue" if now > last else "due", None)
        assert (owed.left < 0) == (rules.working_days(last + DAY, now, HOURS) > 0)


def test_what_is_due_every_year_counts_from_the_last_time() -> None:
    came = date(2026, 1, 5)
    first = rules.owed(YEARLY, came, None, date(2026, 6, 1), HOURS)
    assert (first.standing, first.due) == ("due", date(2027, 1, 5))
    held = rules.owed(YEARLY, came, date(2025, 12, 1), date(2026, 12, 1), HOURS)
    assert (held.standing, held.due) == ("done", date(2026, 12, 1))
    assert rules.owed(YEARLY, came, date(2025, 12, 1), date(2026, 12, 2), HOURS).overdue


def score(total: int, band: str, hours: int = 0) -> Score:
    return Score(total, band, NOON - timedelta(hours=hours))


def living(name: str, **said: object) -> Situation:
    """Somebody who has lived here long and was seen a week ago, unless it is said otherwise."""
    usual = {"started": date(2025, 1, 6), "again": False, "last_seen": TODAY - 7 * DAY}
    return Situation(name, **{**usual, **said})  # type: ignore[arg-type]


def test_whom_a_round_sees_first() -> None:
    """By what is most pressing, each with its reason in words; whoever has none comes last."""
    owed = (rules.owed(SEVEN, TODAY - 3 * DAY, None, TODAY, HOURS),)
    late = (rules.owed(SEVEN, TODAY - 30 * DAY, None, TODAY, HOURS),)
    residents = [
        living("Well"),
        living("Unseen", last_seen=TODAY - 60 * DAY),
        living("New", started=TODAY - 3 * DAY, last_seen=None, owed=owed),
        living("Back", started=TODAY - 30 * DAY, again=True, owed=late),
        living("Fell", noticed=(Noticed("fall", "in the bathroom", NOON),)),
        living("Asked", noticed=(Noticed("see", "her legs", NOON), Noticed("see", "her legs", NOON))),
        living("Rising", scores=(score(4, "low"), score(2, "low", 24))),
        living("Ill", scores=(score(5, "medium"),)),
        living("Worse", scores=(score(8, "high"), score(3, "low", 12))),
        living("Worst", scores=(score(9, "high"),)),
    ]
    ordered = sorted(residents, key=lambda one: order.rank(one, TODAY))
    said = {one.name: [(why.place, why.words) for why in order.reasons(one, TODAY)] for one in ordered}
    assert list(said) == ["Worst", "Worse", "Ill", "Rising", "Asked", "Fell", "Back", "New", "Unseen", "Well"]
    assert said["Worse"] == [("high", "8"), ("rising", "3 → 8")]
    assert said["Asked"] == [("see", "her legs")]
    assert said["New"] == [
        ("new", "since 13 November"),
        ("due", "Plan made by 24 November, 7 working days left"),
    ]
    assert said["Back"] == [("overdue", "Plan made, was due on 27 October")]
    assert said["Well"] == []


@given(st.permutations(range(12)), st.lists(st.integers(0, 20), min_size=12, max_size=12))
def test_the_order_is_the_same_however_the_list_began(places: list[int], totals: list[int]) -> None:
    """And the higher score comes first among those that are pressing."""
    bands = ["low"] * 5 + ["medium"] * 2 + ["high"] * 14
    known = [
        living(f"R{place:02}", scores=(score(total, bands[total]),)) for place, total in enumerate(totals)
    ]

    def in_order(residents: list[Situation]) -> list[Situation]:
        return sorted(residents, key=lambda one: order.rank(one, TODAY))

    assert in_order([known[place] for place in places]) == in_order(known)
    pressing = [one.scores[0].total for one in in_order(known) if one.scores[0].total >= 5]
    assert pressing == sorted(pressing, reverse=True)


@pytest.mark.parametrize(
    ("beds", "free", "message"),
    [
        (None, 1, "whole numbers"),
        (4, None, "whole numbers"),
        (-1, 0, "whole numbers"),
        (2, 3, "cannot be free"),
    ],
)
def test_beds_that_cannot_be(beds: int | None, free: int | None, message: str) -> None:
    with pytest.raises(NotPossible, match=message):
        rules.check_beds(beds, free, "free")
