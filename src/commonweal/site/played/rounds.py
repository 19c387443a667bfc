"""Teams get a rota, and some of those referred to them a visit today, for whoever looks after a play."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from commonweal.blueprint import Blueprint, Role, Team
from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import Post
from commonweal.care.possible import NotPossible
from commonweal.care.referrals.models import Referral
from commonweal.care.teams import actions, day, rules
from commonweal.care.teams.rules import Turn
from commonweal.care.visits import actions as visits
from commonweal.care.visits import reads
from commonweal.care.visits.rules import Asked
from commonweal.site.played.chance import Chance
from commonweal.site.played.posts import Posts

SHIFTS = (("07:30", "15:30"), ("09:00", "17:00"), ("12:30", "20:30"))  # one after the other, by person
AT_WORK = 4  # of each team, on each day
DAYS = 3  # from today
VISITS = 12  # of each team, today
MINUTES = (20, 30, 45, 60)
SKILLED = 0.6  # of visits need a skill of their own
EVENING = "20:00"
GIVEN = ("Amal", "Bea", "Carys", "Dele", "Ewan", "Farah", "Gwen", "Hassan", "Iris", "Joel")
FAMILY = ("Adeyemi", "Barton", "Chowdhury", "Dunn", "Ellis", "Ferreira", "Gill", "Hobbs", "Islam", "Jarvis")


def lay_out(declared: Blueprint, seed: int) -> int:
    """Rotas of every team that visits, and today's visits planned; how many visits have a time."""
    posts, kinds = Posts(declared), {pathway.team.kind for pathway in declared.pathways}
    teams = [team for team in declared.teams if team.kind in kinds]
    return sum(_team(declared, posts, team, _names(place), seed) for place, team in enumerate(teams))


def _names(place: int) -> list[str]:
    """Of the colleagues in the team at this place; no name comes twice in the first thirty teams."""
    numbers = range(place * (AT_WORK - 1), (place + 1) * (AT_WORK - 1))
    return [f"{GIVEN[n % 10]} {FAMILY[(n + n // 10) % 10]}" for n in numbers]


def _team(declared: Blueprint, posts: Posts, team: Team, names: Sequence[str], seed: int) -> int:
    lead = next(_in(declared, posts, team, "teams"), None)
    nurse = next(_in(declared, posts, team, "visits"), None)
    if lead is None or nurse is None:
        return 0
    dice, today = Chance(f"{seed} {team.id}").of("rounds"), rules.day_of(moments.now())
    people = _people(team, nurse.role, nurse.organisation, names)
    for on in (today + timedelta(days=n) for n in range(DAYS)):
        _rota(lead, team, people, on, dice)
    _ask(declared, lead, team, today, dice)
    return day.plan(lead, team.id, today).placed


def _in(declared: Blueprint, posts: Posts, team: Team, page: str) -> Iterator[Viewer]:
    """Somebody of the team in each role that has this page."""
    found = (posts.of(role.id, team.id) for role in declared.roles if page in role.pages)
    return (viewer for viewer in found if viewer)


def _rota(lead: Viewer, team: Team, people: Sequence[int], on: date, dice: Random) -> None:
    """Each of them can do most of what the team can; whoever is on shift already stays so."""
    for number, post in enumerate(people):
        starts, ends = rules.hours(on, *SHIFTS[number % len(SHIFTS)])
        most = max(1, len(team.skills) - 1)
        skills = tuple(sorted(dice.sample(team.skills, min(most, len(team.skills)))))
        try:
            actions.add(lead, team.id, post, Turn(starts, ends, skills, "", rules.rest_of(starts, ends)))
        except NotPossible:
            continue


def _people(team: Team, role: Role, organisation: str, names: Sequence[str]) -> list[int]:
    """Those of the team who visit, the demo's own first, and colleagues with whose names nobody signs in."""
    for name in names:
        open_account(
            by=None,
            name=name,
            password=None,
            role=role.id,
            area=team.area,
            organisation=organisation,
            team=team.id,
        )
    there = Post.objects.filter(role=role.id, team=team.id, ended=None, user__is_active=True).order_by("pk")
    return list(there.values_list("pk", flat=True)[:AT_WORK])


def _ask(declared: Blueprint, lead: Viewer, team: Team, today: date, dice: Random) -> None:
    """A visit for some of those who have none ahead, the least time left first."""
    skills = {pathway.id: set(pathway.team.skills) & set(team.skills) for pathway in declared.pathways}
    now, evening = moments.now(), rules.moment(today, EVENING, "latest")
    for referral in reads.without_visit(team.id)[:VISITS]:
        needed = sorted(skills.get(referral.pathway, ()))
        one = (dice.choice(needed),) if needed and dice.random() < SKILLED else ()
        latest = max(now + timedelta(hours=1), min(_due(referral, evening), evening))
        visits.ask(lead, referral.reference, Asked(now, latest, dice.choice(MINUTES), one))


def _due(referral: Referral, evening: datetime) -> datetime:
    return referral.due or evening
