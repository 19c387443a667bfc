"""plan.yaml: the headings of each person's plan, and who may write under which.

It may be left out: then the starter's headings hold, after those of the national standards.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from commonweal.blueprint.document import read_yaml
from commonweal.blueprint.shapes import Answered, Shape
from commonweal.blueprint.words import OneLine, Slug, Whole

PlanCategory = Literal["plan_about_me", "plan_care", "plan_crisis", "plan_end_of_life"]
Content = Literal[
    "words",
    "list",
    "needs_and_goals",
    "actions",
    "contingency",
    "people",
    "equipment",
    "medicines",
    "people_around",
    "first_to_call",
    "decisions",
    "medicines_kept_ready",
    "medicines_issued",
]
FROM_THE_RECORD: frozenset[str] = frozenset(
    {"people_around", "first_to_call", "decisions", "medicines_kept_ready", "medicines_issued"}
)
InCrisis = Literal["decisions", "do", "medicines", "call", "matters"]


class Section(Shape):
    """One heading of the plan."""

    id: Slug
    title: OneLine
    easy_title: OneLine = Field(description="the same in easy words, as the person is asked it")
    help: OneLine = Field(description="what to write here")
    category: PlanCategory = Field(description="the part of a plan that agreements share")
    content: Content = "words"
    heading: OneLine | None = Field(None, description="the heading of the national standards it stands for")
    own: bool = Field(False, description="whether the person writes here themselves")
    writers: tuple[Slug, ...] = Field(
        (), description="roles that may write here; those of the file where none are named"
    )
    review_after: Whole | None = Field(None, ge=1, le=3650, description="days after which it is read again")
    crisis: InCrisis | None = Field(
        None, description="where it stands on the screen for a crisis; left out where it does not"
    )

    @property
    def is_written(self) -> bool:
        """Whether it is written in the plan, and not shown from where it is recorded."""
        return self.content not in FROM_THE_RECORD

    @model_validator(mode="after")
    def what_the_record_says_is_not_written_again(self) -> Section:
        """A decision that stood in two places would sooner or later be two decisions."""
        if not self.is_written and (self.own or self.writers or self.review_after):
            raise PydanticCustomError(
                "section",
                "{content} is shown from where it is recorded; take out own, writers and review_after",
                {"content": self.content},
            )
        return self

    @model_validator(mode="after")
    def own_words_are_about_me(self) -> Section:
        """What a person writes themselves is about them; what others rely on, others check."""
        if self.own and self.category != "plan_about_me":
            raise PydanticCustomError(
                "section", "only a section of plan_about_me is the person's own; set own: false"
            )
        return self


class Plan(Answered):
    """plan.yaml: the headings, in their order; the starter's where there are none."""

    writers: tuple[Slug, ...] = Field(
        (), description="roles that may write; where none are named, everybody at work who sees a section"
    )
    plan: tuple[Section, ...] = ()


@cache
def starter() -> tuple[Section, ...]:
    """The headings that ship."""
    with as_file(files("commonweal.blueprint") / "starter" / "plan.yaml") as path:
        return Plan.model_validate(read_yaml(path).content).plan


def spelt_out(plan: Plan | None) -> tuple[Section, ...]:
    """The headings that hold, each with the roles that may write; the starter's where none are declared."""
    if plan is None:
        return starter()
    return tuple(
        section
        if section.writers or not section.is_written
        else section.model_copy(update={"writers": plan.writers})
        for section in plan.plan or starter()
    )
