"""The only writer of parts in people's care. Nothing is deleted: every step is undone by a further one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from commonweal.care import access
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.break_glass import reads as openings
from commonweal.care.involvements import reads, rules
from commonweal.care.involvements.models import Involvement
from commonweal.care.involvements.rules import Overtaken, Receiver
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible

GONE = "it has been ended or handed over, or the person is not one whom you may see"
NOT_YOURS = "only those of the team can hand over, or end, its part in this person's care"


def begin(*, by: Viewer | None, person: UUID, kind: str, receiver: Receiver, reason: str) -> Involvement:
    """A team or organisation begins to work with a person, and sees their record from now on.

    By whoever sees the person, unless they have them open in an emergency; `by` nobody is the operator.
    """
    with _as(by):
        decision = _may_begin(by, person)
        part = _begun(person, rules.check_kind(kind), receiver, _reason(reason), None)
        _record("involvement.begun", by, part, decision)
    return part


def hand_over(*, by: Viewer, involvement: int, receiver: Receiver, reason: str) -> Involvement:
    """The receiver's part begins and the giver's ends, as one change; the receiver's is given back.

    Overtaken where somebody else ended it or handed it over first.
    """
    with _as(by):
        part, decision = _ours(by, involvement)
        openings.require_shut(by, part.person_id, "involvement.refused")
        if receiver == Receiver(part.organisation, part.team):
            raise NotPossible("receiver", "They are who looks after the person now; choose somebody else")
        said = _reason(reason)
        following = _begun(part.person_id, part.kind, receiver, said, part)
        _end(part, f"Handed over to {reads.title(following)}: {said}")
        _record("involvement.handed_over", by, following, decision)
    return following


def end(*, by: Viewer, involvement: int, outcome: str) -> Involvement:
    """The team's part ends, and with it what it sees by that; Overtaken where it has ended already."""
    with _as(by):
        part, decision = _ours(by, involvement)
        _end(part, rules.check_words("outcome", outcome, "Say how it ended"))
        _record("involvement.ended", by, part, decision)
    return part


@contextmanager
def _as(by: Viewer | None) -> Iterator[None]:
    with access.acting(by) if by else transaction.atomic():
        yield


def _reason(said: str) -> str:
    return rules.check_words("reason", said, "Say why, in a few words")


def _may_begin(by: Viewer | None, person: UUID) -> Decision:
    """NotSeen where there is nobody whom they may see; Refused while open in an emergency."""
    found = Person.objects.filter(pk=person).first()
    if by is None and found:
        return Decision(True, "")
    decision = access.may(by, "see_person", found)
    if by is None or found is None or not decision.allowed:
        audit.refused("involvement.refused", by=by, because=decision.because, detail={"person": str(person)})
        raise access.NotSeen
    openings.require_shut(by, person, "involvement.refused")
    return decision


def _ours(by: Viewer, id: int) -> tuple[Involvement, Decision]:
    """The part, held for us until this change is made, and why it is ours to change."""
    part = Involvement.objects.filter(pk=id).first()
    if part is None:
        audit.refused("involvement.refused", by=by, because=GONE, detail={"involvement": id})
        raise Overtaken(GONE)
    if not reads.is_ours(by, part):
        audit.refused("involvement.refused", by=by, about=part.person_id, because=NOT_YOURS)
        raise Refused(Decision(False, NOT_YOURS))
    held = Involvement.objects.select_for_update().filter(pk=id).first()
    if held is None or held.ended:
        raise Overtaken(held.outcome if held else part.outcome)
    return held, Decision(True, f"it is the part of {reads.title(part)}")


def _begun(
    person: UUID, kind: str, receiver: Receiver, reason: str, follows: Involvement | None
) -> Involvement:
    try:
        with transaction.atomic():
            return Involvement.objects.create(
                person_id=person,
                kind=kind,
                team=receiver.team,
                organisation=receiver.organisation,
                reason=reason,
                follows=follows,
            )
    except IntegrityError:
        raise NotPossible("receiver", "They work with this person in this way already") from None


def _end(part: Involvement, outcome: str) -> None:
    part.ended, part.outcome = timezone.now(), outcome
    Involvement.objects.filter(pk=part.pk).update(ended=part.ended, outcome=outcome)


def _record(deed: str, by: Viewer | None, part: Involvement, decision: Decision) -> None:
    detail = {
        "involvement": part.pk,
        "kind": part.kind,
        "team": part.team,
        "organisation": part.organisation,
        "follows": part.follows_id,
    }
    audit.record(
        deed,
        by=by,
        about=part.person_id,
        clause=decision.clause,
        because=decision.because,
        detail={key: value for key, value in detail.items() if value},
    )
