"""population.yaml: what words such as housebound, high intensity or end of life mean here.

It may be left out, and so may each of its keys: what it does not say, the starter says.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from commonweal.blueprint.definitions_registers import Finding
from commonweal.blueprint.definitions_segments import Criterion
from commonweal.blueprint.document import read_yaml
from commonweal.blueprint.shapes import Answered, Shape
from commonweal.blueprint.words import OneLine, Slug, Whole

Count = Annotated[Whole, Field(ge=1)]
YearsBefore = Annotated[Whole, Field(ge=0, le=10)]
PackageKind = Literal[
    "home_care", "reablement", "day_care", "residential", "nursing", "equipment", "direct_payment"
]


class CareHomeResidence(Shape):
    """Who lives in a care home: by the residence that lasts, by a code, or both."""

    by_residence: bool = Field(True, description="an address that is a care home")
    coded: Finding | None = Field(None, description="a code that says so, where no address is known")


class EndOfLife(Shape):
    """Who is likely to be in the last year of life: whoever meets any of the criteria."""

    any_of: tuple[Criterion, ...] = Field(min_length=1)
    source: OneLine

    @model_validator(mode="after")
    def does_not_ask_itself(self) -> EndOfLife:
        """The end of life is not known before it is worked out."""
        if any(one.end_of_life is not None for one in self.any_of):
            raise PydanticCustomError("end_of_life", "cannot ask for end_of_life itself; take it out")
        return self


class HighIntensity(Shape):
    """Who uses urgent care with high intensity: so many of either within twelve months."""

    emergency_attendances: Count = 5
    emergency_admissions: Count = 3
    source: OneLine


class Continuity(Shape):
    """Over how many years, and from how many contacts, continuity in general practice is told."""

    years: Annotated[Whole, Field(ge=1, le=10)] = 1
    at_least: Annotated[Whole, Field(ge=2)] = 3


class Need(Shape):
    """When need began: on the first day of any of these."""

    registers: tuple[Slug, ...] = ()
    housebound: bool = True
    care_home: bool = True
    packages: tuple[PackageKind, ...] = ()
    source: OneLine


class AreaFile(Shape):
    """A CSV file of small areas: one row an area and indicator, or with `columns` one row an area."""

    id: Slug
    title: OneLine
    kind: Literal["indicators", "classification"] = "indicators"
    file: OneLine = Field(description="name of the file in this folder")
    source: OneLine
    area: OneLine = Field("area", description="its column with the code of the small area")
    indicator: OneLine = Field("indicator", description="its column that says what a row is of")
    value: OneLine = Field("value", description="its column with the number, or the name of a group")
    columns: dict[OneLine, OneLine] = Field({}, description="title of each indicator → the column it is in")

    @property
    def wanted(self) -> tuple[str, ...]:
        """The columns that have to be there."""
        return (self.area, *(self.columns.values() if self.columns else (self.indicator, self.value)))


class PopulationWords(Answered):
    """population.yaml: the words, and what is loaded beside the population."""

    housebound: Finding | None = None
    care_home: CareHomeResidence | None = None
    end_of_life: EndOfLife | None = None
    high_intensity: HighIntensity | None = None
    continuity: Continuity | None = None
    need: Need | None = None
    compare_years: YearsBefore | None = Field(
        None, description="measures are published as at so many years before too; 0 for today alone"
    )
    area_files: tuple[AreaFile, ...] = ()


class Words(Shape):
    """What each word means here: as declared, or as the starter says."""

    housebound: Finding
    care_home: CareHomeResidence
    end_of_life: EndOfLife
    high_intensity: HighIntensity
    continuity: Continuity
    need: Need
    compare_years: YearsBefore


@cache
def starter() -> Words:
    """The words that ship."""
    with as_file(files("commonweal.blueprint") / "starter" / "population.yaml") as path:
        return spelt_out(PopulationWords.model_validate(read_yaml(path).content))


def spelt_out(declared: PopulationWords | None) -> Words:
    """The words as declared, each that is not as the starter says."""
    if declared is None:
        return starter()
    said = {name: getattr(declared, name) for name in Words.model_fields}
    missing = {name: getattr(starter(), name) for name, value in said.items() if value is None}
    return Words(**said | missing)
