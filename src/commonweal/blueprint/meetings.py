"""meetings.yaml: whom a team's meeting speaks of, by rules in their order; it may be left out."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from commonweal.blueprint.document import read_yaml
from commonweal.blueprint.shapes import Answered, Shape, TeamKind
from commonweal.blueprint.words import OneLine, Slug, Whole

RuleKind = Literal[
    "risers", "discharges", "frequent_callers", "reviews_overdue", "care_home_round", "plan_reviews_overdue"
]
ACROSS_AN_AREA = ("risers",)  # what is published in an order that gives the first few of many


class AgendaRule(Shape):
    """One reason to speak of somebody. The rules that come first come first in the meeting."""

    kind: RuleKind
    title: OneLine
    among: Literal["caseload", "area"] = Field(
        "caseload", description="the team's caseload, or everybody registered in its area"
    )
    days: Whole = Field(14, ge=1, le=366, description="how far back it looks; or how long somebody rests")
    at_least: Whole = Field(1, ge=1, description="how often, where it counts something")
    at_most: Whole = Field(20, ge=1, le=100, description="how many people it lists")

    @model_validator(mode="after")
    def is_found_there(self) -> AgendaRule:
        """Only some rules look beyond a caseload."""
        if self.among == "area" and self.kind not in ACROSS_AN_AREA:
            raise PydanticCustomError(
                "rule", "only risers are looked for in an area; let it look among the caseload"
            )
        return self


class Basis(Shape):
    """Why a meeting may speak of somebody."""

    id: Slug
    title: OneLine


class Agenda(Shape):
    """The rules of the meetings of some teams."""

    id: Slug
    title: OneLine
    kinds: tuple[TeamKind, ...] = Field((), description="kinds of team; all others too where none is given")
    rules: tuple[AgendaRule, ...] = Field(min_length=1)
    bases: tuple[Basis, ...] = Field(min_length=1, description="the first is what a form begins with")


class Meetings(Answered):
    """meetings.yaml, which may be left out: the starter's agenda holds where no other does."""

    meetings: tuple[Agenda, ...] = Field(min_length=1)


@cache
def starter() -> tuple[Agenda, ...]:
    """The agenda that ships with the project."""
    with as_file(files("commonweal.blueprint") / "starter" / "meetings.yaml") as path:
        return Meetings.model_validate(read_yaml(path).content).meetings


def agenda_of(agendas: tuple[Agenda, ...], kind: str) -> Agenda:
    """The first that is for teams of this kind, else the first for all, else the starter's."""
    named = (one for one in agendas if kind in one.kinds)
    general = (one for one in agendas if not one.kinds)
    return next(named, None) or next(general, None) or starter()[0]
