"""Accounts, posts, and the one acted in."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from tests.care.conftest import BLUEPRINT, PASSWORD, ViewerOf

from commonweal.blueprint import load
from commonweal.care.access import Refused
from commonweal.care.accounts import actions, demo, reads
from commonweal.care.accounts.models import Registration, User
from commonweal.care.accounts.rules import NoSuchNumber
from commonweal.care.audit.models import Entry
from commonweal.care.people.models import Person

pytestmark = pytest.mark.usefixtures("exampleshire")


def open_account(name: str, role: str, area: str) -> User:
    return actions.open_account(by=None, name=name, password=PASSWORD, role=role, area=area).user


def test_an_account_is_opened_for_a_post() -> None:
    """Its holder signs in and acts in the only post they hold; the opening is recorded."""
    user = open_account("ada", "team-lead", "riverside")
    assert user.check_password(PASSWORD)
    viewer = reads.viewer(user, {})
    assert viewer
    assert (viewer.name, viewer.role.id, viewer.extent.title) == ("ada", "team-lead", "Riverside")
    said = {"name": "ada", "role": "team-lead", "area": "riverside", "organisation": "ZZ1"}
    assert Entry.objects.get().detail == said


def test_a_post_says_who_employs_its_holder_and_in_which_team() -> None:
    """The same role for the same area in two teams is two posts."""
    for team in ("riverside-team", ""):
        actions.open_account(
            by=None,
            name="ada",
            password=PASSWORD,
            role="nurse",
            area="riverside",
            organisation="ZZ1",
            team=team,
        )
    held = reads.posts(User.objects.get(username="ada"))
    assert [(one.organisation, one.team, one.person) for one in held] == [
        ("ZZ1", "riverside-team", None),
        ("ZZ1", "", None),
    ]


def test_a_post_may_be_for_a_persons_own_record(viewer: ViewerOf) -> None:
    """Its holder is that person, and it is nobody else's."""
    ann = Person.objects.get(key="9990000018")
    held = actions.open_account(
        by=None, name="ann", password=PASSWORD, role="nurse", area="riverside", person=ann.pk
    )
    assert [one.person for one in reads.posts(held.user)] == [ann.pk]


def test_someone_with_several_posts_acts_in_the_one_they_choose() -> None:
    """Until they choose, in none; afterwards in that one, for as long as the session lasts."""
    user = open_account("ada", "team-lead", "Z99001")
    open_account("ada", "analyst", "exampleshire")
    session: dict[str, object] = {}
    assert [held.role.id for held in reads.posts(user)] == ["team-lead", "analyst"]
    assert reads.viewer(user, session) is None
    chosen = actions.choose_post(by=user, session=session, post=reads.posts(user)[1].post)
    assert chosen.role.id == "analyst"
    assert reads.viewer(user, session) == chosen
    assert Entry.objects.latest("id").deed == "post.chosen"


def test_nobody_chooses_someone_elses_post() -> None:
    """The number of a post is not a key to it."""
    ada, ben = open_account("ada", "analyst", "exampleshire"), open_account("ben", "team-lead", "Z99001")
    session: dict[str, object] = {}
    with pytest.raises(Refused, match="not yours"):
        actions.choose_post(by=ada, session=session, post=reads.posts(ben)[0].post)
    assert not session


def test_opening_the_same_post_again_sets_the_password_only() -> None:
    """What the operator does for a password forgotten."""
    first = open_account("ada", "team-lead", "Z99001")
    again = actions.open_account(
        by=None, name="ada", password="another long phrase", role="team-lead", area="Z99001"
    ).user
    assert first == again
    assert again.check_password("another long phrase")
    assert len(reads.posts(again)) == 1


def test_a_leaver_sees_nothing_from_that_moment() -> None:
    """No post, no password, and a session still open acts as nobody."""
    user = open_account("ada", "team-lead", "Z99001")
    session: dict[str, object] = {"post": reads.posts(user)[0].post}
    actions.close_account(by=None, name="ada")
    user.refresh_from_db()
    assert reads.viewer(user, session) is None
    assert not user.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("role", "area", "says"),
    [
        ("surgeon", "exampleshire", "no role 'surgeon' in the blueprint; it has team-lead, nurse"),
        ("nurse", "atlantis", "no area 'atlantis' in the blueprint; give the id of an area"),
    ],
)
def test_a_post_is_for_a_role_and_an_area_that_are_declared(role: str, area: str, says: str) -> None:
    """The fault names what there is instead."""
    with pytest.raises(actions.UnknownPost, match=says):
        open_account("ada", role, area)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("further", "says"),
    [
        ({"organisation": "ZZ9"}, "no organisation 'ZZ9' in the blueprint; give the ODS code of one"),
        ({"team": "seaside-team"}, "no team 'seaside-team' in the blueprint; it has riverside-team"),
        ({"person": UUID(int=7)}, "no person 00000000-0000-0000-0000-000000000007"),
    ],
)
def test_an_employer_a_team_and_a_person_are_known_ones(further: dict[str, Any], says: str) -> None:
    """Nobody holds a post in a team that does not exist."""
    with pytest.raises(actions.UnknownPost, match=says):
        actions.open_account(by=None, name="ada", password=PASSWORD, role="nurse", area="Z99001", **further)


