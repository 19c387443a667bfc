"""Plans in Exampleshire: who writes in them, and what they say."""

from typing import Any

from django.test import Client
from tests.care.referred import POSTS, holding

from commonweal.care.access import Viewer
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import User
from commonweal.care.involvements import actions as involvements
from commonweal.care.involvements.rules import Receiver
from commonweal.care.people.models import Person
from commonweal.care.plans import actions
from commonweal.care.plans.models import SectionVersion
from commonweal.care.plans.rules import Writing

THEMSELVES = {"ann": "person", "kim": "carer"}  # sign-in name → role, for Ann's record
FALL = {"if": "Found on the floor", "do": "Check for pain before moving her", "call": "Kim"}


def open_posts() -> None:
    """Those who work, Ann herself, and Kim, whom she has named as her carer."""
    for name, (role, area, organisation, team) in POSTS.items():
        open_account(
            by=None, name=name, password="x" * 20, role=role, area=area, organisation=organisation, team=team
        )
    for name, role in THEMSELVES.items():
        open_account(
            by=None,
            name=name,
            password="x" * 20,
            role=role,
            area="exampleshire",
            organisation="ZZ1",
            person=ann().pk,
        )


def ann() -> Person:
    return Person.objects.get(given="Ann")


def works_with_ann(organisation: str, team: str = "") -> None:
    involvements.begin(
        by=None, person=ann().pk, kind="episode", receiver=Receiver(organisation, team), reason="A fall"
    )


def wrote(who: str | Viewer, section: str, *items: dict[str, str], **more: Any) -> SectionVersion:
    """Somebody publishes a section of Ann's plan, having seen what stands in it now."""
    by = holding(who) if isinstance(who, str) else who
    seen = newest(section)
    more = {"seen": seen.pk if seen else None, **more}
    return actions.publish(by=by, person=ann().pk, section=section, writing=Writing(items, **more))


def newest(section: str) -> SectionVersion | None:
    return SectionVersion.objects.filter(person=ann(), section=section).order_by("-pk").first()


def said(section: str) -> list[dict[str, str]]:
    """What a section says now, without the keys of its items."""
    found = newest(section)
    items = found.content if found else []
    return [{name: words for name, words in item.items() if name != "key"} for item in items]


def browser(name: str) -> Client:
    """Of somebody with this sign-in name, without a window."""
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client
