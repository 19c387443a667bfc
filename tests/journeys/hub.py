"""Exampleshire's front door in a real browser: referrals that came in, and those who work on them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests.care.referred import ANN, asked, holding, open_posts

from commonweal.care import moments
from commonweal.care.accounts.models import User
from commonweal.care.referrals import actions
from commonweal.care.referrals.rules import About

BEN = About(given="Ben", family="Baker", birth_date=date(1945, 5, 1), nhs_number="999 000 0026")
NOBODY = About(given="Una", family="Known", postcode="ZZ1 1AA")
SignIn = Callable[[Page, str], None]


def came(about: About, *, ago: int, **said: object) -> str:
    """The reference of a referral that reached us so many minutes ago."""
    with moments.at(timezone.now() - timedelta(minutes=ago)):
        return actions.receive(holding("council"), asked(about, **said)).referral.reference


@pytest.fixture
def front_door(transactional_exampleshire: None) -> dict[str, str]:
    """Three referrals by given name, the oldest first."""
    open_posts()
    return {one.given: came(one, ago=ago) for one, ago in ((BEN, 90), (ANN, 60), (NOBODY, 30))}


@pytest.fixture
def enter(live_server: LiveServer) -> SignIn:
    """Signs in without the form, which has tests of its own."""

    def with_a_session(page: Page, name: str) -> None:
        client = Client()
        client.force_login(User.objects.get(username=name))
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])

    return with_a_session
