"""When what a resident is owed is due, and what may be said of a home. No database and no clock here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from commonweal.blueprint.homes import Element
from commonweal.blueprint.pathways_clocks import Hours, Within
from commonweal.care.homes.models import FUNDING, LEFT
from commonweal.care.pathways.working_time import HERE, Measure, midnight, worked
from commonweal.care.possible import NotPossible

DAY = timedelta(days=1)
LONGEST = 2000  # letters of what is said
Standing = Literal["done", "due", "overdue"]


class Overtaken(Exception):
    """Somebody recorded something first; nothing of ours was recorded. The message says what became of it."""


@dataclass(frozen=True)
class Owed:
    """One element for one resident: whether it was done, when it is due, and the working days left of it."""

    element: Element
    standing: Standing
    due: date
    done: date | None
    left: int

    @property
    def overdue(self) -> bool:
        return self.standing == "overdue"


def day_of(moment: datetime) -> date:
    """The day it is in Britain at this moment."""
    return moment.astimezone(HERE).date()


def due(element: Element, since: date, hours: Hours) -> date:
    """The last day on which it is in time, for somebody who came, or had it last, on the day `since`."""
    if element.every_days:
        return since + element.every_days * DAY
    measure = Measure(Within(working_days=element.working_days), hours)
    ends = measure.when(midnight(since + DAY), measure.limit // timedelta(microseconds=1))
    return day_of(ends - timedelta(microseconds=1))


def working_days(first: date, last: date, hours: Hours) -> int:
    """How many working days there are from the first day to the last one, both counted."""
    return sum(bool(worked(hours, first + number * DAY)) for number in range((last - first).days + 1))


def owed(element: Element, started: date, done: date | None, today: date, hours: Hours) -> Owed:
    """How an element stands today; what was done before they came back does not count, unless it holds."""
    if element.working_days:
        counts = done if done and done >= started else None
        last = due(element, started, hours)
        standing: Standing = "done" if counts else "overdue" if today > last else "due"
    else:
        counts = done
        last = due(element, done or started, hours)
        standing = "overdue" if today > last else "done" if done else "due"
    left = working_days(today, last, hours) if today <= last else -working_days(last + DAY, today, hours)
    return Owed(element, standing, last, counts, left)


def check_started(started: date | None, born: date | None, today: date) -> date:
    """The day somebody came; NotPossible where it is none that can be."""
    if started is None:
        raise NotPossible("started", "Give the day they came, such as 3 5 2026")
    if started > today:
        raise NotPossible("started", "This day has not come yet; add them once they are here")
    if born and started < born:
        raise NotPossible("started", "This is before they were born; check the year")
    return started


def check_left(outcome: str, ended: date | None, started: date, today: date) -> date:
    """The day somebody left; NotPossible where it, or why, cannot be."""
    if outcome not in LEFT:
        raise NotPossible("outcome", "Choose why they live here no more")
    if outcome == "never":
        return started
    if ended is None:
        raise NotPossible("ended", "Give the day they left, such as 3 5 2026")
    if ended > today:
        raise NotPossible("ended", "This day has not come yet")
    if ended < started:
        raise NotPossible("ended", f"This is before they came, on {started:%-d %B %Y}")
    return ended


def check_funding(funding: str) -> str:
    """Who pays, where it is said."""
    if funding and funding not in FUNDING:
        raise NotPossible("funding", "Choose who pays, or leave it open")
    return funding


def check_beds(beds: int | None, free: int | None, about: str) -> tuple[int, int]:
    """Beds there are and beds that are free; NotPossible where they cannot be."""
    if beds is None or free is None or beds < 0 or free < 0:
        raise NotPossible(about, "Give whole numbers, 0 where there is none")
    if free > beds:
        raise NotPossible(about, "More beds cannot be free than there are")
    return beds, free


def check_words(about: str, words: str, missing: str) -> str:
    """The words as they are kept; NotPossible with what is missing where there are none to speak of."""
    said = words.strip()[:LONGEST]
    if not any(letter.isalnum() for letter in said):
        raise NotPossible(about, missing)
    return said


def known(about: str, chosen: Iterable[str], there: Iterable[str]) -> list[str]:
    """What was ticked, each once and in the order of the file; NotPossible where it is not in the file."""
    order, ticked = list(there), set(chosen)
    if ticked - set(order):
        raise NotPossible(about, "Choose from what is offered")
    return [id for id in order if id in ticked]
