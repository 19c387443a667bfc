"""The shape of a pathway: who may refer, the stages and moves of a referral, its clocks and its outcomes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from commonweal.blueprint.pathways_clocks import Clock, Hours
from commonweal.blueprint.sending import Cancelled, Code
from commonweal.blueprint.shapes import Answered, OrganisationKind, Shape, TeamKind
from commonweal.blueprint.words import OneLine, Slug

Other = Literal["person", "family", "nhs_111", "ambulance_999"]


class Given(Shape):
    """The kind of team that does the work, and what somebody in it must be able to do."""

    kind: TeamKind
    skills: tuple[Slug, ...] = Field(min_length=1)


class MayRefer(Shape):
    """Who may refer, and from where."""

    roles: tuple[Slug, ...] = Field((), description="those who sign in here")
    organisations: tuple[OrganisationKind, ...] = Field((), description="kinds whose people or systems send")
    others: tuple[Other, ...] = Field((), description="the person, their family, 111 or 999")

    @model_validator(mode="after")
    def is_somebody(self) -> MayRefer:
        """A pathway that nobody can be referred to is not one."""
        if not (self.roles or self.organisations or self.others):
            raise PydanticCustomError("may_refer", "names nobody; give roles, organisations or others")
        return self


class Question(Shape):
    """What is asked before somebody is referred; the wanted answer lets the referral go on."""

    id: Slug
    ask: OneLine
    wanted: bool = Field(description="the answer that fits this pathway: true is yes, false is no")
    otherwise: OneLine = Field(description="what to do when the answer is the other one")


class Stage(Shape):
    """Where a referral can stand. The first one listed is where it begins."""

    id: Slug
    title: OneLine
    says: OneLine = Field(description="what it means, as the person will read it")
    ends: bool = False
    with_somebody: bool = Field(
        False, description="somebody is with the person or looks after them; in all other stages they wait"
    )


class Choice(Shape):
    """A reason or an instrument that moves ask for."""

    id: Slug
    title: OneLine


class Outcome(Shape):
    """How it ended, and whether somebody else goes on and has to be named."""

    id: Slug
    title: OneLine
    told: OneLine = Field(description="what the person and the referrer are told")
    next_owner: bool = Field(False, description="whether whoever goes on has to be named")


class Move(Shape):
    """From one stage to another: who may make it, and what it needs."""

    id: Slug
    title: OneLine
    starts: Annotated[tuple[Slug, ...], Field(alias="from", min_length=1)]
    to: Slug
    by: tuple[Slug, ...] = Field(min_length=1, description="roles that may make it")
    reasons: tuple[Slug, ...] = Field((), description="one of these has to be given")
    instruments: tuple[Slug, ...] = Field((), description="each of these has to be filled in")
    outcomes: tuple[Slug, ...] = Field((), description="one of these has to be given")
    team: Literal["given", "taken_back"] | None = Field(
        None, description="given: the team that does the work has to be named; taken_back: it has it no more"
    )
    visit: Literal["begins"] | None = Field(
        None, description="begins: whoever visits is with the person, and makes it by saying so"
    )

    @model_validator(mode="after")
    def a_visit_begins_without_more(self) -> Move:
        """One tap at the door makes it: it cannot ask for anything else."""
        if self.visit and (self.reasons or self.instruments or self.outcomes or self.team == "given"):
            raise PydanticCustomError(
                "move", "with visit: begins it may ask for nothing; take out what it asks for"
            )
        return self


class Following(Shape):
    """A pathway that may follow this one."""

    pathway: Slug
    when: OneLine


class Carried(Shape):
    """A referral that stands in a stage of an earlier wording of the file comes to this stage of it."""

    stood_in: Slug = Field(description="a stage as an earlier wording has it")
    comes_to: Slug


class Pathway(Answered):
    """pathways/<id>.yaml: how a referral runs, from the first word to its outcome."""

    id: Slug
    title: OneLine
    sources: tuple[OneLine, ...] = Field(min_length=1, description="where the facts come from")
    invented: bool = False
    team: Given
    hub: Slug | None = Field(
        None, description="id of the team that reads what comes in; none: a team of its kind"
    )
    may_refer: MayRefer
    codes: tuple[Code, ...] = Field((), description="messages of systems that carry one of these come here")
    cancelled: Cancelled | None = Field(None, description="the move made when whoever sent it cancels it")
    questions: tuple[Question, ...] = ()
    stages: tuple[Stage, ...] = Field(min_length=2)
    moves: tuple[Move, ...] = Field(min_length=1)
    clocks: tuple[Clock, ...] = Field(min_length=1)
    hours: tuple[Hours, ...] = ()
    reasons: tuple[Choice, ...] = ()
    instruments: tuple[Choice, ...] = ()
    outcomes: tuple[Outcome, ...] = Field(min_length=1)
    may_follow: tuple[Following, ...] = ()
    carries_over: tuple[Carried, ...] = Field(
        (), description="open referrals that began under an earlier wording go on under this one"
    )

    @property
    def name(self) -> str:
        """The file it stands in, from the blueprint's folder."""
        return f"pathways/{self.id}.yaml"

    @property
    def first(self) -> Stage:
        """Where every referral begins."""
        return self.stages[0]

    def stage(self, id: str) -> Stage:
        """The stage with this id; KeyError where there is none."""
        return {stage.id: stage for stage in self.stages}[id]

    def move(self, id: str) -> Move | None:
        """The move with this id, if there is one."""
        return next((move for move in self.moves if move.id == id), None)

    def opening(self, id: str) -> Hours | None:
        """The hours with this id; None where the clock runs day and night."""
        return next((hours for hours in self.hours if hours.id == id), None)
