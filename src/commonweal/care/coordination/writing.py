"""What every change of a person's care team asks first: who they are, and whether they may."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from commonweal.blueprint import Category
from commonweal.care import access, moments
from commonweal.care.access import Decision, Viewer
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.models import User
from commonweal.care.audit import actions as audit
from commonweal.care.break_glass import reads as openings
from commonweal.care.people.models import Person

NOT_A_DEED_OF_A_CARER = (
    "a carer whom the person has named reads this; the person or a professional changes it"
)


def may_write(by: Viewer, person: UUID, category: Category, deed: str, *, own: bool = False) -> Decision:
    """Why they may; NotSeen where the person, or this category, is not theirs. `own` lets the person too.

    Not while they have the record open in an emergency: that is for looking alone.
    """
    found = Person.objects.filter(pk=person).first()
    page = "see_own_record" if own and by.person == person else "see_person"
    decision = access.may(by, page, found)
    if found is not None and decision.allowed:
        decision = access.decide(by, category, found)
    if found is None or not decision.allowed:
        audit.refused(deed, by=by, because=decision.because, detail={"person": str(person)})
        raise access.NotSeen
    openings.require_shut(by, person, deed)
    return decision


def written(by: Viewer, person: UUID) -> dict[str, object]:
    """What every row says of who wrote it."""
    return {
        "person_id": person,
        "at": moments.now(),
        "by_id": by.user,
        "by_name": name_of(by),
        "by_role": by.role.id,
    }


def name_of(viewer: Viewer) -> str:
    """As they sign: their name with their professional registrations."""
    return accounts.signed_name(User.objects.get(pk=viewer.user))


def record(
    deed: str, by: Viewer, person: UUID, decision: Decision, detail: Mapping[str, object] | None = None
) -> None:
    """The row of the audit, with the clause; empty details are left out."""
    told = {key: value for key, value in (detail or {}).items() if value not in ("", None)}
    audit.record(deed, by=by, about=person, clause=decision.clause, because=decision.because, detail=told)
