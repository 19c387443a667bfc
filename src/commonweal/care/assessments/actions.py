"""The only writer of assessments: they are recorded, and struck out where they were wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from commonweal.blueprint import Instrument
from commonweal.care import access, moments
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.assessments import answering, reads, wordings
from commonweal.care.assessments.answering import Result
from commonweal.care.assessments.models import Assessment, Deed, StruckOut
from commonweal.care.assessments.reads import Within
from commonweal.care.assessments.rules import LONGEST
from commonweal.care.audit import actions as audit
from commonweal.care.involvements.rules import check_words
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible

NOT_CARING = "assessments are recorded by those who care for the person"
NOT_YOURS = "only those whose team, or organisation, made it can strike it out"


@dataclass(frozen=True)
class Beside:
    """What is said of an assessment besides its answers.

    `id` is given by the form, so that sending it twice records it once; `step` numbers that of the referral.
    """

    id: UUID = field(default_factory=uuid4)
    note: str = ""
    referral: Within | None = None
    step: int | None = None
    rests_on: Assessment | None = None
    change: str = ""


def record(
    by: Viewer | None,
    person: UUID,
    instrument: str,
    answers: Mapping[str, object],
    *,
    happened: datetime | None = None,
    beside: Beside | None = None,
) -> Assessment:
    """What was answered is scored and kept; by nobody where the operator takes it in.

    CannotBeScored, with every reason, where there is no score: a missing answer is never a normal one.
    """
    said, now = beside or Beside(), moments.now()
    with acting(by):
        declared = wordings.today(instrument)
        decision, born = _may_record(by, person, declared, said.referral)
        twice = Assessment.objects.filter(pk=said.id).first()
        if twice is not None:
            return _the_same(by, person, twice)
        moment = happened or now
        check_moment(moment, now)
        result = answering.answered(declared, answers, born, moment)
        assessment = _kept(person, declared, result, moment, said)
        by_whom(by, assessment, now)
        Assessment.objects.bulk_create([assessment])
        told(by, "assessment.recorded", assessment, decision)
        return assessment


def strike_out(by: Viewer | None, id: UUID, reason: str) -> StruckOut:
    """It was wrong: it stays to be read, and nobody relies on it from now on. Said twice, it is so once."""
    with acting(by):
        assessment, decision = reads.held(by, id, "assessment.refused")
        if by and not reads.is_ours(by, assessment):
            refuse(by, assessment, Decision(False, NOT_YOURS))
        before = StruckOut.objects.filter(assessment=assessment).first()
        if before:
            return before
        words = check_words("reason", reason[:LONGEST], "Say what was wrong with it")
        struck = StruckOut(assessment=assessment, reason=words)
        by_whom(by, struck, moments.now())
        StruckOut.objects.bulk_create([struck], ignore_conflicts=True)
        told(by, "assessment.struck_out", assessment, decision)
        return StruckOut.objects.get(assessment=assessment)


@contextmanager
def acting(by: Viewer | None) -> Iterator[None]:
    """As this viewer, for direct care, in one transaction; or as the operator."""
    with access.acting(by, "direct_care") if by else transaction.atomic(), transaction.atomic():
        yield


def check_moment(happened: datetime, now: datetime) -> None:
    """NotPossible where it lies ahead."""
    if happened > now:
        raise NotPossible("happened", "This is in the future; give the time at which it happened")


def by_whom(by: Viewer | None, deed: Deed, now: datetime) -> None:
    """Who recorded it, as whom, and when."""
    deed.recorded = now
    if by:
        deed.by_id, deed.by_name, deed.role = by.user, by.name, by.role.id
        deed.organisation, deed.team = by.organisation, by.team


def told(by: Viewer | None, deed: str, assessment: Assessment, decision: Decision, **more: object) -> None:
    """In the audit; never what was answered."""
    audit.record(
        deed,
        by=by,
        about=assessment.person_id,
        purpose="direct_care",
        clause=decision.clause,
        because=decision.because,
        detail={"assessment": str(assessment.pk), "instrument": assessment.instrument, **more},
    )


def refuse(by: Viewer, assessment: Assessment, decision: Decision) -> None:
    """Recorded and raised."""
    detail = {"assessment": str(assessment.pk)}
    about, because = assessment.person_id, decision.because
    audit.refused("assessment.refused", by=by, about=about, because=because, detail=detail)
    raise Refused(decision)


def _may_record(
    by: Viewer | None, person: UUID, instrument: Instrument, referral: Within | None
) -> tuple[Decision, date | None]:
    """Why they may, and when the person was born; a refusal is recorded and raised."""
    found = Person.objects.filter(pk=person).first()
    if by is None:
        if found is None:
            raise access.NotSeen
        return Decision(True, ""), found.birth_date
    decision = reads.decide(by, instrument.category, found, referral)
    if decision.allowed and not reads.cares(by):
        decision = Decision(False, NOT_CARING)
    if not decision.allowed:
        detail = {"person": str(person), "instrument": instrument.id}
        audit.refused("assessment.refused", by=by, because=decision.because, detail=detail)
        raise Refused(decision) if found else access.NotSeen()
    return decision, found.birth_date if found else getattr(referral, "birth_date", None)


def _the_same(by: Viewer | None, person: UUID, twice: Assessment) -> Assessment:
    """The form that was sent before; NotPossible where it is somebody else's."""
    if twice.person_id != person or (by and twice.by_id != by.user):
        raise NotPossible("answers", "This form has been used already; open a new one")
    return twice


def _kept(
    person: UUID, instrument: Instrument, result: Result, happened: datetime, said: Beside
) -> Assessment:
    scored = result.scored
    return Assessment(
        id=said.id,
        person_id=person,
        instrument=instrument.id,
        wording_id=wordings.adopt(instrument),
        version=result.version.id,
        category=instrument.category,
        answers=dict(result.answers),
        total=scored.total,
        parts={id: wordings.plain(points) for id, points in scored.parts.items()},
        band=scored.band or "",
        triggers=[{"id": met.trigger.id, "parts": list(met.parts)} for met in scored.triggers],
        happened=happened,
        again=result.again,
        note=said.note.strip()[:LONGEST],
        referral_id=said.referral.pk if said.referral else None,
        step=said.step,
        rests_on=said.rests_on,
        change=said.change,
    )
