"""The shapes of what the calibration says about people, deaths and homes."""

from __future__ import annotations

from pydantic import Field

from commonweal.incoming.invented.calibration.shape import (
    ByAge,
    ByBand,
    ByName,
    Figure,
    Shape,
    Share,
    Sourced,
)

Table = dict[int, ByName]


class AgeStructure(Sourced):
    """How many people there are from each age, for the partnerships named, or for all others."""

    id: str
    partnerships: tuple[str, ...]
    people: ByAge
    students: ByAge = Field(description="share of people of this age who are students living with others")
    student_quarter: float = Field(
        ge=0, lt=1, description="share of residents who live in the student quarter"
    )


class Everyone(Shape):
    women: Figure[ByAge]
    left_each_year: Figure[float]
    leaver_ages: Figure[ByAge]
    without_nhs_number: Figure[Share]
    ethnic_groups: Figure[Table]
    ethnic_codes: Figure[dict[str, ByName]]


class Deaths(Shape):
    men: Figure[ByAge]
    women: Figure[ByAge]
    ratio_by_band: Figure[ByBand]
    sharpened: Figure[float]
    ratio_by_decile: Figure[ByAge]
    places: Figure[ByName]
    care_home_stays_put: Figure[Share]
    winter: Figure[Share]


class Homes(Shape):
    couple_women: Figure[ByAge]
    couple_men: Figure[ByAge]
    with_parents: Figure[ByAge]
    lone_mothers: Figure[ByAge]
    sharing: Figure[ByAge]
    people_in_a_student_flat: Figure[int]
    people_in_a_shared_house: Figure[int]
    older_people_by_decile: Figure[ByAge]
    tenure: Figure[Table]
    social_rented_by_decile: Figure[ByAge]
    housing: Figure[dict[str, ByName]]
    years_at_address: Figure[ByName]
    came_from_outside: Figure[ByName]
    homeless_adults: Figure[Share]
    own_practice: Figure[Share]
    practice_reach: Figure[float]
    postcode_area: Figure[str]


class Geodemographic(Shape):
    """A group of households: those that fit every condition given and no group before it."""

    group: str
    students: bool = False
    tenures: tuple[str, ...] = ()
    from_age: int = 0
    to_age: int = 200
    from_decile: int = 1
    to_decile: int = 10
