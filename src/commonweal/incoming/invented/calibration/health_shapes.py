"""The shapes of what the calibration says about frailty, conditions, medicines and measurements."""

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


class Frailty(Shape):
    """Years beyond one's age: their spread between people, by neighbourhood and by tenure."""

    spread: Figure[float]
    older_by_decile: Figure[ByAge]
    older_by_tenure: Figure[ByName]
    bands: Figure[ByBand]


class Condition(Sourced):
    """A diagnosis or finding: how common it is in England from an age on, and when in life it comes."""

    name: str
    deficit: str | None = Field(None, description="deficit of the frailty index that its codes count as")
    codes: tuple[str, ...] = Field((), description="which of the deficit's codes; all where none is named")
    own_codes: dict[str, str] = Field(default_factory=dict, description="code: term, where it is no deficit")
    share: Share
    from_age: int
    midpoint: float = Field(description="age at which half of those who will ever have it do")
    spread: float = Field(gt=0, description="years; how widely the beginning is spread round the midpoint")
    women: float = Field(1.0, gt=0, description="how many times commoner in women")
    leans: float = Field(1.0, ge=0, description="how much of a person's years beyond their age count")
    again: float = Field(0.0, ge=0, description="times a year it is coded again")


class Smoking(Shape):
    current: Figure[ByAge]
    ever: Figure[ByAge]
    recorded_each_year: Figure[float]
    codes: dict[str, tuple[str, str]]


class EndOfLife(Shape):
    """Who is put on the palliative care register, and how long before death."""

    on_register: Figure[Share]
    days_before: Figure[float]
    code: tuple[str, str]


class Prescribing(Shape):
    days_between_issues: Figure[int]
    starts_within_days: Figure[int]
    stopped_each_year: Figure[float]
    short_courses_each_year: Figure[ByAge]
    short_courses: dict[str, str]


class Medicine(Shape):
    """A medicine and the share of people with each condition who are given it."""

    name: str
    code: str
    given: dict[str, Share] = Field(alias="for")


class Measurement(Shape):
    """Something measured: how often a year, and what it shows."""

    name: str
    code: str
    unit: str
    measured_with: str | None = Field(None, alias="with", description="taken whenever that one is")
    anyone: ByAge = Field(default_factory=dict)
    often: ByName = Field(default_factory=dict, alias="for")
    mean: float
    spread: float
    lowest: float | None = Field(None, description="of people with none of the conditions that shift it")
    women: float = 0.0
    women_lowest: float | None = None
    by_age: ByAge = Field(default_factory=lambda: {0: 1.0})
    shifted: ByName = Field(default_factory=dict)
    digits: int
