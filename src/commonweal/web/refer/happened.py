"""What happened to a referral, step by step, in the words of its pathway."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commonweal.blueprint import Pathway
from commonweal.care.referrals.models import Step
from commonweal.care.referrals.reads import Standing
from commonweal.web.refer.standing import called, owner


@dataclass(frozen=True)
class Happened:
    """One step: what it was, when, by whom, and what was said with it."""

    at: datetime
    what: str
    by: str
    said: tuple[str, ...]


def happened(standing: Standing) -> list[Happened]:
    """The steps that hold, the newest first; those that were corrected are left out."""
    recorded = {f"{step.number:06}": step for step in standing.steps}
    held = [(one, recorded[one.id]) for one in standing.journey.taken]
    return [_one(one.wording or standing.pathway, step) for one, step in reversed(held)]


def _one(pathway: Pathway, step: Step) -> Happened:
    move = pathway.move(step.move)
    named = {one.id: one.title for one in pathway.reasons} | {one.id: one.title for one in pathway.outcomes}
    said = (
        f"to {called(step.given_team)}" if step.given_team else "",
        named.get(step.reason, step.reason),
        named.get(step.outcome, step.outcome),
        f"goes on with {owner(step.next_owner)}" if step.next_owner else "",
        step.note,
    )
    return Happened(
        at=step.happened,
        what=move.title if move else "Referred" if not step.move else "Goes on under a newer wording",
        by=called(step.team or step.organisation),
        said=tuple(filter(None, said)),
    )
