"""risk.yaml: which models of risk are trained here, on whom, and what each must show before it is shown."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import as_file, files
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from commonweal.blueprint.document import read_yaml
from commonweal.blueprint.shapes import Answered, Shape
from commonweal.blueprint.wording import did_you_mean
from commonweal.blueprint.words import OneLine, Slug, Whole
from commonweal.terms.risk import FEATURES, REGISTER, OutcomeName, known

A_YEAR = 12  # months: models are tested on the days of a year before and two years before


def _feature(name: str) -> str:
    try:
        known(name)
    except KeyError:
        remedy = did_you_mean(name, FEATURES, f"they are {', '.join(FEATURES)}, and {REGISTER} with its id")
        said = f"a model cannot know '{name}'; {remedy}"
        raise PydanticCustomError("feature", "{said}", {"said": said}) from None
    return name


Feature = Annotated[str, AfterValidator(_feature)]


class Span(Shape):
    """From one number to another, both allowed."""

    at_least: float = Field(ge=0, le=100)
    at_most: float = Field(ge=0, le=100)

    @model_validator(mode="after")
    def runs_upwards(self) -> Span:
        """No number lies between a higher and a lower one."""
        if self.at_least > self.at_most:
            raise PydanticCustomError("span", "at_least is more than at_most; change one of them")
        return self

    def holds(self, number: float) -> bool:
        """Whether the number lies within."""
        return self.at_least <= number <= self.at_most


class Gate(Shape):
    """What a model must show on a year that it was not trained on; one that does not is shown to nobody.

    Whoever answers for it in the partnership confirms the numbers; until then the card says that nobody has.
    """

    events: Whole = Field(100, ge=20, description="outcomes in the year it is tested on, at least")
    discrimination: float = Field(
        0.7, ge=0.5, le=1, description="area under the curve, at least; its whole interval above 0.5 too"
    )
    slope: Span = Field(Span(at_least=0.8, at_most=1.25), description="of the calibration")
    observed_over_expected: Span = Field(Span(at_least=0.8, at_most=1.25), description="over all people")
    group_observed_over_expected: Span = Field(
        Span(at_least=0.67, at_most=1.5),
        description="for each group by age, sex, deprivation and ethnicity; it fails where the whole"
        " interval of a group lies outside",
    )
    drift: float = Field(
        0.25,
        gt=0,
        le=10,
        description="population stability index of each feature since it was trained, at most",
    )
    why: OneLine | None = Field(None, description="where the numbers come from")
    confirmed_by: OneLine | None = Field(None, description="who of the partnership's governance said so")
    confirmed_on: date | None = None

    @model_validator(mode="after")
    def is_confirmed_by_somebody_on_a_day(self) -> Gate:
        """Both or neither."""
        if (self.confirmed_by is None) != (self.confirmed_on is None):
            raise PydanticCustomError("confirmed", "give both confirmed_by and confirmed_on, or neither")
        return self


class RiskModel(Shape):
    """One model: what it foretells, of whom, from what."""

    id: Slug
    title: OneLine
    why: OneLine = Field(description="what somebody does who knows it")
    outcome: OutcomeName
    months: Whole = Field(A_YEAR, ge=1, le=A_YEAR, description="how far ahead")
    youngest: Whole = Field(18, ge=0, le=120, description="nobody younger has a score")
    features: tuple[Feature, ...] = Field(min_length=1, description="what it may know")
    people: Whole = Field(
        200_000, ge=1000, le=2_000_000, description="how many it is trained on, and tested on, at most"
    )
    seed: Whole = Field(1, ge=0, description="which of them, where there are more")
    shown_to_person: bool = Field(False, description="on the page of the person whose chance it is")
    what_to_do: tuple[OneLine, ...] = Field(
        (), description="what the person can do, in plain words; they read it beside their chance"
    )
    gate: Gate = Gate()

    @model_validator(mode="after")
    def is_told_as_declared(self) -> RiskModel:
        """A band is known once a year; what is named twice is a slip; who is told is told what to do."""
        if self.outcome == "higher_frailty_band" and self.months != A_YEAR:
            raise PydanticCustomError("months", "frailty is known year by year; set months to 12")
        if len(set(self.features)) < len(self.features):
            raise PydanticCustomError("features", "a feature is named twice; name each once")
        if self.shown_to_person and not self.what_to_do:
            raise PydanticCustomError(
                "what_to_do", "nobody is shown a chance and left alone with it; add what_to_do"
            )
        return self


class RiskModels(Answered):
    """risk.yaml, which may be left out: the starter's models are trained where there is none."""

    risk: tuple[RiskModel, ...]


@cache
def starter() -> tuple[RiskModel, ...]:
    """The models that ship with the project."""
    with as_file(files("commonweal.blueprint") / "starter" / "risk.yaml") as path:
        return RiskModels.model_validate(read_yaml(path).content).risk
