"""The only queries of notices, each for a viewer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db.models import Q, QuerySet

from commonweal.care import access, moments
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.deliveries.models import Delivery
from commonweal.care.extents import blueprint, read
from commonweal.care.notices.models import Notice, Recipient, Wish
from commonweal.care.pathways import versions
from commonweal.care.prepared import Question, answer
from commonweal.care.referrals.models import OPEN, ClockRun, Referral

COUNTED_AT_MOST = 100
COUNT = f"""SELECT count(*) FROM (
    SELECT FROM care_recipient WHERE team = %s AND role = %s AND waits LIMIT {COUNTED_AT_MOST}
) named"""  # noqa: S608  # our own number
SHOWN = 50
BEHIND = timedelta(minutes=5)


@dataclass(frozen=True)
class Line:
    """A notice as those read it whom it names: of which clock, and how that stands now."""

    notice: Notice
    pathway: str
    clock: str
    due: datetime | None
    state: str
    escalated_to_us: bool
    sent: tuple[Delivery, ...] = ()

    @property
    def open(self) -> bool:
        """Whether an answer is waited for; the clock may have stopped since the sender last looked."""
        return self.notice.state == "waiting" and self.state in ("running", "paused")


@dataclass(frozen=True)
class Told:
    """What a viewer's role in their team was told; `more` is whether there is more than is shown."""

    lines: tuple[Line, ...]
    more: bool
    now: datetime


def is_told(viewer: Viewer | None) -> bool:
    """Whether anybody in this viewer's post can be told of a clock."""
    return viewer is not None and bool(viewer.team) and viewer.role.id in _roles_told()


@access.for_purpose("direct_care")
def waiting_count(viewer: Viewer | None) -> int:
    """How many notices wait for this viewer's role in their team; counted up to a hundred."""
    if viewer is None or not is_told(viewer):
        return 0
    return int(answer(count_of(viewer))[0][0])


def count_of(viewer: Viewer) -> Question:
    """What `waiting_count` asks."""
    return Question(COUNT, (viewer.team, viewer.role.id))


@access.for_purpose("direct_care")
def waiting(viewer: Viewer | None, pathway: str = "") -> Told:
    """What nobody has answered, the oldest first; on one pathway where it is named. The look is recorded."""
    viewer = _at_work(viewer, {"waiting": True, "pathway": pathway})
    return _told(viewer, _named(viewer).filter(waits=True).order_by("notice"), pathway)


@access.for_purpose("direct_care")
def history(viewer: Viewer | None, pathway: str = "", before: int | None = None) -> Told:
    """What waits no more, the newest first, from before the notice with this id. The look is recorded."""
    viewer = _at_work(viewer, {"waiting": False, "pathway": pathway})
    named = _named(viewer).filter(waits=False)
    if before is not None:
        named = named.filter(notice__lt=before)
    return _told(viewer, named.order_by("-notice"), pathway)


@access.for_purpose("direct_care")
def behind_since(viewer: Viewer | None) -> datetime | None:
    """Since when somebody of the viewer's team should have been told and was not; None while all is well."""
    if viewer is None or not is_told(viewer):
        return None
    ours = Q(hub=viewer.team) | Q(team=viewer.team)
    due = Referral.objects.filter(ours, OPEN, next_rung__lt=moments.now() - BEHIND)
    return due.order_by("next_rung").values_list("next_rung", flat=True).first()


@access.for_purpose("direct_care")
def wishes_email(viewer: Viewer | None) -> bool:
    """Whether whoever holds this post wishes to be told by e-mail too."""
    return viewer is not None and Wish.objects.filter(post=viewer.post, by_email=True).exists()


def pathways() -> dict[str, str]:
    """Id and title of those that tell anybody."""
    return {one.id: one.title for one in blueprint().pathways if any(clock.tells for clock in one.clocks)}


def _at_work(viewer: Viewer | None, detail: dict[str, object]) -> Viewer:
    decision = access.addressed(viewer)
    if decision.allowed and viewer and not is_told(viewer):
        decision = Decision(False, f"no pathway here tells the role {viewer.role.title} of a clock")
    if viewer is None or not decision.allowed:
        audit.refused("notices.refused", by=viewer, because=decision.because, detail=detail)
        raise Refused(decision)
    audit.record("notices.listed", by=viewer, clause=decision.clause, because=decision.because, detail=detail)
    return viewer


def _named(viewer: Viewer) -> QuerySet[Recipient]:
    return Recipient.objects.filter(team=viewer.team, role=viewer.role.id)


def _roles_told() -> frozenset[str]:
    return _roles_told_by(str(settings.BLUEPRINT))


@cache
def _roles_told_by(folder: str) -> frozenset[str]:
    rungs = [rung for one in read(folder).pathways for clock in one.clocks for rung in clock.tells]
    return frozenset(role for rung in rungs for role in (*rung.roles, *rung.then))


def _told(viewer: Viewer, named: QuerySet[Recipient], pathway: str) -> Told:
    if pathway:
        named = named.filter(notice__referral__pathway=pathway)
    found = list(named.select_related("notice__referral", "notice__answered_by")[: SHOWN + 1])
    return Told(tuple(_lines(found[:SHOWN])), len(found) > SHOWN, moments.now())


def _lines(named: list[Recipient]) -> Iterable[Line]:
    referrals = {one.notice.referral_id for one in named}
    runs = {
        (run.referral_id, run.clock, run.number): run
        for run in ClockRun.objects.filter(referral__in=referrals)
    }
    sent: dict[int, list[Delivery]] = {}
    for delivery in Delivery.objects.filter(notice__in=[one.notice_id for one in named], state="sent"):
        sent.setdefault(delivery.notice_id, []).append(delivery)
    for one in named:
        notice = one.notice
        run = runs.get((notice.referral_id, notice.about, notice.run))
        worded = versions.worded(notice.referral.version_id)
        clock = next((clock.title for clock in worded.clocks if clock.id == notice.about), notice.about)
        yield Line(
            notice,
            pathway=worded.title,
            clock=clock,
            due=run.due if run else None,
            state=run.state if run else "",
            escalated_to_us=one.level > 0,
            sent=tuple(sent.get(notice.pk, ())),
        )
