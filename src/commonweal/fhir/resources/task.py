"""A Task: how far a referral has come, for whoever sent it."""

from __future__ import annotations

from commonweal.blueprint import Pathway
from commonweal.blueprint.pathways_clocks import Clock
from commonweal.care.pathways.rules import Journey
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.reads import Standing
from commonweal.fhir.resources.parts import changed, ours, owner, requester, subject
from commonweal.fhir.writing import OURS, Resource, instant

ENDED_EARLY = ("cancelled", "rejected")


def to_fhir(standing: Standing) -> Resource:
    """The Task that tells of a referral."""
    referral, pathway = standing.referral, standing.pathway
    stage = standing.journey.stage or pathway.first
    status = status_of(pathway, standing.journey)
    code = {"system": f"{OURS}pathway:{pathway.id}", "code": stage.id, "display": stage.title}
    return {
        "resourceType": "Task",
        "id": referral.reference,
        "meta": {"lastUpdated": instant(changed(standing))},
        "identifier": ours(referral),
        "status": status,
        "statusReason": {"text": _outcome(pathway, referral)} if status in ENDED_EARLY else None,
        "businessStatus": {"coding": [code], "text": stage.says},
        "intent": "order",
        "code": {"text": pathway.title},
        "focus": {"reference": f"ServiceRequest/{referral.reference}"},
        "for": subject(referral),
        "executionPeriod": {"start": instant(referral.received), "end": instant(referral.ended)},
        "authoredOn": instant(referral.received),
        "lastModified": instant(changed(standing)),
        "requester": requester(referral),
        "owner": owner(referral),
        "restriction": {"period": {"end": instant(referral.due)}},
        "output": [{"type": {"text": about}, "valueString": said} for about, said in _told(standing) if said],
    }


def status_of(pathway: Pathway, journey: Journey) -> str:
    """One of the states of a Task, from where the referral stands and how its clocks run."""
    stage = journey.stage
    if stage is None:
        return "requested"
    if stage.ends:
        return _ended(pathway, journey)
    if any(run.state == "paused" for run in journey.clocks):
        return "on-hold"
    first = pathway.clocks[0].id
    if any(run.clock.id == first and run.state == "stopped" for run in journey.clocks):
        return "in-progress"
    return "received" if stage == pathway.first else "accepted"


def _ended(pathway: Pathway, journey: Journey) -> str:
    """Cancelled by whoever sent it; rejected where a clock then counts no more; else completed."""
    last = journey.taken[-1]
    if pathway.cancelled and last.move == pathway.cancelled.move:
        return "cancelled"
    left = any(Clock.any_of(clock.voids, last.happenings) for clock in pathway.clocks)
    return "rejected" if left else "completed"


def _told(standing: Standing) -> tuple[tuple[str, str], ...]:
    """What whoever sent it is told in the end, and who goes on."""
    found = {one.id: one for one in standing.pathway.outcomes}.get(standing.referral.outcome)
    return (
        ("Outcome", found.title if found else ""),
        ("What you are told", found.told if found else ""),
        ("Who goes on", standing.referral.next_owner),
    )


def _outcome(pathway: Pathway, referral: Referral) -> str:
    return next((one.title for one in pathway.outcomes if one.id == referral.outcome), "")
