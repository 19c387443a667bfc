"""homes.yaml: the care homes, who looks after those who live there, and what is owed to each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from commonweal.blueprint.pathways_clocks import Hours, Weekday
from commonweal.blueprint.shapes import Answered, Shape
from commonweal.blueprint.words import Ods, OneLine, Slug, TimeOfDay, Whole


class BedType(Shape):
    """A kind of bed, as vacancies are spoken of here."""

    id: Slug
    title: OneLine


class Element(Shape):
    """What a resident is owed: within some working days of coming or coming back, or every so often."""

    id: Slug
    title: OneLine
    working_days: Annotated[Whole, Field(ge=1)] | None = Field(
        None, description="after the day of coming, or coming back"
    )
    every_days: Annotated[Whole, Field(ge=1)] | None = Field(
        None, description="how long it holds; the first is due then after coming"
    )
    shown_by: Literal["plan", "instrument"] | None = Field(
        None, description="what shows that it was done, besides whoever says so"
    )
    instruments: tuple[Slug, ...] = Field((), description="any of these, where an instrument shows it")
    source: OneLine

    @model_validator(mode="after")
    def is_due_at_one_time(self) -> Element:
        """Exactly one of the two spans; instruments only where they show it."""
        if (self.working_days is None) == (self.every_days is None):
            raise PydanticCustomError("element", "should have one of working_days and every_days")
        if bool(self.instruments) != (self.shown_by == "instrument"):
            raise PydanticCustomError("element", "instruments go with shown_by: instrument; give both")
        return self


class Point(Shape):
    """One thing to go through with each resident on a round, or one sign that somebody is not as usual."""

    id: Slug
    title: OneLine


class WeeklyRound(Shape):
    """On which day of the week somebody of the team comes to the home, and when."""

    day: Weekday
    at: TimeOfDay | None = None


class Home(Shape):
    """A care home: the practice it is aligned to, its network, who leads and who coordinates, its beds."""

    ods: Ods
    aligned_practice: Ods
    network: Slug = Field(description="id of the area whose teams come")
    clinical_lead: OneLine
    coordinator: Slug = Field(description="id of the team that coordinates the care of those who live there")
    round: WeeklyRound
    beds: Mapping[Slug, Annotated[Whole, Field(ge=0)]] = Field(
        default_factory=dict, description="beds by type; left out where the home says so itself"
    )
    telephone: OneLine | None = None
    invented: bool = False


class Homes(Answered):
    """homes.yaml, which may be left out: the care homes and what is owed to those who live there."""

    sources: tuple[OneLine, ...] = Field(min_length=1)
    urgent_pathway: Slug = Field(description="where an urgent call of a home goes")
    observations: Slug | None = Field(
        None, description="the instrument by which a home notices that somebody gets worse"
    )
    stale_after_days: Annotated[Whole, Field(ge=1)] = 7
    hours: Hours = Field(description="which days are working days")
    bed_types: tuple[BedType, ...] = Field(min_length=1)
    elements: tuple[Element, ...] = ()
    protocol: tuple[Point, ...] = Field((), description="what is gone through with each resident on a round")
    signs: tuple[Point, ...] = Field((), description="what may look different today, in plain words")
    homes: tuple[Home, ...] = ()

    def bed_type(self, id: str) -> str:
        """What a type of bed is called; its id where it is declared no more."""
        return next((one.title for one in self.bed_types if one.id == id), id)
