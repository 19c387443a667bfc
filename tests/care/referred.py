"""Referrals in Exampleshire: who works where, and what they ask for."""

from datetime import UTC, date, datetime
from typing import Any

from commonweal.care.access import Viewer
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import User
from commonweal.care.referrals.rules import About, Given, Sender

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
ANN = About(given="Ann", family="Adair", birth_date=date(1940, 5, 1), nhs_number="999 000 0018")
POSTS = {  # sign-in name → role, area, organisation, team
    "hub": ("team-lead", "exampleshire", "ZZ1", "front-door"),
    "river": ("nurse", "riverside", "ZZ1", "riverside-team"),
    "hill": ("nurse", "hillside", "ZZ1", "hillside-team"),
    "council": ("social-worker", "exampleshire", "ZZ2", ""),
    "home": ("social-worker", "exampleshire", "ZZ3", ""),
}


def open_posts() -> None:
    """An account for each of them, beside those that are there already."""
    for name, (role, area, organisation, team) in POSTS.items():
        open_account(
            by=None,
            name=name,
            password="x" * 20,
            role=role,
            area=area,
            organisation=organisation,
            team=team,
        )


def holding(name: str) -> Viewer:
    """Whoever holds the post with this sign-in name."""
    found = accounts.viewer(User.objects.get(username=name), {})
    assert found
    return found


def asked(about: About = ANN, **said: Any) -> Given:
    """A visit by the river, asked for by the council unless it is said otherwise."""
    given: dict[str, Any] = {
        "pathway": "riverside-visit",
        "about": about,
        "sender": Sender("practice"),
        "reason": "Cannot get out",
        "answers": {"housebound": True},
    }
    return Given(**(given | said))
