"""What a list of people by chance is: of whom, in which order, and a page of it. No database here."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from commonweal.care.people.models import Person
from commonweal.care.risk.said import Reason

SORTS = {  # sort → the columns it orders by, all in one direction
    "chance": ("-chance", "-person_id"),
    "age": ("person__birth_date", "person_id"),
    "name": ("person__family_order", "person__given_order", "person_id"),
}
COUNTED = 1000  # people of a list at the most, so that no page waits for a million to be counted
HIGHEST = {"": 0, "10": 90, "5": 95, "1": 99}  # so many in 100 with the highest chance → the least `above`


@dataclass(frozen=True)
class Chosen:
    """Who is listed: registered in an area, by one model, and of a key of HIGHEST; in an order of SORTS."""

    model: str
    area: str
    highest: str = ""
    sort: str = "chance"


@dataclass(frozen=True)
class Likely:
    """Somebody in a list by chance, with the reasons; of 100 others so many have a lower one."""

    person: Person
    chance: float
    above: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Page:
    """Lines in order. `after` and `before` name the person at whom the next and the previous page begin.

    `people` is how many the whole list has; empty where these are more than COUNTED.
    """

    lines: tuple[Likely, ...]
    people: int | None
    after: UUID | None = None
    before: UUID | None = None
