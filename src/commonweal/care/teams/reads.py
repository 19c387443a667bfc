"""The only queries of teams: rotas, room, days and who could go; each for a viewer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from commonweal.blueprint import Team
from commonweal.care import access, moments
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.accounts.models import Post
from commonweal.care.audit import actions as audit
from commonweal.care.extents import blueprint, extent
from commonweal.care.prepared import Question, answer
from commonweal.care.referrals import reads as referrals
from commonweal.care.referrals.models import Referral
from commonweal.care.teams import dispatch, rules
from commonweal.care.teams.capacity import Room, Span, ahead, by_hour
from commonweal.care.teams.dispatch import Need, OfTeam, OnShift
from commonweal.care.teams.models import DayPlan, Shift
from commonweal.care.teams.turns import Shifted, name_of, place_of, shifts, whole
from commonweal.care.teams.turns import turns as taken_turns
from commonweal.care.visits import country
from commonweal.care.visits import reads as visits
from commonweal.care.visits.models import Visit

A_VISIT = 45  # minutes, where a referral is not said to need more or less
LISTED_AT_MOST = 500
HOLDING = Question("SELECT care_teams_with_referrals() AS team")


@dataclass(frozen=True)
class Standing:
    """A team now: who is on, its room for the rest of the day, and by the hour."""

    team: Team
    day: date
    on: tuple[Shift, ...]
    room: Room
    hours: tuple[Room, ...]
    ours: bool


@dataclass(frozen=True)
class Week:
    """A team's rota from a Monday, day by day, and those of it who can be put on shift."""

    team: Team
    monday: date
    days: tuple[tuple[date, tuple[Shift, ...]], ...]
    people: tuple[Post, ...]
    ours: bool


@dataclass(frozen=True)
class Day:
    """A team's day: who is on shift, every visit of it, what was planned last, and who waits for a visit."""

    team: Team
    day: date
    shifts: tuple[Shift, ...]
    visits: tuple[Visit, ...]
    plan: DayPlan | None
    without_visit: tuple[Referral, ...]
    now: datetime
    ours: bool


@dataclass(frozen=True)
class Suggestions:
    """Who could go for a referral: what it needs, where, and every team of the kind its pathway names."""

    referral: Referral
    needs: tuple[str, ...]
    asked: tuple[str, ...]
    minutes: int
    at_home: bool
    teams: tuple[OfTeam, ...]
    now: datetime


def at_work(viewer: Viewer | None) -> tuple[Viewer, Decision]:
    """The viewer, where teams are theirs to see; a refusal is recorded and raised."""
    decision = access.sends(viewer)
    if viewer and decision.allowed and "teams" not in viewer.role.pages:
        decision = Decision(False, f"the role {viewer.role.title} does not have the page teams")
    if viewer is None or not decision.allowed:
        audit.refused("teams.refused", by=viewer, because=decision.because)
        raise Refused(decision)
    return viewer, decision


@access.for_purpose("direct_care")
def teams(viewer: Viewer | None) -> tuple[Standing, ...]:
    """Every team that visits, with its room now; the viewer's own first."""
    viewer, _ = at_work(viewer)
    now = moments.now()
    day = rules.day_of(now)
    several = [team for team in blueprint().teams if _visits(team)]
    turns = taken_turns([team.id for team in several], whole(day))
    found = [_standing(viewer, team, day, now, turns.get(team.id, ())) for team in several]
    return tuple(sorted(found, key=lambda one: (not one.ours, one.team.title)))


@access.for_purpose("direct_care")
def standing(viewer: Viewer | None, id: str, day: date) -> Standing:
    """One team on a day; NotSeen where there is no such team."""
    viewer, _ = at_work(viewer)
    team = known(id)
    turns = taken_turns([id], whole(day)).get(id, ())
    return _standing(viewer, team, day, moments.now(), turns)


@access.for_purpose("direct_care")
def week(viewer: Viewer | None, id: str, day: date) -> Week:
    """The rota of the week that a day is in; NotSeen where there is no such team."""
    viewer, _ = at_work(viewer)
    team, first = known(id), rules.monday(day)
    found = shifts([id], rules.midnight(first), rules.midnight(first + timedelta(days=7)))
    by_day: dict[date, list[Shift]] = {first + timedelta(days=n): [] for n in range(7)}
    for shift in found:
        by_day.setdefault(max(first, rules.day_of(shift.starts)), []).append(shift)
    people = Post.objects.filter(team=id, ended=None, user__is_active=True).select_related("user")
    days = tuple((day, tuple(several)) for day, several in sorted(by_day.items()))
    return Week(team, first, days, tuple(people.order_by("user__username")), viewer.team == id)


