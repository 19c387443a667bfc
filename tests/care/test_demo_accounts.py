"""The demo's accounts: every role sees somebody where its purpose is somebody's care."""

from tests.care.conftest import BLUEPRINT, PASSWORD

from commonweal.blueprint import load
from commonweal.care import access
from commonweal.care.access import acting
from commonweal.care.accounts import reads
from commonweal.care.accounts.demo import open_demo_accounts
from commonweal.care.accounts.models import Post, User
from commonweal.care.involvements.models import Involvement
from commonweal.care.people.models import Person


def test_the_same_person_is_seen_by_every_role_that_cares_and_by_themselves(published: None) -> None:
    """Opening the accounts twice changes nothing."""
    declared = load(BLUEPRINT)
    opened, again = (open_demo_accounts(declared, PASSWORD) for _ in range(2))
    assert again == opened
    assert {one.name: one.area for one in opened}["person"] == "Ann Adair"
    assert sorted(Involvement.objects.values_list("person__given", "organisation")) == [
        ("Ann", "ZZ2"),
        ("Ann", "ZZ3"),
        ("Ben", "ZZ2"),
        ("Ben", "ZZ3"),
    ]
    held = dict(Post.objects.exclude(team="").values_list("user__username", "team"))
    assert {name: held.get(name) for name in ("team-lead", "nurse", "social-worker")} == {
        "team-lead": "front-door",
        "nurse": "riverside-team",
        "social-worker": None,
    }
    ann = Person.objects.get(given="Ann")
    for one in opened:
        viewer = reads.posts(User.objects.get(username=one.name))[-1]
        with acting(viewer):
            seen = set(Person.objects.values_list("given", flat=True))
        assert ("Ann" in seen) == viewer.cares, one.name
        assert access.decide(viewer, "demographics", ann).allowed == viewer.cares, one.name
