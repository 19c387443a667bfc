"""A whole blueprint: one partnership declared, and every name in it looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from commonweal.blueprint import definitions_registers, definitions_segments
from commonweal.blueprint.case_finding import CaseRule
from commonweal.blueprint.definitions_population import AreaFile, PopulationWords, Words, spelt_out
from commonweal.blueprint.definitions_registers import Register
from commonweal.blueprint.definitions_segments import Segment
from commonweal.blueprint.document import Document
from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.homes import Home, Homes
from commonweal.blueprint.instruments import Instrument
from commonweal.blueprint.meetings import Agenda
from commonweal.blueprint.notices import Address
from commonweal.blueprint.pathways import Pathway
from commonweal.blueprint.plan import Section, starter
from commonweal.blueprint.play import Arrivals
from commonweal.blueprint.risk import RiskModel
from commonweal.blueprint.risk import starter as risk_models
from commonweal.blueprint.shapes import (
    Answered,
    Area,
    Organisation,
    Partnership,
    Practice,
    Role,
    SmallArea,
    Team,
)
from commonweal.blueprint.sharing import Agreement
from commonweal.blueprint.sources import Source


class Blueprint(BaseModel):
    """What one folder declares. Areas hold codes only: `all` and ranges are already spelt out."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    path: Path
    partnership: Partnership
    organisations: tuple[Organisation, ...]
    practices: tuple[Practice, ...]
    areas: tuple[Area, ...]
    small_areas: tuple[SmallArea, ...]
    teams: tuple[Team, ...]
    roles: tuple[Role, ...]
    meetings: tuple[Agenda, ...] = ()
    notices: tuple[Address, ...] = ()
    play: tuple[Arrivals, ...] = ()
    plan: tuple[Section, ...] = Field(default_factory=starter, description="headings of a person's plan")
    homes: tuple[Home, ...] = ()
    registers: tuple[Register, ...] = Field(default_factory=definitions_registers.starter)
    segments: tuple[Segment, ...] = Field(default_factory=definitions_segments.starter)
    area_files: tuple[AreaFile, ...] = ()
    risk: tuple[RiskModel, ...] = Field(default_factory=risk_models, description="models that are trained")
    sources: tuple[Source, ...]
    agreements: tuple[Agreement, ...]
    pathways: tuple[Pathway, ...]
    instruments: tuple[Instrument, ...] = ()
    case_rules: tuple[CaseRule, ...] = Field((), description="whom to look for")
    answered: Mapping[str, Answered] = Field(repr=False, description="file in the folder: who answers for it")
    documents: Mapping[str, Document] = Field(repr=False, description="file in the folder: the file as read")

    def area(self, id: str) -> Area:
        """The area with this id; KeyError where there is none."""
        return self._areas[id]

    def practice(self, ods: str) -> Practice:
        """The practice with this ODS code; KeyError where there is none."""
        return self._practices[ods]

    def source(self, id: str) -> Source:
        """The data source with this id; KeyError where there is none."""
        return self._sources[id]

    def around_practices(self, team: Team) -> int | None:
        """How many people are registered where this team works; None for one that is not around practices."""
        if team.kind not in self.partnership.around_practices.kinds:
            return None
        return sum(self._practices[ods].people for ods in self._areas[team.area].practices)

    def instrument(self, name: str) -> Instrument | None:
        """The instrument with this id or other name, written in any case; None where there is none."""
        wanted = name.casefold()
        return next((one for one in self.instruments if wanted in one.names), None)

    @property
    def care_homes(self) -> Homes | None:
        """What homes.yaml says besides the homes; None where there is no such file."""
        said = self.answered.get("homes.yaml")
        return said if isinstance(said, Homes) else None

    @property
    def words(self) -> Words:
        """What housebound, high intensity and the like mean here; as the starter says where nothing does."""
        said = self.answered.get("population.yaml")
        return spelt_out(said if isinstance(said, PopulationWords) else None)

    def overdue(self, on: date) -> Iterator[BlueprintFault]:
        """A warning for each file whose review date has passed on this day."""
        for name, file in self.answered.items():
            if file.review_by < on:
                yield self.documents[name].fault(
                    ("review_by",),
                    f"was to be read again by {file.review_by}; ask {file.written_by} or {file.checked_by},"
                    f" and set a new date. It matters because: {file.why_it_matters}",
                )

    def ending(self, on: date) -> Iterator[BlueprintFault]:
        """A warning for each agreement that has ended, or ends soon after this day."""
        for agreement in self.agreements:
            if agreement.until < on or agreement.ends_soon(on):
                ended = agreement.until < on
                yield self.documents[agreement.name].fault(
                    ("until",),
                    f"{'ended' if ended else 'ends'} on {agreement.until}: what it shares"
                    f" {'is' if ended else 'will be'} shut; sign it anew, or take the file away",
                )

    def unshared(self) -> Iterator[BlueprintFault]:
        """A warning for each role that no agreement gives any sight."""
        given = {
            role for agreement in self.agreements for clause in agreement.clauses for role in clause.roles
        }
        for place, role in enumerate(self.roles):
            if role.id not in given:
                yield self.documents["roles.yaml"].fault(
                    ("roles", place, "id"),
                    f"no agreement in sharing/ lets '{role.id}' see anything; add it to a clause",
                )

    @cached_property
    def _areas(self) -> dict[str, Area]:
        return {area.id: area for area in self.areas}

    @cached_property
    def _practices(self) -> dict[str, Practice]:
        return {practice.ods: practice for practice in self.practices}

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return {source.id: source for source in self.sources}
