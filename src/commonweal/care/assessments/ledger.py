"""The only writer of what is sent on: an assessment is accepted, accepted with a change, or repeated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from commonweal.care import access, moments
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.assessments import actions, reads, rules, trusted
from commonweal.care.assessments.actions import Beside
from commonweal.care.assessments.known import Known, is_of, receipt
from commonweal.care.assessments.models import Assessment, Receipt, SentAssessment
from commonweal.care.assessments.rules import LONGEST, Overtaken, Receiver
from commonweal.care.audit import actions as audit
from commonweal.care.involvements.rules import check_words
from commonweal.care.possible import NotPossible

NOT_TO_YOU = "it was sent to others; only they can answer it"
NOT_YOURS_TO_SEND = "only those who may rely on it can send it on"
ACT_WORDS = {"accepted": "accepted it", "changed": "accepted it with a change", "repeated": "repeated it"}


@dataclass(frozen=True)
class Changed:
    """An assessment as the receiver takes it: all of its answers, and what was changed of them and why."""

    answers: Mapping[str, object]
    change: str
    happened: datetime | None = None
    beside: Beside = field(default_factory=Beside)


def send(
    by: Viewer, id: UUID, receiver: Receiver, *, until: datetime | None = None, note: str = ""
) -> SentAssessment:
    """It goes to this team or organisation, who may rely on it once they have accepted it.

    Sending shows nobody anything: who receives it sees it where an agreement lets them. Sent twice to
    the same, it is sent once.
    """
    with actions.acting(by):
        assessment, decision = reads.held(by, id, "assessment.refused")
        known = Known(assessment, now := moments.now())
        if known.struck_out:
            raise NotPossible("receiver", "It has been struck out; nobody may rely on it")
        rules.check_until(None, assessment.again, now)
        if not known.relied_on_by(by):
            actions.refuse(by, assessment, Decision(False, NOT_YOURS_TO_SEND))
        if receiver == known.maker or is_of(by, receiver):
            raise NotPossible("receiver", "They have it already; choose somebody else")
        to = {"to_organisation": receiver.organisation, "to_team": receiver.team}
        before = SentAssessment.objects.filter(assessment=assessment, **to).first()
        if before:
            return before
        ends = rules.check_until(until, assessment.again, now)
        sent = SentAssessment(assessment=assessment, until=ends, note=note.strip()[:LONGEST], **to)
        actions.by_whom(by, sent, now)
        SentAssessment.objects.bulk_create([sent], ignore_conflicts=True)
        actions.told(by, "assessment.sent", assessment, decision, **to)
        return SentAssessment.objects.get(assessment=assessment, **to)


def accept(by: Viewer, sent: int) -> Receipt:
    """The receiver relies on it as it is; the clause by which its maker is trusted is kept."""
    with actions.acting(by):
        found, decision = _ours(by, sent, "accepted")
        clause = trusted.clause(found.assessment, by)
        return _received(by, found, Receipt(act="accepted", clause=clause or ""), decision)


def accept_changed(by: Viewer, sent: int, said: Changed) -> tuple[Receipt, Assessment]:
    """The receiver relies on an assessment of their own, which rests on it and says what is different."""
    with actions.acting(by):
        found, decision = _ours(by, sent, "changed")
        before = found.assessment
        words = check_words("change", said.change[:LONGEST], "Say what you changed, and why")
        beside = replace(said.beside, rests_on=before, change=words)
        result = actions.record(
            by, before.person_id, before.instrument, said.answers, happened=said.happened, beside=beside
        )
        if result.answers == before.answers and result.total == before.total:
            raise NotPossible("answers", "No answer is different; accept it as it is")
        clause = trusted.clause(before, by)
        answer = Receipt(act="changed", result=result, clause=clause or "")
        return _received(by, found, answer, decision), result


def repeat(by: Viewer, sent: int, reason: str, note: str = "") -> Receipt:
    """The receiver does not rely on it, says why, and assesses the person themselves."""
    with actions.acting(by):
        found, decision = _ours(by, sent, "repeated")
        answer = Receipt(act="repeated", reason=rules.check_reason(reason), note=note.strip()[:LONGEST])
        return _received(by, found, answer, decision)


def _ours(by: Viewer, id: int, act: str) -> tuple[SentAssessment, Decision]:
    """What was sent to us, held until we have answered; Overtaken where one of us was faster."""
    found = SentAssessment.objects.filter(pk=id).select_related("receipt").first()
    if found is None:
        audit.refused("assessment.refused", by=by, because=reads.NOT_SEEN.because, detail={"sent": id})
        raise access.NotSeen
    assessment, decision = reads.held(by, found.assessment_id, "assessment.refused")
    if not reads.cares(by) or not is_of(by, Receiver(found.to_organisation, found.to_team)):
        detail = {"sent": id}
        audit.refused(
            "assessment.refused", by=by, about=assessment.person_id, because=NOT_TO_YOU, detail=detail
        )
        raise Refused(Decision(False, NOT_TO_YOU))
    before = receipt(found)
    if before:
        raise Overtaken(_said(before))
    gone = Known(assessment, moments.now()).struck_out is not None
    rules.check_open(act, found.until, moments.now(), struck_out=gone)
    found.assessment = assessment
    return found, decision


def _received(by: Viewer, sent: SentAssessment, answer: Receipt, decision: Decision) -> Receipt:
    """Kept, where nobody has answered meanwhile; Overtaken, and nothing else of it, where somebody has."""
    answer.sent = sent
    actions.by_whom(by, answer, moments.now())
    Receipt.objects.bulk_create([answer], ignore_conflicts=True)
    kept = Receipt.objects.filter(sent=sent).first()
    if kept is None or (kept.by_id, kept.recorded, kept.act) != (by.user, answer.recorded, answer.act):
        raise Overtaken(_said(kept) if kept else "Somebody else was faster")
    because = decision.because if not answer.clause else "its assessor is trusted"
    clause = answer.clause or decision.clause
    told = Decision(True, because, clause)
    actions.told(by, f"assessment.{answer.act}", sent.assessment, told, sent=sent.pk, reason=answer.reason)
    return kept


def _said(answer: Receipt) -> str:
    who = answer.by_name or "Somebody else"
    return f"{who} has {ACT_WORDS[answer.act]} already"
