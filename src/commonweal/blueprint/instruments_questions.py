"""The shape of an instrument's question: how it is answered, when it is asked, what an answer scores."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from commonweal.blueprint.instruments_parts import Band, Condition, Option, Points, Span, Table
from commonweal.blueprint.words import OneLine, Slug, Whole

AnswerKind = Literal["whole", "decimal", "choice", "yes_no", "text"]
YES, NO = "yes", "no"
FITTING: dict[AnswerKind, tuple[str, ...]] = {
    "whole": ("from", "to", "unit", "counts", "points", "tables", "bands"),
    "decimal": ("from", "to", "unit", "places", "counts", "points", "tables", "bands"),
    "choice": ("options", "bands"),
    "yes_no": ("yes", "no", "bands"),
    "text": (),
}
NEEDED: dict[AnswerKind, tuple[str, ...]] = {
    "whole": ("from", "to"),
    "decimal": ("from", "to", "places"),
    "choice": ("options",),
    "yes_no": (),
    "text": (),
}


class Question(Span):
    """What is asked or measured, and what the answer scores."""

    id: Slug
    ask: OneLine
    note: OneLine | None = Field(None, description="how it is asked or measured")
    answer: AnswerKind
    unit: OneLine | None = None
    places: Whole | None = Field(
        None, ge=1, le=6, description="decimal places it is rounded to, half upwards, before it is scored"
    )
    options: tuple[Option, ...] = ()
    yes: Whole | None = Field(None, description="what yes scores")
    no: Whole | None = Field(None, description="what no scores")
    counts: bool = Field(False, description="the number itself is the score")
    points: tuple[Points, ...] = Field((), description="what a number scores, from the lowest")
    tables: tuple[Table, ...] = Field((), description="several tables of points, chosen by other answers")
    bands: tuple[Band, ...] = Field((), description="what the score of this question alone is called")
    optional: bool = False
    shown_when: Condition | None = Field(None, description="asked only where this holds")
    read_by: OneLine | None = Field(None, description="who reads an answer that scores nothing, what for")

    @model_validator(mode="after")
    def fits_its_answer(self) -> Question:
        """Only keys that mean something for this kind of answer, and those that it needs."""
        given = {Question.model_fields[name].alias or name for name in self.model_fields_set}
        for key in sorted({key for keys in FITTING.values() for key in keys} & given):
            if key not in FITTING[self.answer]:
                raise PydanticCustomError(
                    "question",
                    "'{key}' means nothing with answer: {answer}; take it out",
                    {"key": key, "answer": self.answer},
                )
        for key in NEEDED[self.answer]:
            if key not in given:
                raise PydanticCustomError(
                    "question",
                    "with answer: {answer} it needs '{key}'; add it",
                    {"key": key, "answer": self.answer},
                )
        return self

    @model_validator(mode="after")
    def scores_in_one_way(self) -> Question:
        """A question scores in one way or not at all, whatever is answered, and whenever it is asked."""
        if sum(map(bool, (self.counts, self.points, self.tables))) > 1:
            raise PydanticCustomError(
                "question", "scores in several ways; keep one of counts, points, tables"
            )
        if (self.yes is None) != (self.no is None):
            raise PydanticCustomError("question", "says what one answer scores; give both yes and no")
        if len({option.score is None for option in self.options}) > 1:
            raise PydanticCustomError("question", "has options with a score and without; give each one")
        if self.scores and self.optional:
            raise PydanticCustomError(
                "question", "scores, so that it has to be answered; take out optional: true"
            )
        if self.bands and not self.scores:
            raise PydanticCustomError("question", "has bands and no score; take them out")
        return self

    @property
    def scores(self) -> bool:
        """Whether an answer to it counts."""
        chosen = any(option.score is not None for option in self.options)
        return bool(self.counts or self.points or self.tables or chosen or self.yes is not None)

    @property
    def step(self) -> Decimal:
        """The smallest difference between two answers that are numbers."""
        return Decimal(1).scaleb(-(self.places or 0))

    @property
    def choices(self) -> tuple[str, ...]:
        """The ids to choose from; none where the answer is a number or text."""
        return (YES, NO) if self.answer == "yes_no" else tuple(option.id for option in self.options)

    @property
    def scored(self) -> Span:
        """The lowest and the highest score that an answer can have."""
        if self.counts:
            return Span.model_validate({"from": self.low, "to": self.high})
        given = [row.gives for rows in (self.points, *(t.points for t in self.tables)) for row in rows]
        given += [option.score for option in self.options if option.score is not None]
        given += [score for score in (self.yes, self.no) if score is not None]
        return Span.model_validate({"from": min(given, default=0), "to": max(given, default=0)})