@access.for_purpose("direct_care")
def day(viewer: Viewer | None, id: str, day: date) -> Day:
    """A team's visits of a day, for those of the team; that they were listed is recorded."""
    viewer, decision = at_work(viewer)
    team, span = known(id), whole(day)
    if viewer.team != id:
        decision = Decision(False, "only those of the team see whom it visits")
        audit.refused("teams.refused", by=viewer, because=decision.because, detail={"team": id})
        raise Refused(decision)
    said = {"team": id, "day": str(day)}
    audit.record("visits.listed", by=viewer, clause=decision.clause, because=decision.because, detail=said)
    plan = DayPlan.objects.filter(team=id, day=day).order_by("-pk").select_related("made_by").first()
    return Day(
        team,
        day,
        tuple(shifts([id], span.starts, span.ends)),
        tuple(visits.of_team(id, span.starts, span.ends)),
        plan,
        tuple(visits.without_visit(id)),
        moments.now(),
        viewer.team == id,
    )


@access.for_purpose("direct_care")
def suggestions(
    viewer: Viewer | None, reference: str, skills: Sequence[str] = (), minutes: int = A_VISIT
) -> Suggestions:
    """The teams and people that could go for a referral which the viewer has been shown; why others not."""
    referral = referrals.seen(viewer, reference)
    pathway = referrals.standing(referral, viewer).pathway
    now = moments.now()
    place, at_home = country.place_of(referral.lsoa, referral.practice)
    asked = tuple(skill for skill in pathway.team.skills if skill in skills)
    need = Need(now, minutes, place, frozenset(asked), referral.due)
    several = [team for team in blueprint().teams if team.kind == pathway.team.kind]
    turns = taken_turns([team.id for team in several], Span(now, now + timedelta(hours=24)))
    found = [_of_team(team, turns.get(team.id, ()), referral, need) for team in several]
    return Suggestions(referral, pathway.team.skills, asked, minutes, at_home, dispatch.ordered(found), now)


@access.for_purpose("direct_care")
def of_teams_that_are_no_more(viewer: Viewer | None) -> list[Referral]:
    """Open referrals, in sight, with a team or at a hub that the blueprint no longer has."""
    holding = {team for (team,) in answer(HOLDING)}
    gone = holding - {team.id for team in blueprint().teams}
    if not gone:
        return []
    found = Referral.objects.filter(Q(team__in=gone) | Q(hub__in=gone), ended=None)
    return list(found.order_by("sorts", "pk")[:LISTED_AT_MOST])


def known(id: str) -> Team:
    """The team with this id; NotSeen where there is none."""
    found = next((team for team in blueprint().teams if team.id == id), None)
    if found is None:
        raise access.NotSeen
    return found


def _standing(viewer: Viewer, team: Team, day: date, now: datetime, turns: Sequence[Shifted]) -> Standing:
    counted, span = [turn.counted for turn in turns], whole(day)
    left = Span(max(now, span.starts), max(now, span.ends))
    on = tuple(turn.shift for turn in turns if turn.on.starts <= now < turn.on.ends)
    return Standing(
        team, day, on, ahead(counted, left, A_VISIT), by_hour(counted, span, A_VISIT), viewer.team == team.id
    )


def _of_team(team: Team, turns: Sequence[Shifted], referral: Referral, need: Need) -> OfTeam:
    people = [
        OnShift(
            turn.shift.post_id,
            name_of(turn.shift.post),
            turn.on,
            frozenset(turn.shift.skills),
            place_of(turn.shift),
            turn.taken,
        )
        for turn in turns
    ]
    area = extent(team.area)
    covers = referral.lsoa in area.small_areas or referral.practice in area.practices
    room = ahead(
        [turn.counted for turn in turns], Span(need.now, need.now + timedelta(hours=24)), need.minutes
    )
    return dispatch.of_team(
        team.id, team.title, covers=covers, room=room, people=people, need=need, country=country.country()
    )


def _visits(team: Team) -> bool:
    """Whether its people go out to others: it does the work of some pathway, or has a rota."""
    return any(pathway.team.kind == team.kind for pathway in blueprint().pathways)
