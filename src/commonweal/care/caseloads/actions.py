"""The only writer of caseloads. That somebody is on one begins and ends with the team's episode."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from commonweal.care import access, moments
from commonweal.care.access import Refused, Viewer
from commonweal.care.access.viewer import Decision
from commonweal.care.audit import actions as audit
from commonweal.care.caseloads import reads, rules
from commonweal.care.caseloads.models import CaseloadChange, CaseloadPlace
from commonweal.care.caseloads.rules import Noted, Overtaken
from commonweal.care.involvements import actions as involvements
from commonweal.care.involvements import reads as parts
from commonweal.care.involvements.models import Involvement
from commonweal.care.possible import Faults, NotPossible

AT_ONCE = 50  # people, as many as a page of a list has


def add(by: Viewer, people: Sequence[UUID], noted: Noted) -> list[CaseloadPlace]:
    """Each of them is on the team's caseload from now on, or nobody is; those who are there already stay."""
    with access.acting(by, "direct_care"), transaction.atomic():
        team, faults = reads.at_work(by, "caseload.added"), Faults()
        with faults:
            check_number(people)
        with faults:
            noted = rules.check(noted, moments.today())
        faults.check()
        there = reads.on_it(by, people)
        return [_added(by, team, one, noted) for one in dict.fromkeys(people) if one not in there]


def check_number(people: Sequence[UUID]) -> None:
    """NotPossible where nobody is chosen, or more than a page of a list has."""
    if not people:
        raise NotPossible("people", "Choose at least one person")
    if len(people) > AT_ONCE:
        raise NotPossible("people", f"Choose at most {AT_ONCE} people at once")


def note(by: Viewer, id: int, noted: Noted, seen: int) -> CaseloadPlace:
    """Another priority or day of review, with why; Overtaken where somebody changed it since it was seen."""
    with access.acting(by, "direct_care"), transaction.atomic():
        part = _held(by, id)
        noted = rules.check(noted, moments.today())
        place = CaseloadPlace.objects.filter(pk=id).first()
        if (place.changes if place else 0) != seen:
            raise Overtaken("Somebody changed it since you looked")
        if place is None:
            return _placed(by, part, noted)
        place.priority, place.changes = noted.priority, place.changes + 1
        place.next_review = noted.next_review or place.next_review
        columns = {"priority": place.priority, "next_review": place.next_review, "changes": place.changes}
        CaseloadPlace.objects.filter(pk=id).update(**columns)
        _kept(by, place, "reviewed", noted.reason)
        return place


def remove(by: Viewer, id: int, reason: str) -> None:
    """Somebody is on the caseload no more, and the team's episode with them ends with it."""
    with access.acting(by, "direct_care"), transaction.atomic():
        part = _held(by, id)
        said = rules.check_words("reason", reason, "Say why, in a few words")
        if place := CaseloadPlace.objects.filter(pk=id).first():
            _kept(by, place, "removed", said)
        involvements.end(by=by, involvement=part.pk, outcome=said)


def _added(by: Viewer, team: str, person: UUID, noted: Noted) -> CaseloadPlace:
    receiver = parts.receiver(team)
    part = involvements.begin(by=by, person=person, kind="episode", receiver=receiver, reason=noted.reason)
    return _placed(by, part, noted)


def _placed(by: Viewer, part: Involvement, noted: Noted) -> CaseloadPlace:
    place = CaseloadPlace(
        involvement=part,
        person_id=part.person_id,
        entry=noted.entry,
        reason=noted.reason,
        priority=noted.priority,
        next_review=noted.next_review or moments.today(),
    )
    CaseloadPlace.objects.bulk_create([place])
    _kept(by, place, "added", noted.reason)
    return place


def _held(by: Viewer, id: int) -> Involvement:
    """The team's episode with somebody, held until this change is made."""
    team = reads.at_work(by, "caseload.changed")
    part = Involvement.objects.select_for_update().filter(pk=id, kind="episode").first()
    if part is None:
        audit.refused("caseload.refused", by=by, because=reads.NOT_SEEN, detail={"involvement": id})
        raise access.NotSeen
    if part.team != team:
        audit.refused("caseload.refused", by=by, about=part.person_id, because=reads.NOT_OURS)
        raise Refused(Decision(False, reads.NOT_OURS))
    if part.ended:
        raise Overtaken(part.outcome or "They are on the caseload no more")
    return part


def _kept(by: Viewer, place: CaseloadPlace, deed: str, reason: str) -> None:
    change = CaseloadChange(
        place=place,
        deed=deed,
        priority=place.priority,
        next_review=place.next_review,
        reason=reason,
        recorded=moments.now(),
        by_id=by.user,
        by_name=by.name,
    )
    CaseloadChange.objects.bulk_create([change])
    audit.record(
        f"caseload.{deed}",
        by=by,
        about=place.person_id,
        purpose="direct_care",
        detail={"involvement": place.pk, "team": by.team, "priority": place.priority},
    )
