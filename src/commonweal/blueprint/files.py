"""The files of a blueprint folder, and the shape of each."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import Field

from commonweal.blueprint.case_finding import CaseRule
from commonweal.blueprint.definitions_population import AreaFile, PopulationWords
from commonweal.blueprint.definitions_registers import Register, Registers
from commonweal.blueprint.definitions_segments import Segment, Segments
from commonweal.blueprint.homes import Home, Homes
from commonweal.blueprint.instruments import Instrument
from commonweal.blueprint.meetings import Agenda, Meetings
from commonweal.blueprint.notices import Address, Notices
from commonweal.blueprint.pathways import Pathway
from commonweal.blueprint.plan import Plan, Section
from commonweal.blueprint.play import Arrivals, Play
from commonweal.blueprint.risk import RiskModel, RiskModels
from commonweal.blueprint.shapes import (
    Answered,
    Area,
    Organisation,
    Partnership,
    Practice,
    Role,
    Shape,
    SmallArea,
    Team,
)
from commonweal.blueprint.sharing import Agreement
from commonweal.blueprint.sources import Source


class Organisations(Answered):
    """organisations.yaml: who gives or pays for care here."""

    organisations: tuple[Organisation, ...] = Field(min_length=1)


class Practices(Answered):
    """practices.yaml: the general practices, whose lists are the registered population."""

    practices: tuple[Practice, ...] = Field(min_length=1)


class Areas(Answered):
    """areas.yaml: the sets of practices and small areas that people here speak of."""

    areas: tuple[Area, ...] = Field(min_length=1)


class Teams(Answered):
    """teams.yaml: the teams that work across organisations."""

    teams: tuple[Team, ...]


class Roles(Answered):
    """roles.yaml: what people in each post are here to do."""

    roles: tuple[Role, ...] = Field(min_length=1)


class SmallAreas(Shape):
    """small_areas.csv: where residents live, one row a small area."""

    small_areas: tuple[SmallArea, ...] = Field(min_length=1)


@dataclass(frozen=True)
class File:
    """A file by name, its shape; where it holds a list: that key, the shape of an entry, what names one."""

    name: str
    shape: type[Shape]
    list_key: str = ""
    entry: type[Shape] = Shape
    names_it: str = "id"


PARTNERSHIP = File("partnership.yaml", Partnership)
LISTS = (
    File("organisations.yaml", Organisations, "organisations", Organisation, "ods"),
    File("practices.yaml", Practices, "practices", Practice, "ods"),
    File("areas.yaml", Areas, "areas", Area),
    File("small_areas.csv", SmallAreas, "small_areas", SmallArea, "code"),
    File("teams.yaml", Teams, "teams", Team),
    File("roles.yaml", Roles, "roles", Role),
    File("meetings.yaml", Meetings, "meetings", Agenda),
    File("notices.yaml", Notices, "notices", Address),
    File("play.yaml", Play, "play", Arrivals, "pathway"),
    File("plan.yaml", Plan, "plan", Section),
    File("homes.yaml", Homes, "homes", Home, "ods"),
    File("registers.yaml", Registers, "registers", Register),
    File("segments.yaml", Segments, "segments", Segment),
    File("population.yaml", PopulationWords, "area_files", AreaFile),
    File("risk.yaml", RiskModels, "risk", RiskModel),
)
MAY_BE_LEFT_OUT = (
    "meetings.yaml",
    "notices.yaml",
    "plan.yaml",
    "play.yaml",
    "homes.yaml",
    "risk.yaml",
    "registers.yaml",
    "segments.yaml",
    "population.yaml",
)
SOURCE = File("sources/{id}.yaml", Source)
AGREEMENT = File("sharing/{id}.yaml", Agreement)
PATHWAY = File("pathways/{id}.yaml", Pathway)
INSTRUMENT = File("instruments/{id}.yaml", Instrument)
CASE_RULE = File("case-finding/{id}.yaml", CaseRule)
