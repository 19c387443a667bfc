"""Those who refer, read, visit and ask for themselves in Exampleshire."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from tests.care.conftest import PASSWORD
from tests.care.control import person_of

from commonweal.care.access import Viewer
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import User
from commonweal.care.people.models import Person
from commonweal.care.referrals import actions, referring
from commonweal.care.referrals.rules import About, Given, Sender

HOLDERS = {  # sign-in name → role, area, organisation, team, whose own
    "hub": ("team-lead", "exampleshire", "ZZ1", "front-door", ""),
    "river": ("nurse", "riverside", "ZZ1", "riverside-team", ""),
    "hill": ("nurse", "hillside", "ZZ1", "hillside-team", ""),
    "council": ("social-worker", "exampleshire", "ZZ2", "", ""),
    "weir": ("care-home-manager", "exampleshire", "ZZ3", "", ""),
    "ann": ("person", "exampleshire", "", "", "Ann"),
}


def holding(name: str) -> Viewer:
    """Whoever holds the post with this sign-in name, which is opened where it is not there yet."""
    if name in HOLDERS and not User.objects.filter(username=name).exists():
        role, area, organisation, team, whose = HOLDERS[name]
        open_account(
            by=None,
            name=name,
            password=PASSWORD,
            role=role,
            area=area,
            organisation=organisation,
            team=team,
            person=person_of(whose) if whose else None,
        )
        Person.objects.filter(given__in=["Ben", "Cleo"]).update(care_home="ZZ3")
    found = accounts.viewer(User.objects.get(username=name), {})
    assert found
    return found


@pytest.fixture
def at(published: None) -> Callable[[str], Viewer]:
    """The viewer of a sign-in name."""
    return holding


@pytest.fixture
def page_of(published: None) -> Callable[[str], Client]:
    """A browser, without a window, of whoever holds this post."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=holding(name).user))
        return client

    return sign_in


def refer(by: Viewer, person: UUID, **said: object) -> str:
    """Somebody of the record is referred for a visit; the reference."""
    given = {
        "pathway": "riverside-visit",
        "about": _known(person),
        "sender": Sender(referring.source(by)),
        "reason": "Cannot get out",
        "answers": {"housebound": True},
    }
    return actions.receive(by, Given(**(given | said))).referral.reference  # type: ignore[arg-type]


def _known(person: UUID) -> About:
    """By number and birth date, as somebody knows them who may not see the record."""
    found = Person.objects.get(pk=person)
    return About(
        given=found.given, family=found.family, birth_date=found.birth_date, nhs_number=found.nhs_number or ""
    )
