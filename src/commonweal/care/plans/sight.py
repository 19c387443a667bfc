"""Which parts of a person's plan a viewer sees, and by which clauses; every look is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from commonweal.blueprint import PlanCategory, Section
from commonweal.care import access
from commonweal.care.access import Decision, Refused, Viewer, facts, rules
from commonweal.care.audit import actions as audit
from commonweal.care.extents import blueprint
from commonweal.care.people.models import Person
from commonweal.care.plans.models import CATEGORIES

SHOW_MEDICINES = {"plan.read", "plan.printed", "plan.crisis_read"}  # deeds that show what the GP record says
NO_SECTION = "the plan has no such section"


@dataclass(frozen=True)
class Sight:
    """A person, and of each part of their plan whether this viewer sees it; so of their GP record."""

    viewer: Viewer
    person: Person
    decisions: Mapping[PlanCategory, Decision]
    gp_record: Decision

    def sees(self, category: str) -> bool:
        return self.decisions[cast(PlanCategory, category)].allowed

    @property
    def categories(self) -> list[str]:
        """The parts that are seen."""
        return [category for category, decision in self.decisions.items() if decision.allowed]

    @property
    def shows_medicines(self) -> bool:
        """Whether a section that they see is shown from the GP record, and that is open to them too."""
        return self.gp_record.allowed and any(
            one.content == "medicines_issued" and self.sees(one.category) for one in sections()
        )

    @property
    def first(self) -> Decision:
        """Why something of it is seen at all; why not, where nothing is."""
        decided = list(self.decisions.values())
        return next((one for one in decided if one.allowed), decided[0])


def sections() -> tuple[Section, ...]:
    """The headings of the plan, in their order."""
    return blueprint().plan


def section(id: str) -> Section:
    """The section with this id; NotSeen where the plan has none, as where it may not be seen."""
    found = next((one for one in sections() if one.id == id), None)
    if found is None:
        raise access.NotSeen
    return found


def of(viewer: Viewer | None, person: UUID | None, deed: str) -> Sight:
    """What they see of this person's plan, or of the one their post is for where none is named.

    NotSeen, and recorded as a refused `deed`, where the person is not theirs to see.
    """
    own = viewer is not None and viewer.person is not None
    asked = "see_own_record" if own else "see_person"
    viewer, _ = audit.require(viewer, asked, deed, {"person": str(person)} if person else {})
    whom = person or viewer.person
    found = Person.objects.filter(pk=whom).first() if whom else None
    if found is None:
        raise _not_seen(viewer, person, access.viewer.NOT_SEEN)
    about, terms, today = facts.about(viewer, found), facts.terms(), facts.today()
    known = rules.named(viewer, access.DEEDS[asked].category, "direct_care", about, terms, today)
    if not known.allowed:
        raise _not_seen(viewer, person, known.because)
    decided = {
        cast(PlanCategory, one): rules.named(
            viewer, cast(PlanCategory, one), "direct_care", about, terms, today
        )
        for one in CATEGORIES
    }
    gp_record = rules.named(viewer, "gp_record", "direct_care", about, terms, today)
    return Sight(viewer, found, decided, gp_record)


def _not_seen(viewer: Viewer, person: UUID | None, because: str) -> access.NotSeen:
    """Recorded; to whoever asked, somebody hidden and nobody are the same."""
    audit.refused("plan.refused", by=viewer, because=because, detail={"person": str(person)})
    return access.NotSeen()


def require(sight: Sight, wanted: Section, deed: str) -> Decision:
    """Why they see this section; Refused, and recorded, where they do not."""
    decision = sight.decisions[wanted.category]
    if not decision.allowed:
        refuse(sight, decision.because, deed)
    return decision


def refuse(sight: Sight, because: str, deed: str) -> None:
    """Recorded, and raised."""
    audit.refused(
        "plan.refused", by=sight.viewer, about=sight.person.pk, because=because, detail={"asked": deed}
    )
    raise Refused(Decision(False, because))


def record(sight: Sight, deed: str, decision: Decision | None = None, **detail: object) -> None:
    """That it was done, by the clause of `decision`, or of every part that was seen."""
    decision = decision or sight.first
    clauses = {
        category: sight.decisions[cast(PlanCategory, category)].clause for category in sight.categories
    }
    if deed in SHOW_MEDICINES and sight.shows_medicines:
        clauses["gp_record"] = sight.gp_record.clause
    audit.record(
        deed,
        by=sight.viewer,
        about=sight.person.pk,
        purpose="direct_care",
        clause=decision.clause,
        because=decision.because,
        detail=detail or {"clauses": clauses},
    )
