"""Who was seen to, and who is looked after already, as far as the viewer may know it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from commonweal.blueprint.case_finding import CaseRule
from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.assessments.models import Assessment
from commonweal.care.case_finding.models import FindingAnswer
from commonweal.care.end_of_life.models import RegisterEntry
from commonweal.care.extents import blueprint
from commonweal.care.involvements.models import Involvement
from commonweal.care.referrals.models import Referral

ON_CASELOAD = "on a team’s caseload"


@dataclass(frozen=True)
class Sign:
    """One thing that shows that somebody was seen to."""

    on: date
    how: str


Asides = Mapping[UUID, FindingAnswer]


@access.for_purpose("direct_care")
def signs(viewer: Viewer | None, rule: CaseRule) -> dict[UUID, Sign]:
    """The newest sign of each person that a rule takes for being seen, of those the viewer may know of."""
    since = moments.now() - timedelta(days=rule.seen.within_days)
    found: dict[UUID, Sign] = {}
    for person, at, how in (*_episodes(rule, since), *_referrals(rule, since), *_assessments(rule, since)):
        sign = Sign(timezone.localtime(at).date(), how)
        if person and (person not in found or found[person].on < sign.on):
            found[person] = sign
    return found


@access.for_purpose("direct_care")
def looked_after(viewer: Viewer | None, rule: CaseRule) -> dict[UUID, str]:
    """Whom the rule leaves out of its list, each with why."""
    found: dict[UUID, str] = {}
    if rule.leave_out.on_end_of_life_register:
        listed = RegisterEntry.objects.filter(ended=None)
        found |= dict.fromkeys(listed.values_list("person", flat=True), "on the end-of-life register")
    titles = {one.id: one.title for one in blueprint().pathways}
    open_now = Referral.objects.filter(pathway__in=rule.leave_out.on_pathways, ended=None)
    for person, pathway in open_now.values_list("person", "pathway"):
        if person:
            found[person] = f"on the pathway {titles.get(pathway, pathway)}"
    if rule.leave_out.on_caseload:
        parts = Involvement.objects.filter(kind="episode", ended=None, team__in=teams(rule))
        found |= dict.fromkeys(parts.values_list("person", flat=True), ON_CASELOAD)
    return found


@access.for_purpose("direct_care")
def put_aside(viewer: Viewer | None, rule: CaseRule) -> Asides:
    """Whom the viewer's team has put aside, and whose day has not come."""
    team = viewer.team if viewer else ""
    newest: dict[UUID, FindingAnswer] = {}
    for answer in FindingAnswer.objects.filter(rule=rule.id, team=team).order_by("pk"):
        newest[answer.person_id] = answer
    today = moments.today()
    return {person: one for person, one in newest.items() if one.until and one.until > today}


def teams(rule: CaseRule) -> list[str]:
    """The teams whose caseloads it feeds."""
    return [team.id for team in blueprint().teams if team.kind in rule.feeds.teams]


def _episodes(rule: CaseRule, since: datetime) -> Iterable[tuple[UUID, datetime, str]]:
    """With a team that it feeds: an episode that goes on shows it today."""
    if not rule.seen.on_caseload:
        return
    lately = Q(ended=None) | Q(ended__gte=since)
    parts = Involvement.objects.filter(lately, kind="episode", team__in=teams(rule))
    for person, ended in parts.values_list("person", "ended"):
        yield person, ended or moments.now(), "was on a team’s caseload" if ended else ON_CASELOAD


def _referrals(rule: CaseRule, since: datetime) -> Iterable[tuple[UUID | None, datetime, str]]:
    titles = {one.id: one.title for one in blueprint().pathways}
    sent = Referral.objects.filter(pathway__in=rule.seen.on_pathways, received__gte=since)
    for person, at, pathway in sent.values_list("person", "received", "pathway"):
        yield person, at, f"referred: {titles.get(pathway, pathway)}"


def _assessments(rule: CaseRule, since: datetime) -> Iterable[tuple[UUID, datetime, str]]:
    asked = [found for name in rule.seen.instruments if (found := blueprint().instrument(name))]
    titles = {one.id: one.title for one in asked}
    made = Assessment.objects.filter(instrument__in=titles, happened__gte=since, struck_out=None)
    for person, at, instrument in made.values_list("person", "happened", "instrument"):
        yield person, at, f"assessed: {titles[instrument]}"
