"""The shape of an instrument: whom it is for, its licence, its questions, and what a score means."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from commonweal.blueprint.instruments_parts import After, Band, Condition, Number, Span
from commonweal.blueprint.instruments_questions import Question
from commonweal.blueprint.shapes import Answered, Shape
from commonweal.blueprint.words import OneLine, Slug

ANY, TOTAL = "any", "total"
Kept = Literal[  # of the categories of agreements, those to which somebody's answers can belong
    "assessments",
    "mental_health",
    "community",
    "social_care",
    "plan_about_me",
    "plan_care",
    "plan_crisis",
    "plan_end_of_life",
]


class Licence(Shape):
    """Who holds the rights in it, and what of it may stand in a file of ours."""

    holder: OneLine
    says: OneLine
    embed: Literal["items", "labels", "score"] = Field(
        description="items: its questions; labels: the names of its levels; score: a number alone"
    )
    credit: OneLine | None = Field(None, description="shown wherever the instrument is")
    source: OneLine = Field(description="where this stands, or that it is from memory")


class Refusal(Condition):
    """An answer with which the instrument may not be used at all."""

    because: OneLine


class Converted(Shape):
    """A sum of the parts, and what is reported for it."""

    sum: Number
    gives: Number


class Trigger(Span):
    """Something to act on besides the band: a part, any part or the total in a span."""

    id: Slug
    title: OneLine
    part: Slug = Field(description="id of a question that scores; or any, or total")
    do: OneLine | None = Field(None, description="what is done now")
    band: Slug | None = Field(None, description="the band instead of that of the total")
    below: Number | None = Field(None, description="for the band: only while the total is less than this")
    re_assess_after: After | None = None

    @model_validator(mode="after")
    def can_be_met(self) -> Trigger:
        """It says which scores it means, and a band only as far as it goes."""
        if self.low is None and self.high is None:
            raise PydanticCustomError("trigger", "says no score; give from, to or both")
        if (self.band is None) != (self.below is None):
            raise PydanticCustomError("trigger", "band and below go together; give both, or neither")
        return self


class Version(Shape):
    """The instrument as it stands between two dates; a result keeps the version of its day."""

    id: Slug
    starts: Annotated[date, Field(alias="from", description="the first day it is used in this version")]
    until: date | None = Field(None, description="the last day; none while it goes on")
    source: OneLine = Field(description="where the facts are from, and which of them are from memory")
    not_for: tuple[Refusal, ...] = ()
    questions: tuple[Question, ...] = Field(min_length=1)
    total: Literal["sum", "none"] = Field("sum", description="none: each score stands for itself")
    conversion: tuple[Converted, ...] = Field((), description="what is reported for each sum of the parts")
    bands: tuple[Band, ...] = Field((), description="what a total means, from the lowest")
    triggers: tuple[Trigger, ...] = ()

    @model_validator(mode="after")
    def ends_after_it_starts(self) -> Version:
        """The last day is not before the first."""
        if self.until and self.until < self.starts:
            raise PydanticCustomError("version", "ends before it starts; change from or until")
        return self

    def holds(self, on: date) -> bool:
        """Whether it is used on this day."""
        return self.starts <= on and (self.until is None or on <= self.until)

    def question(self, id: str) -> Question | None:
        """The question with this id, if there is one."""
        return next((question for question in self.questions if question.id == id), None)

    @property
    def parts(self) -> tuple[Question, ...]:
        """The questions that score."""
        return tuple(question for question in self.questions if question.scores)

    @property
    def step(self) -> Decimal:
        """The smallest difference between two totals."""
        if self.conversion:
            return min(Decimal(1).scaleb(int(row.gives.as_tuple().exponent)) for row in self.conversion)
        return min((question.step for question in self.parts if question.counts), default=Decimal(1))

    @property
    def sums(self) -> Span:
        """The lowest and the highest sum of the parts; a part that need not be asked can be missing."""
        lows, highs = [], []
        for question in self.parts:
            low, high = question.scored.low or Decimal(0), question.scored.high or Decimal(0)
            lows.append(min(low, Decimal(0)) if question.shown_when else low)
            highs.append(max(high, Decimal(0)) if question.shown_when else high)
        return Span.model_validate({"from": sum(lows, Decimal(0)), "to": sum(highs, Decimal(0))})

    @property
    def totals(self) -> Span:
        """The lowest and the highest total."""
        if not self.conversion:
            return self.sums
        given = [row.gives for row in self.conversion]
        return Span.model_validate({"from": min(given), "to": max(given)})


class Change(Shape):
    """How far a score has to move before it means that the person has changed, and not the measuring."""

    part: Slug = Field(TOTAL, description="id of a question that scores; or total")
    points: Annotated[Number, Field(gt=0)]
    better: Literal["lower", "higher"] = Field(description="which way is better for the person")
    sure: Literal["published", "from_memory", "assumption"]
    source: OneLine


class Instrument(Answered):
    """instruments/<id>.yaml: a form with a score, or the score of one that may not stand here."""

    id: Slug
    title: OneLine
    also: tuple[Slug, ...] = Field((), description="other ids by which people and pathways name it")
    sources: tuple[OneLine, ...] = Field(min_length=1, description="where the facts come from")
    invented: bool = False
    licence: Licence
    for_whom: OneLine
    category: Kept = Field("assessments", description="of agreements: who may see what was answered")
    re_assess_after: After | None = Field(None, description="none: whenever it is needed")
    meaningful_change: tuple[Change, ...] = ()
    versions: tuple[Version, ...] = Field(min_length=1)

    @property
    def name(self) -> str:
        """The file it stands in, from the blueprint's folder."""
        return f"instruments/{self.id}.yaml"

    @property
    def names(self) -> tuple[str, ...]:
        """Every id that means it."""
        return (self.id, *self.also)

    def version(self, on: date) -> Version | None:
        """How it stands on this day; None before the first version and after the last."""
        return next((version for version in self.versions if version.holds(on)), None)
