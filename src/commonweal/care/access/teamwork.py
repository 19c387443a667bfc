"""Who works on tasks, caseloads and meetings: those of the teams they name, while an agreement lets them.

migrations/0020_tasks_and_meetings.py says the same in SQL. Like a referral, a task is seen by those it is
given to whatever its person shuts: somebody has to do it. The record itself stays shut to them.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from commonweal.care.access import facts, rules
from commonweal.care.access.acting import once
from commonweal.care.access.decisions import NOBODY, decide
from commonweal.care.access.facts import Known
from commonweal.care.access.viewer import Decision, Viewer
from commonweal.care.people.models import Person


def works_as(viewer: Viewer | None) -> frozenset[str]:
    """The viewer's team and organisation, by id and code, while an agreement opens anybody to them."""
    if viewer is None or viewer.person is not None or not _terms(viewer):
        return frozenset()
    return frozenset({viewer.team, viewer.organisation} - {""})


def teamwork(viewer: Viewer | None, page: str) -> Decision:
    """Whether this page of a role is the viewer's, and an agreement lets them work with named people."""
    if viewer is None:
        return Decision(False, NOBODY)
    if page not in viewer.role.pages:
        return Decision(False, f"the role {viewer.role.title} does not have the page {page}")
    if viewer.person is not None:
        return Decision(False, "this post is for one person’s own record, not for work with others")
    terms = _terms(viewer)
    if not terms:
        return rules.unnamed(viewer, "demographics", "direct_care", facts.terms(), facts.today())
    return Decision(True, "it is the work of your team", terms[0].name)


def shared(viewer: Viewer | None, teams: Collection[str], person: UUID | None) -> Decision:
    """Whether the viewer is of one of these teams, or may see the care planned for the person it is about."""
    if viewer is None:
        return Decision(False, NOBODY)
    if works_as(viewer) & {*teams}:
        return Decision(True, "it is the work of your team", _terms(viewer)[0].name)
    known: Known | None = Person.objects.filter(pk=person).first() if person else None
    if known is None:
        return Decision(False, "it is neither your team’s nor about somebody whom you may see")
    return decide(viewer, "plan_care", known)


def _terms(viewer: Viewer) -> list[rules.Term]:
    """The clauses in force by which this viewer sees who people are."""

    def found() -> list[rules.Term]:
        meant = rules.meant(viewer, "demographics", "direct_care", facts.terms())
        return [term for term in meant if term.in_force(facts.today())]

    return once(f"teamwork of {viewer.post}", found)
