"""The only queries of visits, each for a viewer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from commonweal.care import access, moments
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.extents import blueprint
from commonweal.care.referrals import reads as referrals
from commonweal.care.referrals.models import Referral, Step
from commonweal.care.referrals.reads import Standing
from commonweal.care.visits import rules
from commonweal.care.visits.models import BEGUN, PLANNABLE, Visit, VisitRecord
from commonweal.care.visits.rules import NextStep

LISTED_AT_MOST = 500
NOT_YOURS = "there is no such visit, or it is not yours to see"


@dataclass(frozen=True)
class Opened:
    """One visit as whoever goes needs it: its referral, what was recorded, what may follow."""

    visit: Visit
    standing: Standing
    records: tuple[VisitRecord, ...]
    steps: tuple[NextStep, ...]
    others: tuple[Visit, ...]
    ours: bool

    @property
    def referral(self) -> Referral:
        return self.standing.referral

    @property
    def newest(self) -> VisitRecord | None:
        return self.records[-1] if self.records else None


@dataclass(frozen=True)
class Mine:
    """One person's day: what is ahead or in hand, in its order, and what is over."""

    ahead: tuple[Visit, ...]
    over: tuple[Visit, ...]
    now: datetime


def at_work(viewer: Viewer | None, *pages: str) -> tuple[Viewer, Decision]:
    """The viewer, where one of these pages is theirs and visits are sent to their team."""
    decision = access.addressed(viewer)
    if viewer and decision.allowed and not {*pages} & {*viewer.role.pages}:
        decision = Decision(
            False, f"the role {viewer.role.title} does not have the page {' or '.join(pages)}"
        )
    if viewer is None or not decision.allowed:
        audit.refused("visits.refused", by=viewer, because=decision.because)
        raise Refused(decision)
    return viewer, decision


@access.for_purpose("direct_care")
def mine(viewer: Viewer | None, day: date, starts: datetime) -> Mine:
    """The viewer's own visits of a day that begins at this moment, with those still in hand from before."""
    viewer, decision = at_work(viewer, "visits")
    said = {"day": str(day), "mine": True}
    audit.record("visits.listed", by=viewer, clause=decision.clause, because=decision.because, detail=said)
    within = Q(planned__gte=starts, planned__lt=starts + timedelta(days=1)) | Q(state__in=BEGUN)
    found = list(_seen().filter(within, post=viewer.post).order_by("planned", "pk")[:LISTED_AT_MOST])
    live = [visit for visit in found if visit.state in (*PLANNABLE, *BEGUN) and _wanted(visit)]
    return Mine(tuple(live), tuple(visit for visit in found if visit not in live), moments.now())


@access.for_purpose("direct_care")
def one(viewer: Viewer | None, id: int) -> Opened:
    """One visit; NotSeen where there is none, or none that the viewer may see. The look is recorded."""
    visit = seen(viewer, id)
    standing = referrals.one(viewer, visit.referral.reference, deed="visit.read")
    others = Visit.objects.filter(referral=visit.referral_id).exclude(pk=visit.pk).order_by("-earliest")
    records = VisitRecord.objects.filter(visit=visit).order_by("number")
    ours = viewer is not None and viewer.team == visit.team
    steps = tuple(rules.ways_on(standing.pathway, standing.moves, standing.role)) if ours else ()
    return Opened(visit, standing, tuple(records), steps, tuple(others[:20]), ours)


def seen(viewer: Viewer | None, id: int) -> Visit:
    """The visit; NotSeen, which is recorded, where the viewer may not see it."""
    found = _seen().filter(pk=id).first()
    if found is None or (viewer is not None and not access.referral(viewer, found.referral).allowed):
        audit.refused("visit.refused", by=viewer, because=NOT_YOURS, detail={"visit": id})
        raise access.NotSeen
    return found


def of_team(team: str, starts: datetime, ends: datetime) -> list[Visit]:
    """A team's visits of a span: planned in it, in hand, or waiting and to begin before its end."""
    planned = Q(planned__gte=starts, planned__lt=ends)
    waiting = Q(planned=None, state="waiting", earliest__lt=ends)
    in_hand = Q(state__in=BEGUN, planned__lt=ends)
    found = _seen().filter(planned | waiting | in_hand, team=team)
    return list(found.order_by("planned", "earliest", "pk")[:LISTED_AT_MOST])


def without_visit(team: str) -> list[Referral]:
    """Open referrals with the team that have no visit ahead of them, the least time left first."""
    ahead = Visit.objects.filter(team=team, state__in=(*PLANNABLE, *BEGUN)).values("referral")
    kept = [one.id for one in blueprint().pathways if not any(move.team == "given" for move in one.moves)]
    with_us = Q(team=team) | Q(team="", hub=team, pathway__in=kept)
    found = Referral.objects.filter(with_us, ended=None).exclude(pk__in=ahead)
    return list(found.order_by("sorts", "pk")[:LISTED_AT_MOST])


def faces(visits: Collection[Visit]) -> dict[int, frozenset[int]]:
    """For each of these visits, the posts that have been with the person before."""
    people = {visit.referral.person_id for visit in visits} - {None}
    of_these = Q(referral__in=[visit.referral_id for visit in visits]) | Q(referral__person__in=people)
    before = Visit.objects.filter(of_these, arrived__isnull=False, post__isnull=False)
    met = list(before.values_list("referral", "referral__person", "post"))
    return {
        visit.pk: frozenset(
            post
            for referral, person, post in met
            if referral == visit.referral_id or (person and person == visit.referral.person_id)
        )
        for visit in visits
    }


def dispatched(visit: Visit) -> datetime:
    """When they set out, else when the team was given the referral, else when that came."""
    if visit.set_out:
        return visit.set_out
    given = Step.objects.filter(referral=visit.referral_id, given_team=visit.team, never_happened=False)
    newest = given.order_by("-number").values_list("happened", flat=True).first()
    return newest or visit.referral.received


def no_longer_wanted(visits: Collection[Visit]) -> list[Visit]:
    """Of these, the visits not begun yet whose referral has ended or gone to others."""
    return [visit for visit in visits if visit.state in PLANNABLE and not _wanted(visit)]


def team_of(referral: Referral) -> str:
    """The team that visits: the one it was given to, else the one that reads what comes in."""
    return referral.team or referral.hub


def known_skills() -> frozenset[str]:
    """What people of any team can do."""
    return frozenset(skill for team in blueprint().teams for skill in team.skills)


def _wanted(visit: Visit) -> bool:
    return visit.state not in PLANNABLE or (
        visit.referral.ended is None and team_of(visit.referral) == visit.team
    )


def _seen() -> QuerySet[Visit]:
    return Visit.objects.select_related("referral", "post__user")