def test_a_post_that_ends_is_held_no_more_and_the_others_are() -> None:
    """Ending it again ends nothing."""
    ada = open_account("ada", "team-lead", "Z99001")
    open_account("ada", "analyst", "exampleshire")
    ended = [actions.end_post(by=None, name="ada", role="team-lead", area="Z99001") for _ in range(2)]
    assert ended == [1, 0]
    assert [held.role.id for held in reads.posts(ada)] == ["analyst"]


def test_leavers_are_closed_on_the_day_they_leave() -> None:
    """Not before, once only, and whoever has no account here is passed over."""
    for name in ("ada", "ben", "cleo"):
        open_account(name, "nurse", "Z99001")
    leavers = [("ada", date(2026, 3, 30)), ("ben", date(2026, 3, 31)), ("cleo", date(2026, 4, 1))]
    today = {"by": None, "leavers": [*leavers, ("dan", date(2026, 3, 1))], "today": date(2026, 3, 31)}
    assert [actions.close_leavers(**today) for _ in range(2)] == [["ada", "ben"], []]
    assert [user.username for user in User.objects.filter(is_active=True)] == ["cleo"]


@pytest.mark.parametrize(
    ("body", "given", "written"),
    [
        ("NMC", "98i 1234e", "98I1234E"),
        ("GMC", "1234567", "1234567"),
        ("HCPC", "pa12345", "PA12345"),
        ("SWE", "SW123456", "SW123456"),
        ("NMC", "1234567", None),
        ("GMC", "123456", None),
        ("SWE", "PA12345", None),
        ("XYZ", "1", None),
    ],
)
def test_a_registration_has_the_shape_of_its_body(body: str, given: str, written: str | None) -> None:
    """It is written as the body writes it, and stands beside the name."""
    ada = open_account("ada", "nurse", "Z99001")
    asked = {"by": None, "name": "ada", "body": body, "number": given, "checked_on": date(2026, 3, 31)}
    if written:
        actions.register(**asked)
        assert reads.signed_name(ada) == f"ada, {body} {written}"
    else:
        with pytest.raises(NoSuchNumber):
            actions.register(**asked)


def test_a_registration_is_one_persons() -> None:
    """Looking it up again moves the day; nobody else is given the number."""
    for name in ("ada", "ben"):
        open_account(name, "nurse", "Z99001")
    for day in (1, 2):
        actions.register(by=None, name="ada", body="GMC", number="1234567", checked_on=date(2026, 3, day))
    assert Registration.objects.get().checked_on == date(2026, 3, 2)
    with pytest.raises(NoSuchNumber, match="of another account"):
        actions.register(by=None, name="ben", body="GMC", number="1234567", checked_on=date(2026, 3, 3))


def test_an_account_without_a_password_keeps_the_one_it_has() -> None:
    """A new one has none: its holder signs in through their organisation."""
    open_account("ada", "nurse", "Z99001")
    post = {"by": None, "password": None, "role": "analyst", "area": "exampleshire"}
    assert actions.open_account(name="ada", **post).user.check_password(PASSWORD)
    assert not actions.open_account(name="ben", **post).user.has_usable_password()


def test_a_weak_password_opens_no_account() -> None:
    """Twelve characters at least, and none of those everybody uses."""
    with pytest.raises(ValidationError):
        actions.open_account(by=None, name="ada", password="password123", role="nurse", area="Z99001")
    assert not User.objects.exists()


def test_a_post_that_the_blueprint_dropped_is_held_no_more() -> None:
    """Access follows the declared roles, not what was once written down."""
    user = open_account("ada", "nurse", "Z99001")
    user.posts.update(role="matron")
    assert reads.posts(user) == []


def test_the_demo_has_an_account_for_each_role_and_one_for_a_single_practice() -> None:
    """Named after the roles; opening them twice changes nothing."""
    declared = load(BLUEPRINT)
    for _ in range(2):
        opened = demo.open_demo_accounts(declared, PASSWORD)
    names = [one.name for one in opened]
    assert {role.id for role in declared.roles} <= set(names)
    assert User.objects.count() == len(names)


def test_a_superuser_without_a_post_sees_nobody(viewer: ViewerOf) -> None:
    """What someone may see comes from a post, and from nothing else."""
    root = User.objects.create_superuser("root")
    assert reads.viewer(root, {}) is None


def test_nobody_opens_an_account_for_themselves(client: Client) -> None:
    """The page to sign up says that it is closed, and takes nothing."""
    form = {"username": "eve", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/accounts/signup/", form).status_code == 200
    assert not User.objects.exists()
