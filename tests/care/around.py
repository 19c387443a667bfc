"""A coordinator for Ann: those who could be it, and how it is taken on."""

from uuid import UUID

from tests.care.conftest import PASSWORD
from tests.care.control import HOLDERS, person_of, post

from commonweal.care.access import Viewer
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import User
from commonweal.care.coordination import actions
from commonweal.care.coordination.models import Coordinator
from commonweal.care.coordination.rules import Somebody
from commonweal.care.involvements import actions as involvements
from commonweal.care.involvements.models import Involvement
from commonweal.care.involvements.rules import Receiver

MORE = {  # sign-in name → role, area, organisation, team, whose own
    "cora": ("team-lead", "exampleshire", "ZZ1", "riverside-team", ""),
    "cyd": ("nurse", "exampleshire", "ZZ1", "hillside-team", ""),
    "cleo": ("nurse", "exampleshire", "ZZ1", "hillside-team", ""),
    "daughter": ("carer", "exampleshire", "", "", "Ann"),
}
BETH = Somebody(name="Beth Adair", relation="daughter", phone="01632 960 111", emergency_order=1)


def at(name: str) -> Viewer:
    """Whoever holds the post with this sign-in name, which is opened where it is not there yet."""
    if name in HOLDERS:
        return post(name)
    if not User.objects.filter(username=name).exists():
        role, area, organisation, team, whose = MORE[name]
        person = person_of(whose) if whose else None
        open_account(
            by=None, name=name, password=PASSWORD, role=role, area=area,
            organisation=organisation, team=team, person=person,
        )  # fmt: skip
    found = accounts.viewer(User.objects.get(username=name), {})
    assert found
    return found


def looked_after(given: str = "Ann") -> UUID:
    """The riverside team looks after them."""
    person = person_of(given)
    if not Involvement.objects.filter(person=person, ended=None).exists():
        receiver = Receiver("ZZ1", "riverside-team")
        involvements.begin(by=None, person=person, kind="episode", receiver=receiver, reason="falls at home")
    return person


def coordinated(by: str = "cora", given: str = "Ann") -> Coordinator:
    """They take it on."""
    return actions.take(by=at(by), person=looked_after(given), reason="knows the family", reach="01632 960 7")
