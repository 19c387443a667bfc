"""The only writer of visits: they are asked for, planned, set out to, begun and recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from commonweal.care import access, moments
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.assessments import actions as assessments
from commonweal.care.assessments.actions import Beside
from commonweal.care.audit import actions as audit
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import actions as referrals
from commonweal.care.referrals import reads as referral_reads
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import Made
from commonweal.care.visits import country, reads, rules
from commonweal.care.visits.models import PLANNABLE, Visit, VisitRecord
from commonweal.care.visits.rules import Asked, Overtaken, Recorded

NOT_OF_THE_TEAM = "only those of the team can plan and record its visits"


@dataclass(frozen=True)
class Placing:
    """Who goes to a visit and when; nobody where it waits again."""

    visit: int
    post: int | None = None
    planned: datetime | None = None
    travel: int = 0
    position: int = 0


def ask(by: Viewer, reference: str, asked: Asked) -> Visit:
    """The team that has the referral is to visit the person."""
    with access.acting(by, "direct_care"):
        rules.check_asked(asked, reads.known_skills())
        referral = referral_reads.seen(by, reference)
        team = reads.team_of(referral)
        decision = _require_of_the_team(by, team, referral)
        if referral.ended:
            raise NotPossible("referral", "This referral has ended; refer the person again")
        place, at_home = country.place_of(referral.lsoa, referral.practice)
        visit = Visit.objects.create(
            referral=referral,
            team=team,
            earliest=asked.earliest,
            latest=asked.latest,
            minutes=asked.minutes,
            skills=list(asked.skills),
            purpose=asked.purpose.strip()[:500],
            know=asked.know.strip()[:1000],
            place=place,
            at_home=at_home,
            asked=moments.now(),
            asked_by_id=by.user,
        )
        _record("visit.asked", by, visit, decision, {})
        return visit


def place(by: Viewer, team: str, placings: Iterable[Placing]) -> int:
    """Visits that have not begun are given to these people at these times; how many were."""
    with access.acting(by, "direct_care"):
        decision = _require_of_the_team(by, team)
        placed = 0
        for one in placings:
            live = Visit.objects.filter(pk=one.visit, team=team, state__in=PLANNABLE)
            placed += live.update(
                state="planned" if one.post else "waiting",
                post_id=one.post,
                planned=one.planned,
                travel=one.travel,
                position=one.position,
            )
        said = {"team": team, "visits": placed}
        audit.record("visits.planned", by=by, clause=decision.clause, because=decision.because, detail=said)
        return placed


def set_out(by: Viewer, id: int, happened: datetime | None = None) -> Visit:
    """Whoever goes is on the way; said twice, it is so once."""
    with access.acting(by, "direct_care"):
        visit, decision, moment = _held(by, id, happened)
        if visit.state == "on_the_way":
            return visit
        rules.check_next(visit, "on_the_way")
        visit.state, visit.set_out, visit.post_id = "on_the_way", moment, by.post
        _save(visit, "state", "set_out", "post_id")
        _record("visit.set_out", by, visit, decision, {})
        return visit


def arrive(by: Viewer, id: int, happened: datetime | None = None) -> Visit:
    """They are with the person, which may be a move of the pathway; said twice, it is so once."""
    with access.acting(by, "direct_care"), transaction.atomic():
        visit, decision, moment = _held(by, id, happened)
        if visit.state == "with_person":
            return visit
        rules.check_next(visit, "with_person")
        visit.arrived = rules.check_arrival(moment, reads.dispatched(visit), moments.now())
        visit.state, visit.post_id = "with_person", by.post
        _save(visit, "state", "arrived", "post_id")
        step = _arrived(by, visit)
        _record("visit.arrived", by, visit, decision, {"move": step} if step else {})
        return visit


def record(by: Viewer, id: int, said: Recorded) -> VisitRecord:
    """What somebody saw and did; Overtaken where somebody recorded the visit since they opened it."""
    with access.acting(by, "direct_care"), transaction.atomic():
        visit, decision, now = _held(by, id, None)
        if visit.records != said.seen:
            raise Overtaken(visit.recorded.order_by("-number").first(), "It was recorded since you opened it")
        state = "done" if said.made else "not_done"
        rules.check_next(visit, state)
        dispatched = reads.dispatched(visit)
        said = rules.settled(said, visit.arrived, dispatched)
        rules.check_record(said, dispatched, now)
        kept, before = _kept(by, visit, said, now), visit.arrived
        visit.state, visit.records = state, kept.number
        visit.arrived, visit.finished = kept.arrived, kept.finished
        visit.post_id, visit.planned = visit.post_id or by.post, visit.planned or kept.arrived or now
        _save(visit, "state", "records", "arrived", "finished", "post_id", "planned")
        if said.made and before is None:
            _arrived(by, visit)
        elif said.made and visit.arrived != before:
            _arrival_corrected(by, visit, before)
        _step(by, visit, said)
        _record("visit.recorded", by, visit, decision, {"number": kept.number, "made": said.made})
        return kept


def drop(by: Viewer, visits: Iterable[Visit]) -> int:
    """Visits whose referral has ended or gone to others are not made; how many there were."""
    dropped = 0
    with access.acting(by, "direct_care"):
        for visit in visits:
            said = Recorded(
                visit.records, made=False, reason="not_needed", note="The referral ended or went on"
            )
            kept = _kept(by, visit, said, moments.now())
            visit.state, visit.records = "not_done", kept.number
            _save(visit, "state", "records")
            _record("visit.dropped", by, visit, Decision(True, "its referral ended or went to others"), {})
            dropped += 1
    return dropped


def _held(by: Viewer, id: int, happened: datetime | None) -> tuple[Visit, Decision, datetime]:
    """The visit, held for us until this change is made, why it is ours, and when it happened."""
    now = moments.now()
    seen = reads.seen(by, id)
    decision = _require_of_the_team(by, seen.team, seen.referral)
    visit = Visit.objects.select_for_update(of=("self",)).select_related("referral").get(pk=id)
    if happened and happened > now:
        raise NotPossible("happened", "This is in the future; give the time at which it happened")
    return visit, decision, happened or now


def _require_of_the_team(by: Viewer, team: str, referral: Referral | None = None) -> Decision:
    """Why it is theirs to work on; a refusal is recorded and raised."""
    _, decision = reads.at_work(by, "visits", "teams")
    if not team or by.team != team:
        decision = Decision(False, NOT_OF_THE_TEAM)
        about = referral.person_id if referral else None
        audit.refused("visit.refused", by=by, about=about, because=decision.because)
        raise Refused(decision)
    return decision


def _kept(by: Viewer, visit: Visit, said: Recorded, now: datetime) -> VisitRecord:
    kept = VisitRecord(
        visit=visit,
        number=visit.records + 1,
        made=said.made,
        reason="" if said.made else said.reason,
        arrived=said.arrived if said.made else visit.arrived,
        finished=said.finished if said.made else None,
        note=said.note.strip(),
        step=said.step,
        recorded=now,
        by_id=by.user,
        by_name=by.name,
    )
    VisitRecord.objects.bulk_create([kept])
    return kept


def _arrived(by: Viewer, visit: Visit) -> str:
    """The move that stands for being with the person, made where the referral still waits for it."""
    standing = referral_reads.standing(referral_reads.seen(by, visit.referral.reference), by)
    move = rules.arriving(standing.moves)
    if move is None:
        return ""
    made = Made(move.id, seen=standing.referral.steps, happened=visit.arrived)
    try:
        referrals.move(by, visit.referral.reference, made)
    except NotPossible as fault:
        raise NotPossible("arrived", str(fault)) from None
    return move.id


def _arrival_corrected(by: Viewer, visit: Visit, before: datetime | None) -> None:
    """The move made at the door happened when the record says, not when the door was tapped."""
    standing = referral_reads.standing(referral_reads.seen(by, visit.referral.reference), by)
    begins = {move.id for move in standing.pathway.moves if move.visit}
    tapped = [one for one in standing.steps if one.move in begins and one.happened == before]
    if not tapped:
        return
    made = Made(tapped[-1].move, seen=standing.referral.steps, happened=visit.arrived)
    try:
        referrals.correct(by, visit.referral.reference, tapped[-1].number, made, seen=standing.referral.steps)
    except NotPossible as fault:
        raise NotPossible("arrived", str(fault)) from None


def _step(by: Viewer, visit: Visit, said: Recorded) -> None:
    """The next step that was chosen with the record, where one was; what was assessed is kept in any case."""
    if not said.step:
        _assessed(by, visit, said)
        return
    standing = referral_reads.standing(referral_reads.seen(by, visit.referral.reference), by)
    chosen = next((one for one in rules.steps(standing.pathway, standing.moves) if one.id == said.step), None)
    if chosen is None:
        raise NotPossible("step", "This step is no longer open; choose again")
    made = Made(
        chosen.move.id,
        seen=standing.referral.steps,
        happened=visit.finished,
        reason=chosen.reason,
        outcome=chosen.outcome,
        instruments=said.instruments,
        assessed=said.assessed,
        next_owner=said.next_owner,
        note=said.note,
    )
    referrals.move(by, visit.referral.reference, made)


def _assessed(by: Viewer, visit: Visit, said: Recorded) -> None:
    """What was assessed on a visit after which nothing follows yet."""
    happened = said.finished or said.arrived
    for id, filled in said.assessed.items():
        if visit.referral.person_id and not filled.taken:
            person = visit.referral.person_id
            beside = Beside(referral=visit.referral)
            assessments.record(by, person, id, filled.answers, happened=happened, beside=beside)


def _save(visit: Visit, *columns: str) -> None:
    Visit.objects.filter(pk=visit.pk).update(**{column: getattr(visit, column) for column in columns})


def _record(deed: str, by: Viewer, visit: Visit, decision: Decision, detail: Mapping[str, object]) -> None:
    audit.record(
        deed,
        by=by,
        about=visit.referral.person_id,
        purpose="direct_care",
        clause=decision.clause,
        because=decision.because,
        detail={"visit": visit.pk, "referral": visit.referral.reference, **detail},
    )
