"""case-finding/*.yaml: whom to look for, in conditions on what is known of each, and what becomes of them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from commonweal.blueprint.case_finding_conditions import ColumnName, Condition, leaves_of, wrong
from commonweal.blueprint.case_finding_risk import column_named
from commonweal.blueprint.shapes import Answered, Shape, TeamKind
from commonweal.blueprint.sharing import Category
from commonweal.blueprint.words import OneLine, Slug, Whole


def _amount(name: str) -> str:
    """Words have no most, and what is not known has no place in an order."""
    column = column_named(name)
    if not column.counts or column.may_be_unknown:
        said = f"not everybody has an amount of {name}; give another column"
        raise PydanticCustomError("column", "{said}", {"said": said})
    return name


Amount = Annotated[ColumnName, AfterValidator(_amount)]


class LeftOut(Shape):
    """Who is found and not listed. Whoever objects to being looked for is never found at all."""

    on_caseload: bool = Field(True, description="on a caseload of a team that it feeds")
    on_pathways: tuple[Slug, ...] = Field((), description="with a referral open on one of these pathways")
    on_end_of_life_register: bool = False


class Seen(Shape):
    """What shows that somebody was seen to: any of these within so many days."""

    on_caseload: bool = Field(True, description="an episode with a team that it feeds")
    on_pathways: tuple[Slug, ...] = Field((), description="a referral on one of these pathways")
    instruments: tuple[Slug, ...] = Field((), description="an assessment with one of these")
    within_days: Whole = Field(365, ge=1, le=3660)
    due_within_days: Whole = Field(28, ge=1, le=366, description="after being found, until it is late")

    @model_validator(mode="after")
    def is_shown_somehow(self) -> Seen:
        """At least one thing shows it."""
        if not (self.on_caseload or self.on_pathways or self.instruments):
            raise wrong("says nothing that shows that somebody was seen; give one of its three ways")
        return self


class Feeds(Shape):
    """Where those found go: the caseloads of kinds of team, a pathway, or both."""

    teams: tuple[TeamKind, ...] = ()
    pathway: Slug | None = None

    @model_validator(mode="after")
    def goes_somewhere(self) -> Feeds:
        """People are found for somebody."""
        if not self.teams and not self.pathway:
            raise wrong("should have teams, a pathway or both; nobody is found for nothing")
        return self


class CaseRule(Answered):
    """One file of case-finding/. Its conditions must all hold."""

    id: Slug
    title: OneLine
    in_use: bool = Field(description="false: it can be tried, and nobody is listed or kept")
    feeds: Feeds
    where: tuple[Condition, ...] = Field(min_length=1)
    leave_out: LeftOut = LeftOut()
    seen: Seen = Seen()
    priority: Whole = Field(2, ge=1, le=3, description="on a caseload: 1 high, 2 medium, 3 low")
    first: Amount = Field("deficits", description="who has most of it stands first in the list")
    source: OneLine | None = Field(None, description="where the thresholds come from")

    @property
    def leaves(self) -> tuple[Condition, ...]:
        """Every condition that asks a column, in the order of the file."""
        return tuple(leaf for one in self.where for leaf in leaves_of(one))

    @property
    def models(self) -> tuple[str, ...]:
        """The models of risk that it asks, by alphabet; it finds nobody while one of them is not shown."""
        return tuple(sorted({leaf.of.model for leaf in self.leaves} - {""}))

    @property
    def categories(self) -> tuple[Category, ...]:
        """Of the record: what has to be open to whoever looks, by alphabet."""
        asked = {leaf.of.category for leaf in self.leaves} | {column_named(self.first).category, "gp_record"}
        return tuple(sorted(asked))


def replaced(rule: CaseRule, number: int, **changes: Any) -> CaseRule:
    """The same rule with another leaf in place of the one with this number, from 0; checked anew."""
    leaves = iter(range(len(rule.leaves)))

    def anew(condition: Condition) -> Condition:
        if condition.column:
            changed = changes if next(leaves) == number else {}
            return Condition.model_validate(condition.model_dump(by_alias=True) | changed)
        none = anew(condition.none_of) if condition.none_of else None
        every, some = (tuple(map(anew, joined)) for joined in (condition.all_of, condition.any_of))
        return condition.model_copy(update={"all_of": every, "any_of": some, "none_of": none})

    return rule.model_copy(update={"where": tuple(map(anew, rule.where))})
