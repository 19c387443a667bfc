"""Where a referral stands, in the words of its pathway: for whoever referred, and for the person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from commonweal.blueprint import Pathway
from commonweal.care import moments
from commonweal.care.involvements.reads import titles
from commonweal.care.pathways import versions
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.reads import titles as pathways
from commonweal.care.referrals.rules import FOLLOWS, OUTSIDE, SOURCES

MARKS = {
    "nhs_number_not_valid": "The NHS number that was given is not a valid one.",
    "no_name": "Nobody’s name is known.",
    "died": "The record says that this person has died.",
}


@dataclass(frozen=True)
class Line:
    """A referral in words: where it stands and what that means, who has it, by when, and how it ended."""

    referral: Referral
    pathway: Pathway
    who: str
    stage: str
    says: str
    with_whom: str
    clock: str
    due: datetime | None
    late: bool
    resting: str
    outcome: str
    told: str
    goes_on: str


def lines(referrals: Iterable[Referral]) -> list[Line]:
    """Each in the wording of the pathway that it runs under."""
    return [line(one) for one in referrals]


def line(referral: Referral) -> Line:
    """One referral in words."""
    pathway = versions.worded(referral.version_id)
    stage = pathway.stage(referral.stage)
    outcome = next((one for one in pathway.outcomes if one.id == referral.outcome), None)
    clock = next((one.title for one in pathway.clocks if one.id == referral.due_clock), "")
    return Line(
        referral=referral,
        pathway=pathway,
        who=who(referral),
        stage=stage.title,
        says=stage.says,
        with_whom="" if referral.ended else called(referral.team or referral.hub),
        clock=clock,
        due=referral.due,
        late=bool(referral.due and not referral.ended and referral.due < moments.now()),
        resting=referral.resting,
        outcome=outcome.title if outcome else "",
        told=outcome.told if outcome else "",
        goes_on=owner(referral.next_owner),
    )


def who(referral: Referral) -> str:
    """EVANS, Mary; what is known where a name is not."""
    if referral.identity == "unknown":
        return "Somebody whose name nobody knows"
    return ", ".join(filter(None, [referral.family.upper(), referral.given])) or "No name given"


def called(id: str) -> str:
    """The title of a team or organisation; of one that is no more, its id."""
    return titles().get(id, id)


def owner(said: str) -> str:
    """Who goes on, in words; empty where nobody does."""
    if said.startswith(OUTSIDE):
        return f"{said.removeprefix(OUTSIDE).strip()}, outside the partnership"
    if said.startswith(FOLLOWS):
        following = said.removeprefix(FOLLOWS)
        return f"a following referral: {pathways().get(following, following)}"
    return called(said) if said else ""


def sender(referral: Referral) -> str:
    """Who referred: the organisation, or the kind of sender where no organisation is known."""
    return called(referral.sender) if referral.sender else SOURCES.get(referral.source, referral.source)
