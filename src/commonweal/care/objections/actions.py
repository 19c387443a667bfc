"""The only writer of what people say about their record. Nothing is deleted: what is withdrawn is ended."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from commonweal.care import access
from commonweal.care.access import Decision, Viewer, facts
from commonweal.care.audit import actions as audit
from commonweal.care.break_glass import reads as openings
from commonweal.care.extents import blueprint
from commonweal.care.objections import rules
from commonweal.care.objections.models import Objection, OptOut, Restriction
from commonweal.care.objections.rules import Kind, Wanted
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible

TABLES: dict[Kind, type[Objection] | type[Restriction] | type[OptOut]] = {
    "objection": Objection,
    "restriction": Restriction,
    "opt_out": OptOut,
}


def choose(*, by: Viewer, person: UUID, wanted: Wanted) -> Objection | Restriction | OptOut:
    """Records what a person chooses; it holds from now on. NotPossible where it holds already."""
    with access.acting(by):
        decision = _may(by, person)
        declared = blueprint()
        known = {one.ods for one in declared.organisations} | {one.ods for one in declared.practices}
        said = rules.check(wanted, facts.today(), known)
        choice = said.choice
        words = {"asked_by": said.asked_by, "asked_on": said.asked_on, "note": said.note}
        which = (
            {"organisation": choice.organisation, "category": choice.category}
            if choice.kind == "objection"
            else {}
        )
        try:
            with transaction.atomic():
                made = TABLES[choice.kind].objects.create(person_id=person, **which, **words)
        except IntegrityError:
            raise NotPossible("kind", "This is chosen already") from None
        detail = {"id": made.pk, "asked_by": said.asked_by, **which}
        _record(f"{choice.kind}.recorded", by, person, decision, detail)
    return made


def withdraw(*, by: Viewer, person: UUID, kind: Kind, id: int) -> None:
    """Ends what a person has chosen; nothing changes where it has ended already."""
    with access.acting(by):
        decision = _may(by, person)
        live = TABLES[kind].objects.filter(pk=id, person=person, ended=None)
        if live.update(ended=timezone.now()):
            _record(f"{kind}.withdrawn", by, person, decision, {"id": id})


def _may(by: Viewer, person: UUID) -> Decision:
    """Why they may: the record is their own, or they see the person, and not by an emergency of theirs."""
    found = Person.objects.filter(pk=person).first()
    deed = "see_own_record" if by.person == person else "see_person"
    decision = access.may(by, deed, found)
    if found is None or not decision.allowed:
        audit.refused("choice.refused", by=by, because=decision.because, detail={"person": str(person)})
        raise access.NotSeen
    openings.require_shut(by, person, "choice.refused")
    return decision


def _record(deed: str, by: Viewer, person: UUID, decision: Decision, detail: dict[str, object]) -> None:
    audit.record(deed, by=by, about=person, clause=decision.clause, because=decision.because, detail=detail)
