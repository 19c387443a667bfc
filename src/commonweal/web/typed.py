"""Times as people type them: 14:20, 1420, 9.05am, yesterday 14:20, 3/5 14:20, 3 May 2026 14:20."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from commonweal.care.possible import NotPossible
from commonweal.web.words import HERE

CLOCK = re.compile(r"(?:^|\s|T)(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm)?$", re.IGNORECASE)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?$")
NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})(?:\s+(\d{4}))?$", re.IGNORECASE)
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$")
HALF_A_DAY = timedelta(hours=12)
NEAR = {"today": timedelta(0), "yesterday": timedelta(days=-1), "tomorrow": timedelta(days=1)}
EXAMPLE = "Give a time such as 14:20, or a day and a time such as 3 May 14:20"


def moment(about: str, words: str, now: datetime) -> datetime | None:
    """The moment in UTC that somebody typed as the answer to `about`; None where they typed nothing.

    A time without a day is today's, or yesterday's where today's is more than half a day ahead.
    """
    text = " ".join(words.replace(",", " ").split())
    if not text or text.lower() == "now":
        return None
    found = CLOCK.search(text)
    if not found:
        raise NotPossible(about, EXAMPLE)
    day, hour, minute = text[: found.start()].strip(), int(found[1]), int(found[2] or 0)
    if not (found[2] or found[3]):
        raise NotPossible(about, EXAMPLE)
    said = _at(about, _day(about, day, now), _hour(hour, found[3]), minute)
    if not day and said - now > HALF_A_DAY:
        said = _at(about, _day(about, "yesterday", now), _hour(hour, found[3]), minute)
    return said


def day(about: str, words: str, today: date, *, ahead: bool = False) -> date | None:
    """The day that somebody typed as the answer to `about`; None where they typed nothing.

    Without a year it is the last one of that date; the next one where what is asked for lies `ahead`.
    """
    text = " ".join(words.replace(",", " ").split()).lower()
    if not text:
        return None
    if text in NEAR:
        return today + NEAR[text]
    try:
        said = _dated(text, today)
        dated = ISO.match(text) or text[-4:].isdecimal() or text.count("/") + text.count(".") > 1
        return said.replace(year=said.year + 1) if ahead and said < today and not dated else said
    except ValueError:
        raise NotPossible(about, "Give a day such as 3 May 2026 or 3/5/2026") from None


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    return hour % 12 + (12 if half.lower() == "pm" else 0)


def _day(about: str, text: str, now: datetime) -> date:
    """The day in words; the last one of that date where no year is given."""
    today = now.astimezone(HERE).date()
    plain = text.lower().removesuffix(" at").strip()
    if plain in ("", "today"):
        return today
    if plain == "yesterday":
        return today - timedelta(days=1)
    try:
        return _dated(plain, today)
    except ValueError:
        raise NotPossible(about, EXAMPLE) from None


def _dated(text: str, today: date) -> date:
    if iso := ISO.match(text):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if numbers := NUMBERS.match(text):
        return _with_year(int(numbers[1]), int(numbers[2]), numbers[3], today)
    if named := NAMED.match(text):
        return _with_year(int(named[1]), MONTHS.index(named[2][:3].lower()) + 1, named[3], today)
    raise ValueError(text)


def _with_year(day: int, month: int, year: str | None, today: date) -> date:
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this = date(today.year, month, day)
    return this if this <= today else date(today.year - 1, month, day)


def _at(about: str, day: date, hour: int, minute: int) -> datetime:
    """By the clocks of Britain; in the hour that they show twice, the first time it is shown."""
    try:
        here = datetime(day.year, day.month, day.day, hour, minute, tzinfo=HERE)
    except ValueError:
        raise NotPossible(about, EXAMPLE) from None
    said = here.astimezone(UTC)
    if said.astimezone(HERE).replace(tzinfo=None) != here.replace(tzinfo=None):
        raise NotPossible(about, "The clocks went forward over that time; give the time they showed")
    return said
