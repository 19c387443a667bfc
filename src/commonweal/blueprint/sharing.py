"""The shape of a sharing agreement: who may see what, about whom and what for, from when until when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from commonweal.blueprint.shapes import Answered, Members, Shape
from commonweal.blueprint.words import Ods, OneLine, Slug

Purpose = Literal["direct_care", "case_finding", "planning", "finance", "oversight"]
Category = Literal[
    "demographics",
    "gp_record",
    "hospital",
    "community",
    "mental_health",
    "social_care",
    "referrals",
    "assessments",
    "plan_about_me",
    "plan_care",
    "plan_crisis",
    "plan_end_of_life",
    "cost",
    "sensitive",
    "audit",
    "loads",
]
Relationship = Literal["registered", "referral", "episode", "care_team", "care_home", "own", "break_glass"]

State = Literal["not_yet", "in_force", "ends_soon", "ended"]

NAMED: frozenset[str] = frozenset({"direct_care", "case_finding"})
WARN_BEFORE = timedelta(days=60)
HOLDERS: dict[str, frozenset[str]] = {  # what only some kinds of organisation record, and which
    "gp_record": frozenset({"practice"}),
    "hospital": frozenset({"hospital"}),
    "community": frozenset({"community", "hospital", "charity", "care_home"}),
    "mental_health": frozenset({"mental_health"}),
    "social_care": frozenset({"council"}),
}


class LegalBasis(Shape):
    """What in law allows the sharing: UK GDPR, and the common law of confidence."""

    article_6: OneLine = Field(description="of the UK GDPR, such as 6(1)(e)")
    article_9: OneLine = Field(description="of the UK GDPR, such as 9(2)(h)")
    confidence: OneLine = Field(description="such as implied consent, or none needed: not identifiable")


class Party(Shape):
    """Organisations that signed together: their people may look, and what they hold may be looked at."""

    organisations: tuple[Ods, ...] = ()
    practices: Members = ()
    signed_by: OneLine = Field(description="who signed, by name and office")
    signed_on: date

    @model_validator(mode="after")
    def is_somebody(self) -> Party:
        """A signature stands for at least one organisation."""
        if not (self.organisations or self.practices):
            raise PydanticCustomError("party", "names nobody; give organisations or practices")
        return self

    @property
    def members(self) -> tuple[str, ...]:
        """The ODS code of each organisation it stands for, once practices are spelt out."""
        return (*self.organisations, *self.practices)


class Clause(Shape):
    """What one group of roles may see, for one purpose, of whom."""

    id: Slug
    title: OneLine = Field(description="in plain words, as the person whose record it is will read it")
    purpose: Purpose
    categories: tuple[Category, ...] = Field(min_length=1)
    roles: tuple[Slug, ...] = Field(min_length=1)
    relationships: tuple[Relationship, ...] = Field(
        (), description="how somebody must stand to the person; none where no named person is seen"
    )
    trusted: tuple[Slug, ...] = Field(
        (), description="instruments: what these roles find with them, the others accept as it is"
    )
    legal_basis: LegalBasis | None = Field(
        None, description="where this clause rests on another one than the agreement"
    )

    @model_validator(mode="after")
    def names_fit_the_purpose(self) -> Clause:
        """Named people are seen for their own care only, by those who stand in some relationship to them."""
        named, known = self.purpose in NAMED, dict(self)
        if named and not self.relationships:
            raise PydanticCustomError(
                "clause", "{purpose} is about named people: say in relationships who may see whom", known
            )
        if not named and self.relationships:
            raise PydanticCustomError(
                "clause", "{purpose} shows no named people; take relationships out", known
            )
        if self.trusted and self.purpose != "direct_care":
            raise PydanticCustomError(
                "clause", "people are assessed for direct_care alone; take trusted out", known
            )
        return self


class Agreement(Answered):
    """sharing/<id>.yaml: an agreement that turns sight on; outside its dates it turns it off."""

    id: Slug
    title: OneLine
    legal_basis: LegalBasis
    starts: Annotated[date, Field(alias="from", description="the first day it holds")]
    until: date = Field(description="the last day it holds")
    parties: tuple[Party, ...] = Field(min_length=1)
    clauses: tuple[Clause, ...] = Field(min_length=1)
    invented: bool = False

    @model_validator(mode="after")
    def runs_forwards(self) -> Agreement:
        """It ends after it starts, and everybody signed by then."""
        if self.until < self.starts:
            raise PydanticCustomError("agreement", "ends before it starts; change from or until")
        late = next((party for party in self.parties if party.signed_on > self.starts), None)
        if late:
            raise PydanticCustomError(
                "agreement",
                "{signed_by} signed after it starts; start it on {signed_on} or later",
                {"signed_by": late.signed_by, "signed_on": late.signed_on.isoformat()},
            )
        return self

    def in_force(self, on: date) -> bool:
        """Whether it holds on this day."""
        return self.starts <= on <= self.until

    def ends_soon(self, on: date) -> bool:
        """Whether it holds now and will have ended in sixty days."""
        return self.in_force(on) and self.until - on < WARN_BEFORE

    def state(self, on: date) -> State:
        """Where this day stands in its life."""
        if on < self.starts:
            return "not_yet"
        if on > self.until:
            return "ended"
        return "ends_soon" if self.ends_soon(on) else "in_force"

    def basis(self, clause: Clause) -> LegalBasis:
        """What the clause rests on in law."""
        return clause.legal_basis or self.legal_basis

    @property
    def members(self) -> frozenset[str]:
        """The ODS codes of everyone who signed."""
        return frozenset(ods for party in self.parties for ods in party.members)

    @property
    def name(self) -> str:
        """The file it stands in, from the blueprint's folder."""
        return f"sharing/{self.id}.yaml"
