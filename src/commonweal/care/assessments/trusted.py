"""Whose assessments are taken as they are: what an agreement's clause says of roles and instruments."""

from __future__ import annotations

from commonweal.care.access import Viewer, facts
from commonweal.care.assessments.models import Assessment
from commonweal.care.extents import blueprint


def clause(assessment: Assessment, receiver: Viewer) -> str | None:
    """The clause in force by which the receiver trusts whoever made it; None where there is none.

    The file says which instruments; that it is in force, and for whom, is asked where sight itself is asked.
    """
    signed = {assessment.organisation, receiver.organisation}
    live = [
        term
        for term in facts.terms()
        if term.in_force(facts.today())
        and assessment.role in term.roles
        and assessment.category in term.categories
        and signed <= term.organisations
    ]
    named = {
        f"{agreement.name}#{one.id}": one.trusted
        for agreement in blueprint().agreements
        for one in agreement.clauses
    }
    return next((term.name for term in live if assessment.instrument in named.get(term.name, ())), None)
