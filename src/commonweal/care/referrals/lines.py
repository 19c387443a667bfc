"""The lines of a board, and the statement by which they are found: the least time left first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from commonweal.blueprint import Pathway
from commonweal.care.access import Viewer
from commonweal.care.extents import blueprint
from commonweal.care.prepared import ask
from commonweal.care.referrals.models import NEVER

SOON = timedelta(minutes=30)
LATENESS = ("late", "soon", "resting", "new")
BAND = "(SELECT band FROM care_personfrailty frail WHERE frail.person_id = care_referral.person_id)"
COLUMNS = """id, reference, pathway, person_id, identity, given, family, birth_date, postcode, practice, lsoa,
    source, sender, reason, received, team, stage, since, steps, due, due_clock, resting,
    marks::text AS marks, version_id"""


@dataclass(frozen=True)
class Chosen:
    """Which open referrals a board shows: empty words choose all; `lateness` is one of LATENESS."""

    pathway: str = ""
    stage: str = ""
    team: str = ""
    source: str = ""
    lateness: str = ""
    words: str = ""


class Line(NamedTuple):
    """One open referral on a board; two that are alike show alike."""

    id: int
    reference: str
    pathway: str
    person: UUID | None
    identity: str
    given: str
    family: str
    birth_date: date | None
    postcode: str
    practice: str
    lsoa: str
    source: str
    sender: str
    reason: str
    received: datetime
    team: str
    stage: str
    since: datetime
    steps: int
    due: datetime | None
    due_clock: str
    resting: str
    marks: str  # a list, as JSON
    version: str
    band: str | None = None


@dataclass
class Where:
    """Conditions that all have to hold, with the values in them."""

    conditions: list[str]
    values: list[object] = field(default_factory=list)

    def add(self, condition: str, *values: object) -> None:
        self.conditions.append(condition)
        self.values += values

    def __str__(self) -> str:
        return " AND ".join(self.conditions)


def lines(
    viewer: Viewer, chosen: Chosen, now: datetime, after: str, size: int, *, bands: bool = False
) -> list[Line]:
    """At most so many, from the one after that with the reference `after`; with how frail people are."""
    where = chosen_ones(viewer, chosen, now)
    if after:
        mark = ask("SELECT sorts, id FROM care_referral WHERE reference = %s", [after])
        if mark:
            where.add("(sorts, id) > (%s, %s)", *mark[0])
    columns = f"{COLUMNS}, {BAND}" if bands else COLUMNS
    statement = f"SELECT {columns} FROM care_referral WHERE {where} ORDER BY sorts, id LIMIT {size}"
    return [Line(*row) for row in ask(statement, where.values)]


def chosen_ones(viewer: Viewer, chosen: Chosen, now: datetime) -> Where:
    """The open referrals of a board."""
    where = sent_to(viewer.team)
    for column in ("pathway", "stage", "team", "source"):
        if value := getattr(chosen, column):
            where.add(f"{column} = %s", value)
    if chosen.lateness == "late":
        where.add("sorts < %s", now)
    elif chosen.lateness == "soon":
        where.add("sorts >= %s AND sorts < %s", now, now + SOON)
    elif chosen.lateness == "resting":
        where.add("sorts = %s", NEVER)
    elif chosen.lateness == "new":
        firsts = [f"{pathway.id} {pathway.first.id}" for pathway in blueprint().pathways]
        where.add("pathway || ' ' || stage = ANY(%s)", firsts)
    if word := chosen.words.strip().upper():
        where.add("(starts_with(upper(family), %s) OR starts_with(upper(given), %s)", word, word)
        where.conditions[-1] += " OR right(upper(reference), length(%s)) = %s)"
        where.values += [word, word]
    return where


def sent_to(team: str) -> Where:
    """What is sent to a team and open: a hub reads what comes in, another team has what it was given."""
    if not is_hub(team):
        return Where(["ended IS NULL AND team = %s"], [team])
    if is_given(team):
        return Where(["ended IS NULL AND (hub = %s OR team = %s)"], [team, team])
    return Where(["ended IS NULL AND hub = %s"], [team])


def is_hub(team: str) -> bool:
    """Whether some pathway comes in at this team."""
    return any(hub(pathway) == team for pathway in blueprint().pathways)


def is_given(team: str) -> bool:
    """Whether this team is of a kind to which pathways give referrals."""
    declared = blueprint()
    kinds = {pathway.team.kind for pathway in declared.pathways}
    return any(one.id == team and one.kind in kinds for one in declared.teams)


def hub(pathway: Pathway) -> str:
    """The team that reads what comes in on this pathway: the one it names, else the first of its kind."""
    if pathway.hub:
        return pathway.hub
    return next(team.id for team in blueprint().teams if team.kind == pathway.team.kind)
