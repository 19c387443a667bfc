"""Who may see a referral: those it is sent to, those who sent it, and those who may see that of its person.

migrations/_referrals_in_sql.py says the same in SQL. Whom a referral is sent to sees it whatever its person
shuts: somebody has to read it. The record itself stays shut to them.
"""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from commonweal.care.access import facts, rules
from commonweal.care.access.acting import once
from commonweal.care.access.decisions import NOBODY, decide
from commonweal.care.access.facts import Known
from commonweal.care.access.viewer import Decision, Viewer
from commonweal.care.people.models import Person


class Sent(Protocol):
    """A referral, as far as sight of it goes."""

    hub: str
    team: str
    sender: str
    sender_team: str
    person_id: UUID | None


def addressed(viewer: Viewer | None) -> Decision:
    """Whether the viewer works on what is sent to their team."""
    if viewer is None:
        return Decision(False, NOBODY)
    if not viewer.team:
        return Decision(False, "your post is with no team; choose one that is, or ask for it")
    terms = [term for term in _terms(viewer) if "referral" in term.relationships]
    if not terms:
        return rules.unnamed(viewer, "referrals", "direct_care", (), facts.today())
    return Decision(True, "it is sent to your team", terms[0].name)


def sends(viewer: Viewer | None) -> Decision:
    """Whether the viewer may refer somebody, and see what came of it."""
    if viewer is None:
        return Decision(False, NOBODY)
    terms = _terms(viewer)
    if not terms:
        return rules.unnamed(viewer, "referrals", "direct_care", facts.terms(), facts.today())
    return Decision(True, "you refer people", terms[0].name)


def referral(viewer: Viewer | None, sent: Sent) -> Decision:
    """Whether the viewer may see this referral, why, and by which clause."""
    ours = works_on(viewer, sent)
    if viewer is None or ours.allowed or not sent.person_id:
        return ours
    person: Known | None = Person.objects.filter(pk=sent.person_id).first()
    return decide(viewer, "referrals", person) if person else ours


def works_on(viewer: Viewer | None, sent: Sent) -> Decision:
    """Whether the viewer may record steps of it: those it is sent to, and those who sent it."""
    to_us, by_us = addressed(viewer), sends(viewer)
    if viewer is None:
        return to_us
    if to_us.allowed and viewer.team in (sent.hub, sent.team):
        return to_us
    ours = (viewer.organisation, viewer.team) == (sent.sender, sent.sender_team)
    if by_us.allowed and viewer.organisation and ours and viewer.person is None:
        return Decision(True, "you or your team sent it", by_us.clause)
    return Decision(False, "it is neither sent to your team nor by it")


def _terms(viewer: Viewer) -> list[rules.Term]:
    """The clauses in force by which this viewer sees referrals."""

    def found() -> list[rules.Term]:
        meant = rules.meant(viewer, "referrals", "direct_care", facts.terms())
        return [term for term in meant if term.in_force(facts.today())]

    return once(f"referrals of {viewer.post}", found)
