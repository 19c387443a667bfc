"""A partnership declared: the shapes of its local facts, and a folder of them read and checked."""

from commonweal.blueprint.faults import BlueprintFault, BlueprintFaults
from commonweal.blueprint.folder import load
from commonweal.blueprint.instruments import Instrument
from commonweal.blueprint.partnership import Blueprint
from commonweal.blueprint.pathways import Pathway
from commonweal.blueprint.plan import PlanCategory, Section
from commonweal.blueprint.shapes import (
    Answered,
    Area,
    Organisation,
    Partnership,
    Practice,
    Role,
    SmallArea,
    Team,
    TravelEstimate,
)
from commonweal.blueprint.sharing import Agreement, Category, Clause, Purpose, Relationship
from commonweal.blueprint.sources import FromColumn, Source

__all__ = [
    "Agreement",
    "Answered",
    "Area",
    "Blueprint",
    "BlueprintFault",
    "BlueprintFaults",
    "Category",
    "Clause",
    "FromColumn",
    "Instrument",
    "Organisation",
    "Partnership",
    "Pathway",
    "PlanCategory",
    "Practice",
    "Purpose",
    "Relationship",
    "Role",
    "Section",
    "SmallArea",
    "Source",
    "Team",
    "TravelEstimate",
    "load",
]
