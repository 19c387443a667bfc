"""What every part of the calibration is made of: a figure, its source, and how sure it is."""

from __future__ import annotations

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Sure = Literal["verified", "memory", "assumption"]
Band = Literal["fit", "mild", "moderate", "severe"]
BANDS: tuple[Band, ...] = ("fit", "mild", "moderate", "severe")

Share = Annotated[float, Field(ge=0, le=1)]
ByAge = dict[int, float]
ByBand = dict[Band, float]
ByName = dict[str, float]

Value = TypeVar("Value")


class Shape(BaseModel):
    """A set of keys: no others, and none changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Sourced(Shape):
    """Something that says where it comes from; `source` is a key of the calibration's sources."""

    source: str
    sure: Sure


class Figure(Sourced, Generic[Value]):
    """One figure or table of figures."""

    value: Value


class Target(Sourced):
    """What is to come out: a measure, its value, and how far off is still right for 20,000 people."""

    measure: str
    value: float
    within: float = Field(ge=0)
    ages: str | None = Field(None, description="id of the age structure it is for; for all where not given")
