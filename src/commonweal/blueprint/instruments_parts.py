"""The parts of an instrument's tables: spans of numbers, points, bands, options, conditions on answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from commonweal.blueprint.shapes import Shape
from commonweal.blueprint.words import OneLine, Slug, Whole

LARGEST = 1_000_000_000


def _number(given: object) -> object:
    """A number as it is written: 37.1 is 37.1, and not the nearest thing that a machine has for it."""
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal):
        raise PydanticCustomError("number", "should be a number, such as 7 or 37.5")
    number = Decimal(str(given))
    if not number.is_finite() or abs(number) >= LARGEST:
        raise PydanticCustomError("number", "should be a number that somebody could measure")
    return number


Number = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema({"type": "number"})]


class Span(Shape):
    """Numbers from one to another, both included; open where one of them is left out."""

    low: Annotated[Number | None, Field(alias="from")] = None
    high: Annotated[Number | None, Field(alias="to")] = None

    def holds(self, number: Decimal) -> bool:
        """Whether the number is in it."""
        return (self.low is None or self.low <= number) and (self.high is None or number <= self.high)


class After(Shape):
    """How long a result stands before the person is assessed again."""

    hours: Annotated[Whole, Field(ge=1)] | None = None
    days: Annotated[Whole, Field(ge=1)] | None = None
    months: Annotated[Whole, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def is_one_length(self) -> After:
        """Exactly one key."""
        if sum(number is not None for _, number in self) != 1:
            raise PydanticCustomError("after", "should be one of hours, days and months")
        return self

    @property
    def days_long(self) -> float:
        """To compare one with another; a month counts as thirty days."""
        return (self.hours or 0) / 24 + (self.days or 0) + (self.months or 0) * 30

    def __str__(self) -> str:
        unit, number = next((unit, number) for unit, number in self if number is not None)
        return f"{number} {unit.removesuffix('s') if number == 1 else unit}"


class Condition(Span):
    """That a question was answered in a certain way: by one of some options, or by a number in a span."""

    question: Slug
    options: Annotated[tuple[Slug, ...], Field(alias="is", description="ids of options; or yes, or no")] = ()

    @model_validator(mode="after")
    def is_one_thing(self) -> Condition:
        """Options or a span of numbers, and not both."""
        if bool(self.options) == (self.low is not None or self.high is not None):
            raise PydanticCustomError("condition", "should say is, or from and to; give one of them")
        return self


class Points(Span):
    """What a number in this span scores."""

    gives: Whole


class Table(Shape):
    """What a number scores where some other questions are answered in a certain way."""

    title: OneLine
    when: tuple[Condition, ...] = Field(min_length=1, description="all of these hold")
    points: tuple[Points, ...] = Field(min_length=1)


class Band(Span):
    """What a score in this span is called, what it means, and what is done."""

    band: Slug
    title: OneLine
    do: OneLine | None = Field(None, description="what is done now")
    re_assess_after: After | None = Field(None, description="sooner or later than the instrument says")


class Option(Shape):
    """One of the answers to choose from."""

    id: Slug
    title: OneLine
    score: Whole | None = None
