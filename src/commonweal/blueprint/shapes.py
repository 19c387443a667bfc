"""The shapes of local facts: what each file of a blueprint may say."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from commonweal.blueprint.words import Member, Ods, OneLine, Slug, SmallAreaCode, Whole

ALL = "all"
OrganisationKind = Literal[
    "hospital",
    "community",
    "mental_health",
    "council",
    "practice",
    "ambulance",
    "charity",
    "care_home",
    "commissioner",
]
TeamKind = Literal[
    "neighbourhood",
    "complex_care",
    "home_visiting",
    "urgent_response",
    "discharge",
    "reablement",
    "social_prescribing",
    "community_building",
    "homelessness",
    "end_of_life",
    "care_home_support",
    "mental_health_crisis",
    "same_day_access",
    "single_point_of_access",
]


RolePage = Literal[
    "population",
    "people",
    "referrals",
    "refer",
    "teams",
    "visits",
    "caseload",
    "meetings",
    "tasks",
    "home",
    "identity",
    "loads",
    "sharing",
    "own",
]


class Shape(BaseModel):
    """A set of keys: no others, and none changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Answered(Shape):
    """A file says why it exists, who answers for it, and when it is read again."""

    why_it_matters: OneLine
    written_by: OneLine
    checked_by: OneLine
    review_by: date


class TravelEstimate(Shape):
    """What makes minutes out of places on a map. Every page that shows the result calls it an estimate."""

    kilometres_a_step: float = Field(
        1.0, gt=0, description="from the middle of a small area to that of the next, on the grid of hexagons"
    )
    kilometres_an_hour: float = Field(25.0, gt=0, description="on the way, with everything that holds up")
    detour: float = Field(1.3, ge=1, description="how much longer the road is than the straight line")
    nearby: Whole = Field(5, ge=0, description="minutes to somebody in the same small area")


class AroundPractices(Shape):
    """How many people a team around practices should look after, and which kinds of team that is about."""

    fewest: Whole = Field(30_000, ge=1)
    most: Whole = Field(50_000, ge=1)
    kinds: tuple[TeamKind, ...] = ("neighbourhood", "complex_care")
    source: OneLine = Field(
        "County Durham’s integration plan of 2017, for its 13 teams; not checked for this partnership",
        description="where the range comes from",
    )

    @model_validator(mode="after")
    def runs_upwards(self) -> AroundPractices:
        """The range begins at fewest."""
        if self.fewest > self.most:
            raise PydanticCustomError("range", "fewest is more than most; change one of them")
        return self


class Partnership(Answered):
    """partnership.yaml: who we are."""

    id: Slug
    title: OneLine
    sources: tuple[OneLine, ...] = Field(min_length=1, description="where the facts come from")
    people: Whole = Field(ge=1, description="nominal registered population")
    care_homes: Whole = Field(0, ge=0, description="care homes inside the partnership; 0 where not known")
    default_area: Slug = Field(description="id of the area a page opens on")
    default_pathway: Slug | None = Field(
        None, description="id of the pathway for messages of systems that name none"
    )
    boundaries: OneLine | None = Field(None, description="GeoJSON file of the small areas, in this folder")
    travel: TravelEstimate = TravelEstimate()
    around_practices: AroundPractices = AroundPractices()


class Organisation(Shape):
    """Who gives or pays for care. Practices stand in practices.yaml and are organisations too."""

    ods: Ods
    title: OneLine
    kind: OrganisationKind
    invented: bool = False


class Practice(Shape):
    """A general practice and the size of its list."""

    ods: Ods
    title: OneLine
    people: Whole = Field(ge=1, description="people registered")
    invented: bool = False


class SmallArea(Shape):
    """A small area (LSOA), how deprived it is, and its place on a grid of hexagons."""

    code: SmallAreaCode
    title: OneLine
    decile: int = Field(ge=1, le=10, description="deprivation: 1 the most deprived tenth, 10 the least")
    people: int = Field(ge=0, description="people resident")
    column: int = Field(ge=0)
    row: int = Field(ge=0)
    invented: bool = False


def _everything(value: object) -> object:
    return (ALL,) if value == ALL else value


Members = Annotated[
    tuple[Member, ...], BeforeValidator(_everything, json_schema_input_type=Literal["all"] | list[Member])
]


class Area(Shape):
    """A set of practices (its registered people) and of small areas (its residents). Areas may overlap."""

    id: Slug
    title: OneLine
    kind: Literal["system", "place", "network", "neighbourhood"]
    practices: Members = ()
    small_areas: Members = ()
    invented: bool = False


class Team(Shape):
    """People who work together for one area, whoever employs them."""

    id: Slug
    title: OneLine
    kind: TeamKind
    organisations: tuple[Ods, ...] = Field(min_length=1)
    area: Slug
    skills: tuple[Slug, ...] = Field(
        (), description="what somebody in it can do, in the words of the pathways"
    )
    invented: bool = False


class Role(Shape):
    """What someone in a post is here to do, and the pages that go with it."""

    id: Slug
    title: OneLine
    purpose: Literal["direct_care", "planning", "finance", "oversight"]
    sees_people: bool
    pages: tuple[RolePage, ...] = Field(min_length=1)
    organisation: Ods | None = Field(None, description="who employs most people in this role")
    invented: bool = False

    @model_validator(mode="after")
    def people_are_for_direct_care(self) -> Role:
        """Named people are seen for their care only, and the page `people` is made of named people."""
        if self.sees_people and self.purpose != "direct_care":
            raise PydanticCustomError(
                "role", "a role for {purpose} may not see people; set sees_people: false", dict(self)
            )
        if "people" in self.pages and not self.sees_people:
            raise PydanticCustomError(
                "role", "the page 'people' needs sees_people: true; take the page out, or change it"
            )
        return self
