"""The only writer of openings in an emergency."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from commonweal.care import access
from commonweal.care.access import Decision, Refused, Viewer, facts
from commonweal.care.audit import actions as audit
from commonweal.care.break_glass import reads, rules
from commonweal.care.break_glass.models import Opening
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible

TOO_OFTEN = (
    f"nobody was found {rules.ATTEMPTS_AN_HOUR} times within an hour; try again later,"
    " or ask somebody who works with this person"
)
OWN = "you opened this record yourself; somebody else has to review it"


def open_record(*, by: Viewer, nhs_number: str, birth_date: date, reason: str) -> Opening:
    """Opens the record of whoever has both, for a limited time; AlreadyOpen where it is.

    NobodyFound where nobody has; that is recorded and counted, and too many of it are refused.
    """
    with access.acting(by):
        decision = reads.may_open(by)
        if not decision.allowed:
            raise _refused(by, decision.because)
        said = rules.check_reason(reason)
        _one_at_a_time(by)
        if reads.failed_lately(by, timezone.now()) >= rules.ATTEMPTS_AN_HOUR:
            raise _refused(by, TOO_OFTEN)
        already = Opening.objects.filter(facts.open_now(by), person__nhs_number=nhs_number)
        if there := already.filter(person__birth_date=birth_date).first():
            raise rules.AlreadyOpen(there.person_id)
        opening = _opened(by, nhs_number, birth_date, said)
        told: dict[str, object] = {"reason": said}
        if opening is None:
            audit.record(reads.NOT_OPENED, by=by, because="nobody was found", detail=told)
            raise rules.NobodyFound
        audit.record(
            "record.opened",
            by=by,
            about=opening.person_id,
            clause=decision.clause,
            because=decision.because,
            detail={"opening": opening.pk, "until": opening.until, **told},
        )
    return opening


def shut(*, by: Viewer, opening: int) -> Opening:
    """Shuts what this viewer has opened, or reviews, before its time; nothing changes where it has shut."""
    with access.acting(by, "direct_care" if by.cares else "oversight"):
        found = Opening.objects.filter(pk=opening).first()
        if found is None or not (found.post_id == by.post or reads.reviews(by)):
            raise access.NotSeen
        now = timezone.now()
        if Opening.objects.filter(pk=opening, ended=None, until__gt=now).update(ended=now):
            audit.record("record.shut", by=by, about=found.person_id, detail={"opening": opening})
    return found


def review(*, by: Viewer, opening: int, finding: str, note: str) -> Opening:
    """Records what was found about an opening that has shut, once; never by whoever opened it."""
    with access.acting(by, "oversight"):
        by, decision = audit.require(by, "see_who_looked", "record.reviewed", {"opening": opening})
        found = Opening.objects.select_related("post").filter(pk=opening).first()
        if found is None:
            raise access.NotSeen
        if found.post.user_id == by.user:
            raise _refused(by, OWN)
        said, now = rules.check_finding(finding, note), timezone.now()
        if found.ended is None and found.until > now:
            raise NotPossible("finding", "The record is open still; shut it first, or wait")
        changes = {"reviewed": now, "reviewed_by_id": by.user, "finding": finding, "note": said}
        if not Opening.objects.filter(pk=opening, reviewed=None).update(**changes):
            raise NotPossible("finding", "Somebody has reviewed it meanwhile; your review is not kept")
        audit.record(
            "record.reviewed",
            by=by,
            about=found.person_id,
            clause=decision.clause,
            because=decision.because,
            detail={"opening": opening, "finding": finding},
        )
    return found


def _one_at_a_time(by: Viewer) -> None:
    """Attempts of one account wait for each other, so that they cannot outrun their count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('record.opened'), %s)", [by.user])


def _opened(by: Viewer, nhs_number: str, birth_date: date, reason: str) -> Opening | None:
    """None, and nothing kept, where nobody has both, or where the person keeps it shut all the same."""
    asked = (nhs_number, birth_date, reason, settings.OPENING_MINUTES)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT care_open_in_emergency(%s, %s, %s, %s)", asked)
        row = cursor.fetchone()
        seen = Person.objects.filter(pk=row[0]).exists() if row and row[0] else False
        transaction.set_rollback(not seen)
    return reads.open_now(by, row[0]) if seen else None


def _refused(by: Viewer, because: str) -> Refused:
    audit.refused("record.refused", by=by, because=because)
    return Refused(Decision(False, because))
