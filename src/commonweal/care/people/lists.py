"""What a list of people is: who was chosen, in which order, and a page of it. No database here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from commonweal.care.extents import Population
from commonweal.care.published.groups import ALL

SORTS = {  # sort → the columns it orders by, all in one direction, so that an index gives the next page
    "deficits": ("-deficits", "-person_id"),
    "rise": ("-rise", "-person_id"),
    "age": ("-age", "-person_id"),
    "name": ("name_order", "person_id"),
}


@dataclass(frozen=True)
class Chosen:
    """Which people a list is of; each choice left empty or at `all` leaves it as wide as it was.

    `having` is a measure of populations that counts them, `of` a group that these are told apart by.
    """

    area: str
    population: str = Population.REGISTERED
    practice: str = ""
    small_area: str = ""
    ages: str = ALL
    sex: str = ALL
    band: str = ALL
    risers: bool = False
    having: str = ""
    of: str = ""


@dataclass(frozen=True)
class Row:
    """One person in a list, with why they are in it."""

    id: UUID
    nhs_number: str | None
    family: str
    given: str
    birth_date: date
    age: int
    sex: str
    practice: str
    lsoa: str
    deficits: int
    band: str
    deficits_year_ago: int | None
    band_year_ago: str | None
    riser: bool


ROW_COLUMNS = (  # of a person's frailty, in the order of Row
    "person_id",
    "person__nhs_number",
    "person__family",
    "person__given",
    "person__birth_date",
    "age",
    "sex",
    "practice",
    "lsoa",
    "deficits",
    "band",
    "deficits_year_ago",
    "band_year_ago",
    "riser",
)


@dataclass(frozen=True)
class Page:
    """Rows in order. `after` and `before` name the person at whom the next and the previous page begin."""

    rows: tuple[Row, ...]
    after: UUID | None
    before: UUID | None
