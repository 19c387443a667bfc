"""A deed about a person's record in plain words: to the person, or to whoever watches over the audit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse

from commonweal.care.access.rules import WORDS
from commonweal.care.audit.looks import Look
from commonweal.care.extents import blueprint
from commonweal.care.involvements.reads import titles
from commonweal.web.sharing.wording import PURPOSES
from commonweal.web.words import capitalize_first, since

DEEDS = {
    "person.read": "Looked at the record",
    "person.exported": "Took a file of the record",
    "own.read": "Looked at their own record",
    "record.opened": "Opened the record in an emergency",
    "record.shut": "Shut the record again",
    "record.reviewed": "Reviewed an opening in an emergency",
    "involvement.begun": "Brought a team in",
    "involvement.handed_over": "Handed over to another team",
    "involvement.ended": "Ended the work of a team",
    "involvement.refused": "Tried to change who works with the person, and was refused",
    "objection.recorded": "Recorded an objection",
    "objection.withdrawn": "Withdrew an objection",
    "restriction.recorded": "Made the record specially private",
    "restriction.withdrawn": "Ended that the record was specially private",
    "opt_out.recorded": "Recorded the national data opt-out",
    "opt_out.withdrawn": "Withdrew the national data opt-out",
    "choice.refused": "Tried to change what was chosen, and was refused",
    "account.opened": "Opened an account for the person’s own record",
    "referral.received": "Referred the person",
    "referral.read": "Read a referral",
    "referral.moved": "Took a referral a step further",
    "referral.corrected": "Corrected a step of a referral",
    "referral.identified": "Found who a referral is about",
    "notice.answered": "Saw to a referral whose time was running out",
    "notice.sent": "Sent word of a referral, naming nobody",
    "notice.wished": "Chose how to be told of referrals",
    "case_finding.caseload": "Put the person on a caseload, as a rule of case finding found them",
    "case_finding.aside": "Put the person aside for now, whom a rule of case finding found",
    "resident.read": "Looked at what their care home knows of them",
    "resident.compared": "Compared them with somebody whom a care home says lives there",
    "resident.noticed": "Noted something that was noticed in the care home",
    "resident.element_done": "Noted that something owed to a resident was done",
    "resident.settled": "Settled that they live in a care home",
    "stay.began": "Noted since when they live in a care home",
    "stay.ended": "Noted that they live in a care home no more",
    "round.taken_down": "Took down what a round in the care home decided",
    "home.called": "Called for help from the care home",
    "journey.read": "Looked at the journey through organisations",
    "journey.exported": "Took a file of the journey through organisations",
    "attachment.added": "Added something to a referral",
    "attachment.opened": "Opened a paper that is attached to a referral",
    "plan.read": "Looked at the plan",
    "plan.crisis_read": "Looked at the plan in a crisis",
    "plan.printed": "Printed the plan",
    "plan.section_read": "Looked at a section of the plan",
    "plan.history_read": "Looked at earlier versions of the plan",
    "plan.proposals_read": "Looked at what was proposed for the plan",
    "plan.published": "Wrote in the plan",
    "plan.restored": "Brought back an earlier version in the plan",
    "plan.proposed": "Proposed a change of the plan",
    "plan.proposal_accepted": "Accepted a proposal for the plan",
    "plan.proposal_declined": "Declined a proposal for the plan",
    "plan.signed": "Signed the plan",
    "plan.photo_read": "Looked at the photo in the plan",
    "plan.photo_added": "Put a photo in the plan",
    "plan.photo_put_back": "Put an earlier photo back in the plan",
    "plan.photo_taken_away": "Took the photo in the plan away",
    "plan.refused": "Tried to see or change the plan, and was refused",
    "sharing.explained": "Asked who may see the record, and why",
    "audit.read": "Asked who had looked",
    "audit.exported": "Took out who had looked, for an investigation",
}
EMERGENCY = "break_glass"
TIES = {  # relationship → why they could look, to the person and to others
    "own": ("it is your own record", "it is their own record"),
    "care_team": ("they are in your care team", "they are in the person’s care team"),
    "episode": ("their team is looking after you", "their team is looking after the person"),
    "referral": ("you were referred to their team", "the person was referred to their team"),
    "registered": (
        "you are registered with a practice they work for",
        "the person is registered with a practice they work for",
    ),
    "care_home": ("you live in the care home they work in", "the person lives in their care home"),
    "break_glass": ("they opened it in an emergency", "they opened it in an emergency"),
}
SAID = {tie: re.compile(re.escape(said).replace(r"\{area\}", ".*")) for tie, said in WORDS.items()}


@dataclass(frozen=True)
class Line:
    """Who did what, from where, when and why, and the clause that allowed it, with its page where known."""

    at: datetime
    what: str
    who: str
    role: str
    organisation: str
    why: str
    clause: str
    href: str
    emergency: bool
    reason: str
    times: int = 1


def lines(looks: Iterable[Look], *, own: bool) -> list[Line]:
    """Each look; those alike on one day that nothing else came between are said once, with how often."""
    found: list[Line] = []
    for one in (line(look, own=own) for look in looks):
        before = found[-1] if found else None
        if before and since(before.at) == since(one.at) and one == replace(before, at=one.at, times=1):
            found[-1] = replace(before, times=before.times + 1)
        else:
            found.append(one)
    return found


def line(look: Look, *, own: bool) -> Line:
    """A look in words; `own` where its reader is the person themselves."""
    tie = next((tie for tie, said in SAID.items() if said.fullmatch(look.because)), "")
    emergency = tie == EMERGENCY or look.deed == "record.opened"
    purpose = PURPOSES.get(look.purpose, look.purpose)
    because = TIES[tie][0 if own else 1] if tie else ""
    return Line(
        at=look.at,
        what=DEEDS.get(look.deed, capitalize_first(look.deed.replace(".", ": ").replace("_", " "))),
        who=look.who or "Whoever runs this site",
        role=role_titles().get(look.role, look.role),
        organisation=titles().get(look.organisation, look.organisation),
        why=capitalize_first(
            f"for {purpose}{', because ' if because else ''}{because}" if purpose else because
        ),
        clause=look.clause_title or look.clause,
        href=_href(look.clause),
        emergency=emergency,
        reason=str(look.detail.get("reason", "")) if emergency else "",
    )


def role_titles() -> Mapping[str, str]:
    """What roles are called, by id."""
    return {role.id: role.title for role in blueprint().roles}


def _href(clause: str) -> str:
    """The page of the agreement, where the partnership has it still: sharing/care.yaml#teams → its clause."""
    file, _, id = clause.partition("#")
    agreement = next((one for one in blueprint().agreements if one.name == file), None)
    return f"{reverse('agreement', args=[agreement.id])}#{id}" if agreement else ""
