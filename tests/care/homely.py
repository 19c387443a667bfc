"""Two care homes of Exampleshire, who works for them, and who lives there by the record."""

from datetime import UTC, date, datetime

from tests.care.conftest import PASSWORD
from tests.care.control import person_of

from commonweal.care.access import Viewer
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import User
from commonweal.care.homes import actions
from commonweal.care.homes.actions import Coming
from commonweal.care.homes.models import Stay
from commonweal.care.people.models import Person

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
WEIR, FERRY = "ZZ3", "ZZ4"
HOLDERS = {  # sign-in name → role, area, organisation, team
    "weir": ("care-home-manager", "exampleshire", WEIR, ""),
    "ferry": ("care-home-manager", "exampleshire", FERRY, ""),
    "abbey-lead": ("team-lead", "Z99001", "ZZ1", "riverside-team"),
    "castle-lead": ("team-lead", "Z99003", "ZZ1", "hillside-team"),
    "door": ("team-lead", "exampleshire", "ZZ1", "front-door"),
}


def holder(name: str) -> Viewer:
    """The viewer who holds this post, which is opened where it is not there yet."""
    if not User.objects.filter(username=name).exists():
        role, area, organisation, team = HOLDERS[name]
        held = {"role": role, "area": area, "organisation": organisation, "team": team}
        open_account(by=None, name=name, password=PASSWORD, **held)
    found = accounts.viewer(User.objects.get(username=name), {})
    assert found
    return found


def live_in(ods: str, *given: str) -> None:
    """The record has these people in this home."""
    Person.objects.filter(given__in=given).update(care_home=ods)


def came(given: str, started: date, ods: str = WEIR, by: str = "weir") -> Stay:
    """They live there since then, as the home says."""
    return actions.begin_stay(holder(by), ods, person_of(given), Coming(started))
