"""The shapes of what the calibration says about contacts, spells, packages and care homes."""

from __future__ import annotations

from typing import Literal

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

Provider = Literal["practice", "community", "hospital", "council"]


class Use(Sourced):
    """How often a year people of an age use something, and how that goes with frailty and the end of life."""

    kind: str
    rate: ByAge
    by_band: ByBand
    last_year: float
    by_decile: ByAge = Field(default_factory=lambda: {1: 1.0}, description="ratio by deprivation")
    cost: int = Field(ge=0, description="pence")
    cost_source: str


class Contact(Use):
    setting: Literal["home", "gp", "community", "outpatient", "emergency"]
    provider: Provider


class Spell(Use):
    """A stay in a hospital bed: a share ends the same day, the others last some nights."""

    method: Literal["emergency", "elective"]
    same_day: Share
    nights: ByAge
    nights_spread: float
    through_emergency: Share
    cost_a_night: int = Field(ge=0, description="pence")


class Ambulance(Sourced):
    share: Share
    cost: int


class Package(Sourced):
    kind: Literal["home_care", "reablement", "day_care", "equipment", "direct_payment"]
    from_age: int
    starts: ByBand = Field(description="a year, for people at home")
    weeks: float
    weekly_cost: int = Field(ge=0, description="pence")
    cost_source: str


class Care(Shape):
    varies: Figure[float]
    gps: Figure[int] = Field(description="at each practice")
    with_usual_gp: Figure[tuple[float, float]] = Field(description="beta distribution of people's own shares")
    contacts: tuple[Contact, ...]
    spells: tuple[Spell, ...]
    ambulance: Ambulance
    packages: tuple[Package, ...]


class Coding(Shape):
    """Which ICD-10 codes a spell is given: weights of the main one, and shares of the others."""

    main: dict[Literal["emergency", "elective"], Figure[dict[int, ByName]]]
    with_condition: Figure[dict[str, dict[str, Share]]]
    with_frailty: Figure[dict[str, ByBand]]
    frail_from: Figure[int]


class CareHomes(Shape):
    residents: Figure[ByAge]
    of_deaths: Figure[ByAge]
    leans_each_deficit: Figure[float]
    years_resident: Figure[float]
    people_in_a_home: Figure[int]
    joins_practice_of_home: Figure[Share]
    nursing: Figure[Share]
    weekly_cost: Figure[ByName]
