"""A Monday in Riverside: a team with two nurses and a lead, and people who are waiting for a visit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from tests.care.conftest import PASSWORD

from commonweal.care import moments
from commonweal.care.access import Viewer
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import User
from commonweal.care.people.models import Person
from commonweal.care.referrals import actions as referrals
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import About, Given, Made, Sender
from commonweal.care.teams import actions
from commonweal.care.teams.models import Shift
from commonweal.care.teams.rules import Turn
from commonweal.care.visits import actions as visits
from commonweal.care.visits.models import Visit
from commonweal.care.visits.rules import Asked

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)  # clocks in Britain show UTC then
POSTS = {  # sign-in name → role, area, organisation, team
    "hub": ("team-lead", "exampleshire", "ZZ1", "front-door"),
    "river-lead": ("team-lead", "riverside", "ZZ1", "riverside-team"),
    "rose": ("nurse", "riverside", "ZZ1", "riverside-team"),
    "rob": ("nurse", "riverside", "ZZ1", "riverside-team"),
    "hill-lead": ("team-lead", "hillside", "ZZ1", "hillside-team"),
    "hettie": ("nurse", "hillside", "ZZ1", "hillside-team"),
    "council": ("social-worker", "exampleshire", "ZZ2", ""),
}
Holding = Callable[[str], Viewer]


def open_posts() -> None:
    for name, (role, area, organisation, team) in POSTS.items():
        held = {"role": role, "area": area, "organisation": organisation, "team": team}
        open_account(by=None, name=name, password=PASSWORD, **held)


def holder(name: str) -> Viewer:
    found = accounts.viewer(User.objects.get(username=name), {})
    assert found
    return found


@pytest.fixture
def riverside(published: None) -> Holding:
    """Whoever holds the post with this sign-in name."""
    open_posts()
    return holder


def at(clock: str, day: int = 0) -> datetime:
    """A time of the Monday, or so many days later."""
    hours, minutes = clock.split(":")
    return MONDAY + timedelta(days=day, hours=int(hours), minutes=int(minutes))


def shift(
    name: str, hours: str, *skills: str, lead: str = "river-lead", rest: int = 0, place: str = ""
) -> Shift:
    """Such as shift("rose", "08:00-16:00", "assessment"), by the lead of the team."""
    starts, ends = (at(said) for said in hours.split("-"))
    by = holder(lead)
    return actions.add(by, by.team, holder(name).post, Turn(starts, ends, skills, place, rest))


def given(who: str = "Ann", *, clock: str = "08:00", team: str = "riverside-team") -> Referral:
    """Somebody of Exampleshire is referred, and given to a team ten minutes later."""
    person = Person.objects.get(given=who)
    about = About(person=None, given=who, family=person.family, birth_date=person.birth_date)
    about = About(
        given=who, family=person.family, birth_date=person.birth_date, nhs_number=person.nhs_number or ""
    )
    said = Given("riverside-visit", about, Sender("council"), "Cannot get out", {"housebound": True})
    with moments.at(at(clock)):
        reference = referrals.receive(holder("council"), said).referral.reference
    with moments.at(at(clock) + timedelta(minutes=10)):
        return referrals.move(holder("hub"), reference, Made("give", seen=1, team=team))


def wanted(
    who: str = "Ann", window: str = "09:00-12:00", *skills: str, minutes: int = 30, clock: str = "08:00"
) -> Visit:
    """A visit that the lead of the team asks for."""
    earliest, latest = (at(said) for said in window.split("-"))
    referral = given(who, clock=clock)
    with moments.at(at(clock) + timedelta(minutes=20)):
        asked = Asked(earliest, latest, minutes, skills, "dressing", "key under the mat")
        return visits.ask(holder("river-lead"), referral.reference, asked)
