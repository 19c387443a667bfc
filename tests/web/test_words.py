"""How numbers, dates and groups are said."""

from datetime import UTC, date, datetime

import pytest

from commonweal.web import words

NOW = datetime(2025, 6, 30, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "says"),
    [(0, "0 people"), (1, "1 person"), (1234, "1,234 people"), (None, "fewer than 8 people")],
)
def test_a_suppressed_number_says_fewer_than_eight(number, says):
    assert words.people(number) == says


@pytest.mark.parametrize(
    ("part", "whole", "says"),
    [(1, 3, "33.3%"), (0, 3, "0%"), (None, 3, ""), (3, None, ""), (0, 0, "")],
)
def test_a_share_of_nobody_or_of_what_is_withheld_is_not_said(part, whole, says):
    assert words.share(part, whole) == says


@pytest.mark.parametrize(
    ("when", "says"),
    [
        (datetime(2025, 6, 30, 13, 20, tzinfo=UTC), "today 14:20"),  # British summer time
        (datetime(2025, 6, 29, 23, 30, tzinfo=UTC), "today 00:30"),
        (datetime(2025, 6, 29, 8, 5, tzinfo=UTC), "yesterday 09:05"),
        (datetime(2025, 1, 2, 8, 5, tzinfo=UTC), "2 January 2025 08:05"),
        (None, ""),
    ],
)
def test_a_moment_is_said_as_a_clock_here_shows_it(when, says):
    assert words.moment(when, NOW) == says


def test_dates_numbers_and_money():
    assert words.day(date(2019, 5, 3)) == "3 May 2019"
    assert words.day("2019-05-03T10:00:00Z") == "3 May 2019"
    assert words.day(None) == ""
    assert words.nhs_number("9434765919") == "943 476 5919"
    assert words.nhs_number(None) == "no NHS number"
    assert words.pounds(123456) == "£1,235"
    assert words.pounds(None) == ""


@pytest.mark.parametrize(
    ("group", "says"),
    [("all", "all ages"), ("65+", "65 and over"), ("80-84", "80 to 84"), ("90+", "90 and over")],
)
def test_a_group_of_ages(group, says):
    assert words.ages(group) == says
