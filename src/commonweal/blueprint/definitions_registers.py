"""registers.yaml: the disease registers, each found by codes, medicines, values; it may be left out."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from commonweal.blueprint.document import read_yaml
from commonweal.blueprint.shapes import Answered, Shape
from commonweal.blueprint.words import OneLine, Slug, Whole

Months = Annotated[Whole, Field(ge=1, le=1200)]
Age = Annotated[Whole, Field(ge=0, le=120)]
Share = Annotated[float, Field(ge=0, le=1)]


class Items(Shape):
    """Medicines that show a condition: so many items of some lists within so many months."""

    lists: tuple[Slug, ...] = Field(min_length=1, description="code lists of medicines; any of them counts")
    at_least: Annotated[Whole, Field(ge=1)] = 1
    months: Months = 12


class Measured(Shape):
    """The newest values that were measured, each of them below a number, or each at least that number.

    An answer that is no number (such as >90) counts as a value that is not.
    """

    lists: tuple[Slug, ...] = Field(min_length=1, description="code lists of what is measured")
    last: Annotated[Whole, Field(ge=1)] = Field(
        1, description="how many of the newest values; fewer show nothing"
    )
    below: float | None = None
    at_least: float | None = None
    unit: OneLine | None = Field(None, description="UCUM unit of the values that count; any if none")

    @model_validator(mode="after")
    def has_one_bound(self) -> Measured:
        """Below a number, or at least one."""
        if (self.below is None) == (self.at_least is None):
            raise PydanticCustomError("measured", "give below or at_least, one of the two")
        return self


class Finding(Shape):
    """What makes a record show something: codes, medicines, measured values, in people of some ages."""

    codes: tuple[Slug, ...] = Field((), description="code lists; a code of any of them counts")
    within_months: Months | None = Field(None, description="a code counts only so long")
    new_within_months: Months | None = Field(None, description="the first code was not longer ago")
    resolved_by: tuple[Slug, ...] = Field(
        (), description="code lists; one of theirs later than the newest of `codes` ends it"
    )
    medicines: Items | None = None
    measured: Measured | None = None
    needs: Literal["both", "either"] | None = Field(
        None, description="where more than one of codes, medicines and measured is given: all, or any of them"
    )
    unless: tuple[Slug, ...] = Field((), description="code lists; whoever has a code of theirs is left out")
    from_age: Age = Field(0, description="whole years on the day that is asked about")
    to_age: Age | None = Field(None, description="whole years, this one included")

    @property
    def lists(self) -> tuple[str, ...]:
        """Every code list it names."""
        items = self.medicines.lists if self.medicines else ()
        values = self.measured.lists if self.measured else ()
        return (*self.codes, *self.resolved_by, *self.unless, *items, *values)

    @property
    def ways(self) -> tuple[str, ...]:
        """By what it is shown: codes, medicines, measured."""
        return tuple(name for name in ("codes", "medicines", "measured") if getattr(self, name))

    @model_validator(mode="after")
    def can_be_found(self) -> Finding:
        """There is something to look for, and the keys fit together."""
        if not self.ways:
            raise PydanticCustomError("finding", "needs codes, medicines or measured; name a list")
        if (len(self.ways) > 1) != (self.needs is not None):
            raise PydanticCustomError("finding", "needs: goes with two of codes, medicines and measured")
        if not self.codes and (self.resolved_by or self.within_months or self.new_within_months):
            raise PydanticCustomError("finding", "months and resolved_by are about codes; give codes too")
        if self.within_months and self.new_within_months:
            raise PydanticCustomError("finding", "give within_months or new_within_months, not both")
        if self.to_age is not None and self.to_age < self.from_age:
            raise PydanticCustomError("finding", "to_age is below from_age; change one of them")
        return self


class ExpectedShare(Shape):
    """The share of women and of men who would be on a register, from an age up to the next one given."""

    from_age: Age
    women: Share
    men: Share


class Expected(Shape):
    """How many would be on a register if people here were as those in the source."""

    source: OneLine
    sure: Literal["verified", "memory", "assumption"]
    shares: tuple[ExpectedShare, ...] = Field(min_length=1, description="youngest first; below them nobody")

    @model_validator(mode="after")
    def runs_upwards(self) -> Expected:
        """Ages rise, so that each person has one share."""
        ages = [one.from_age for one in self.shares]
        if ages != sorted(set(ages)):
            raise PydanticCustomError("expected", "shares should stand by age, youngest first, each age once")
        return self


class Register(Finding):
    """One disease register."""

    id: Slug
    title: OneLine
    long_term: bool = Field(True, description="whether it counts among a person's long-term conditions")
    cambridge: Slug | None = Field(
        None, description="condition of the Cambridge multimorbidity score that it stands for"
    )
    expected: Expected | None = None
    source: OneLine


class Registers(Answered):
    """registers.yaml, which may be left out: the starter's registers hold where there is none."""

    registers: tuple[Register, ...] = Field(min_length=1)


@cache
def starter() -> tuple[Register, ...]:
    """The registers that ship."""
    with as_file(files("commonweal.blueprint") / "starter" / "registers.yaml") as path:
        return Registers.model_validate(read_yaml(path).content).registers
