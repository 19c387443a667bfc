"""How a resource is read: the form that condition.py and its siblings fill in, and what they share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from commonweal.terms import codes, nhs_number

Row = tuple[Any, ...]

# A version or a server's address around Type/id; FHIR R4, Reference.
LITERAL = re.compile(r"(?:https?://\S*/)?([A-Za-z]+/[A-Za-z0-9.-]{1,64})(?:/_history/\S+)?")
EVERY = ("id", "meta", "contained", "extension")  # elements of every resource that are looked at
PATIENT = "Patient/"
BY_NHS_NUMBER = f"Patient?identifier={codes.NHS_NUMBER}|"
MONTHS = {"a": 12, "mo": 1}  # UCUM units of an age, in months
DAYS = {"wk": 7, "d": 1}  # and in days
OLDEST = 150  # years


class Age(NamedTuple):
    """Months and days since birth."""

    months: int
    days: int


class Unfit(Exception):
    """A record that cannot be taken; the message says why, the same for every record with that fault."""


def nothing(_: Any) -> None:
    """What a resource says that does not say such a thing."""


@dataclass(frozen=True)
class Reading:
    """Pure functions of one resource, decoded: its rows, whom it is about and when it was.

    `elements` are those that the functions look at, beside EVERY. `rows` gives a list of rows for each of
    `tables`, or raises Unfit where the resource, though right in itself, is not to be taken. The first of
    `tables` is the one that a refused resource is counted against.
    """

    resource: str
    elements: tuple[str, ...]
    tables: tuple[str, ...]
    rows: Callable[[Any], tuple[list[Row], ...]]
    about: Callable[[Any], str | None] = nothing
    when: Callable[[Any], date | Age | None] = nothing


def codings(concept: Any) -> list[Row]:
    """system, code, words: a row for each different code of a concept."""
    if concept is None or not concept.coding:
        return []
    words = concept.text
    rows = [
        (each.system or "", each.code, each.display or words)
        for each in concept.coding
        if each.code is not None
    ]
    return rows if len(rows) < 2 else list({row[:2]: row for row in reversed(rows)}.values())


def coded(concept: Any) -> list[Row]:
    """The same; Unfit where there is no code, or one that is not as issued."""
    rows = codings(concept)
    if not rows:
        raise Unfit("it has no code")
    for _, code, _ in rows:
        if code != code.strip():
            raise Unfit("a code has spaces around it")
    return rows


def not_marked(status: str | None, *marks: str) -> None:
    """Unfit where the status is one of those that say it is not so."""
    if status in marks:
        raise Unfit(f"it is marked {status}")


def day(told: date | None) -> date | None:
    """The calendar day as the source wrote it: a fall at half past midnight belongs to that night's day."""
    return told.date() if isinstance(told, datetime) else told


def first_day(period: Any) -> date | None:
    """The day a period starts."""
    return None if period is None else day(period.start)


def age(*ages: Any) -> Age | None:
    """The age a record gives in place of a date: an Age, or a Range with its lower end."""
    for each in ages:
        each = getattr(each, "low", each)
        if each is None or each.value is None:
            continue
        unit = each.code or each.unit
        found = Age(int(each.value * MONTHS.get(unit, 0)), int(each.value * DAYS.get(unit, 0)))
        if found != (0, 0) and 0 <= found.months / 12 + found.days / 366 <= OLDEST:
            return found
    return None


def person_in(reference: Any) -> str | None:
    """Whom a reference names: Patient/id, the address of a resource in a Bundle, or an NHS number."""
    if reference is None:
        return None
    text = reference.reference
    if text is None:
        return _number(reference.identifier)
    if text.startswith(BY_NHS_NUMBER):
        return nhs_number.normal(text.removeprefix(BY_NHS_NUMBER)) or text
    return text if text.startswith(PATIENT) and text.count("/") == 1 else resource_in(text)


def resource_in(text: str | None) -> str | None:
    """Type/id where a reference says so, however long its address; else the reference as it is."""
    found = text and LITERAL.fullmatch(text)
    return found[1] if found else text


def _number(identifier: Any) -> str | None:
    if identifier is None or identifier.system != codes.NHS_NUMBER:
        return None
    return nhs_number.normal(identifier.value) or identifier.value
