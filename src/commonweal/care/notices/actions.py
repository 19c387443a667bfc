"""The only writer of notices: they are noted, told to others where nobody answers, and answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import F

from commonweal.care import access, moments
from commonweal.care.access import Refused, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.notices import rules
from commonweal.care.notices.models import WAITING, Notice, Recipient, Wish
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import reads as referrals
from commonweal.care.referrals.models import OPEN, Referral

AT_ONCE = 500
PLAYED = "commonweal.notices.played"
ANSWERED = "Somebody has answered it meanwhile, or the referral went on"


@contextmanager
def left_alone() -> Iterator[None]:
    """While it lasts no sender tells anybody: days are played whose clocks are not those of today."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [PLAYED])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [PLAYED])


def are_left_alone() -> bool:
    """Whether somebody plays days now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(hashtext(%s))", [PLAYED])
        (free,) = cursor.fetchone()
    return not free


def to_look_at() -> list[int]:
    """The referrals of which somebody may have to be told, or be told no more; by their ids."""
    due = Referral.objects.filter(OPEN, next_rung__lte=moments.now()).order_by("next_rung")
    found = list(due.values_list("pk", flat=True)[:AT_ONCE])
    went_on = Notice.objects.filter(WAITING, kind="role").exclude(referral__steps=F("seen"))
    return list(dict.fromkeys([*found, *went_on.values_list("referral", flat=True)[:AT_ONCE]]))


@transaction.atomic
def look(referral: int) -> int:
    """Notes which rungs this referral has come to and what waits no more; how many are told now.

    Whoever looks at it at the same time goes by: a rung is noted once, ever.
    """
    held = Referral.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=referral).first()
    if held is None:
        return 0
    standing = referrals.standing(held, None)
    of_clocks = Notice.objects.filter(referral=held, kind="role")
    noted = {(one.about, one.run, one.rung): one for one in of_clocks}
    waiting = [key for key, one in noted.items() if one.state == "waiting"]
    changes = rules.look(standing.pathway, standing.journey, noted, waiting, standing.now)
    told = [_note(held, reached) for reached in changes.reached]
    for closed in changes.closed:
        _close(noted[closed.key], closed.state, closed.because)
    of_clocks.filter(WAITING).update(seen=held.steps)
    Referral.objects.filter(pk=held.pk).update(next_rung=changes.again)
    return sum(told)


def to_escalate() -> list[int]:
    """The notices that nobody has answered in time."""
    late = Notice.objects.filter(WAITING, escalated=None, answer_by__lte=moments.now())
    return list(late.order_by("answer_by").values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def escalate(notice: int) -> bool:
    """Tells the roles that are next, once, unless the clock rests or has stopped."""
    found = (
        Notice.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("referral")
        .filter(WAITING, pk=notice, escalated=None)
        .first()
    )
    if found is None:
        return False
    standing = referrals.standing(found.referral, None)
    run = rules.numbered(standing.journey).get((found.about, found.run))
    rung = next((one for one in run.reached if one.at == found.rung), None) if run else None
    if run is None or rung is None or run.state != "running":
        return False
    found.answer_by = rules.answer_by(rung, run, found.noted)
    if found.answer_by and found.answer_by <= standing.now:
        _name(found, rung.then, level=1)
        found.escalated, found.addressed = standing.now, None
    found.save(update_fields=["answer_by", "escalated", "addressed"])
    return found.escalated is not None


def answer(*, by: Viewer, notice: int) -> Notice:
    """Somebody whom it names says that they see to it; nobody else is told of it then."""
    with access.acting(by, "direct_care"):
        decision = access.addressed(by)
        found = Notice.objects.select_related("referral").filter(pk=notice).first()
        if not decision.allowed or found is None:
            audit.refused("notice.refused", by=by, because=decision.because, detail={"notice": notice})
            raise access.NotSeen if decision.allowed else Refused(decision)
        with connection.cursor() as cursor:
            cursor.execute("SELECT care_answer_notice(%s, %s, %s)", [notice, moments.now(), by.name])
            (answered,) = cursor.fetchone()
        if not answered:
            raise NotPossible("notice", ANSWERED)
        audit.record(
            "notice.answered",
            by=by,
            about=found.referral.person_id,
            purpose="direct_care",
            clause=decision.clause,
            because=decision.because,
            detail={"referral": found.referral.reference, "notice": notice},
        )
    return found


def wish(*, by: Viewer, by_email: bool) -> None:
    """Whether whoever holds this post is told by e-mail too."""
    with access.acting(by, "direct_care"):
        Wish.objects.update_or_create(
            post_id=by.post, defaults={"by_email": by_email, "changed": moments.now()}
        )
        audit.record("notice.wished", by=by, about=by.person, detail={"by_email": by_email})


def _note(referral: Referral, reached: rules.Reached) -> bool:
    """Whether somebody is told of it now; a rung that a higher one overtook is noted alone."""
    clock, run, at = reached.key
    now, rung = moments.now(), reached.rung
    notice = Notice(
        referral=referral,
        kind="role",
        about=clock,
        run=run,
        rung=at,
        says=rung.says,
        reached=reached.at,
        noted=now,
        seen=referral.steps,
    )
    if reached.overtaken_by:
        notice.state, notice.closed, notice.addressed = "overtaken", now, now
        notice.because = rules.OVERTAKEN.format(at=reached.overtaken_by)
    else:
        notice.answer_by = rules.answer_by(rung, None, now)
    notice.save(force_insert=True)
    if notice.state == "waiting":
        _name(notice, rung.roles, level=0)
    return notice.state == "waiting"


def _name(notice: Notice, roles: Iterable[str], *, level: int) -> None:
    """These roles of the hub, and of the team that has the referral."""
    teams = dict.fromkeys(filter(None, (notice.referral.hub, notice.referral.team)))
    Recipient.objects.bulk_create(
        [Recipient(notice=notice, team=team, role=role, level=level) for team in teams for role in roles],
        ignore_conflicts=True,
    )


def _close(notice: Notice, state: str, because: str) -> None:
    """Unless somebody has answered it in this moment."""
    closed = {"state": state, "because": because, "closed": moments.now()}
    Notice.objects.filter(WAITING, pk=notice.pk).update(**closed)
