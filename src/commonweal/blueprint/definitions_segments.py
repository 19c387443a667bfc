"""segments.yaml: the life-course segments in their order, highest need first; it may be left out."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from commonweal.blueprint.definitions_registers import Age
from commonweal.blueprint.document import read_yaml
from commonweal.blueprint.shapes import Answered, Shape
from commonweal.blueprint.words import OneLine, Slug, Whole

Band = Literal["fit", "mild", "moderate", "severe"]
Count = Annotated[Whole, Field(ge=1)]


class Criterion(Shape):
    """What has to be true of a person: everything that is given here."""

    registers: tuple[Slug, ...] = Field((), description="on any of these")
    bands: tuple[Band, ...] = Field((), description="of frailty; any of these")
    from_age: Age | None = None
    to_age: Age | None = Field(None, description="whole years, this one included")
    conditions: Count | None = Field(None, description="at least so many long-term conditions")
    cambridge: Count | None = Field(None, description="a Cambridge score of at least so many hundredths")
    emergency_admissions: Count | None = Field(None, description="at least so many in twelve months")
    bed_days: Count | None = Field(None, description="at least so many in twelve months")
    housebound: bool | None = None
    care_home: bool | None = None
    high_intensity: bool | None = None
    end_of_life: bool | None = None

    @model_validator(mode="after")
    def says_something(self) -> Criterion:
        """A criterion that everybody meets would hide a mistake."""
        if not self.model_fields_set:
            raise PydanticCustomError("criterion", "says nothing; give what has to be true, or take it out")
        return self


class Segment(Shape):
    """One segment: who meets any of the criteria, and is in none that stands before it."""

    id: Slug
    title: OneLine
    means: OneLine = Field(description="who is in it, in plain words")
    any_of: tuple[Criterion, ...] = Field((), description="none in the last: everybody else")


class Segments(Answered):
    """segments.yaml, which may be left out: the starter's eight segments hold where there is none."""

    segments: tuple[Segment, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def everybody_is_in_one(self) -> Segments:
        """Only the last takes everybody else."""
        open_to_all = [not segment.any_of for segment in self.segments]
        if any(open_to_all[:-1]) or not open_to_all[-1]:
            raise PydanticCustomError(
                "segments", "only the last segment has no any_of: it takes everybody else; put it there"
            )
        return self


@cache
def starter() -> tuple[Segment, ...]:
    """The segments that ship."""
    with as_file(files("commonweal.blueprint") / "starter" / "segments.yaml") as path:
        return Segments.model_validate(read_yaml(path).content).segments
