"""The record of whoever looks: a person's own, for themselves."""

from __future__ import annotations

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.people.models import Person
from commonweal.care.people.reads import Known, known


@access.for_purpose("direct_care")
def record(viewer: Viewer | None) -> Known:
    """What is recorded about the viewer, as they may see it; a refusal is recorded."""
    viewer, _ = audit.require(viewer, "see_own_record", "own.read", {})
    found = Person.objects.filter(pk=viewer.person).first() if viewer.person else None
    decision = access.may(viewer, "see_own_record", found) if found else access.Decision(False, "")
    if found is None or not decision.allowed:
        audit.refused("own.refused", by=viewer, about=viewer.person, because=decision.because)
        raise access.NotSeen
    audit.record("own.read", by=viewer, about=found.pk, clause=decision.clause, because=decision.because)
    return known(found)
