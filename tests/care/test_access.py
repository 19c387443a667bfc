"""Who may see what: the whole matrix of Exampleshire, said once as a table and once as a query."""

from importlib import import_module

import pytest
from django.db import DatabaseError, transaction
from tests.care.conftest import BLUEPRINT, POSTS, ViewerOf

from commonweal.care import access
from commonweal.care.access import acting
from commonweal.care.extents import every, extent
from commonweal.care.people.models import Person
from commonweal.care.prepared import ask

EVERYBODY = "Ann Ben Cleo Dan Eve Finn Grace Hal Ida Jo Abe Nat Olive"
ABBEY, BRIDGE, CASTLE = "Ann Ben Cleo Dan Eve", "Finn Grace Hal", "Ida Jo"
MAY = """
    who       | see_population | list_people | search_people | see_loads
    lead      | yes            | yes         | yes           | no
    riverside | yes            | yes         | yes           | no
    abbey     | yes            | yes         | yes           | no
    nurse     | no             | yes         | yes           | no
    scheduler | yes            | no          | no            | no
    analyst   | yes            | no          | no            | yes
    data      | no             | no          | no            | yes
    nobody    | no             | no          | no            | no
"""
SEES = {  # who may see the page of whom; Olive has died and her registration never ended
    "lead": f"{ABBEY} {BRIDGE} {CASTLE} Olive",
    "riverside": f"{ABBEY} {BRIDGE} Olive",
    "abbey": f"{ABBEY} Olive",
    "nurse": f"{BRIDGE} {CASTLE}",
    "scheduler": "",
    "analyst": "",
    "data": "",
    None: "",
}


@pytest.mark.parametrize("line", MAY.strip().splitlines()[1:])
def test_what_each_role_may_do(viewer: ViewerOf, line: str) -> None:
    """A page belongs to a role, and named people to those who care for them."""
    deeds = [deed.strip() for deed in MAY.strip().splitlines()[0].split("|")[1:]]
    who, *answers = [word.strip() for word in line.split("|")]
    by = viewer(None if who == "nobody" else who)
    allowed = ["yes" if access.may(by, deed).allowed else "no" for deed in deeds]
    assert allowed == answers


@pytest.mark.parametrize("who", SEES, ids=str)
def test_whose_page_each_may_see(viewer: ViewerOf, who: str | None) -> None:
    """The people registered with a practice of the post's area, and nobody else."""
    by = viewer(who)
    seen = {one.given for one in Person.objects.all() if access.may(by, "see_person", one).allowed}
    assert seen == set(SEES[who].split())


@pytest.mark.parametrize("who", [*POSTS, None], ids=str)
def test_the_filter_and_the_decision_agree_for_every_person(viewer: ViewerOf, who: str | None) -> None:
    """A list holds exactly those whose page may be opened."""
    by = viewer(who)
    listed = set(Person.objects.filter(access.visible(by, "demographics")))
    for person in Person.objects.all():
        assert (person in listed) == access.may(by, "see_person", person).allowed, person.given


@pytest.mark.parametrize(
    ("who", "given", "because"),
    [
        ("abbey", "Ann", "this person is registered with a practice that Abbey Surgery covers"),
        (
            "abbey",
            "Finn",
            "registered with no practice of Abbey Surgery, and you have no part in their care",
        ),
        (
            "lead",
            "Abe",
            "registered with no practice of this partnership, and you have no part in their care",
        ),
        (
            "lead",
            "Nat",
            "registered with no practice of this partnership, and you have no part in their care",
        ),
        ("analyst", "Ann", "the role Analyst does not have the page people"),
        (None, "Ann", "you are not signed in, or hold no post; sign in and choose one"),
    ],
)
def test_every_decision_says_why(viewer: ViewerOf, who: str | None, given: str, because: str) -> None:
    """The reason can be read by the one who asked."""
    assert because in access.may(viewer(who), "see_person", Person.objects.get(given=given)).because


@pytest.mark.parametrize(
    ("who", "exact"),
    [
        ("lead", set(every(BLUEPRINT))),
        ("riverside", {"riverside", "Z99001", "Z99002", "E01999001", "E01999002"}),
        ("abbey", {"Z99001"}),
        ("scheduler", set()),
        ("analyst", set()),
    ],
)
def test_exact_counts_are_for_those_who_care_for_everyone_counted(
    viewer: ViewerOf, who: str, exact: set[str]
) -> None:
    """An area that reaches beyond the post's own is shown as it is to everybody else."""
    by = viewer(who)
    assert by
    found = {
        id
        for id in every(BLUEPRINT)
        for population in ("registered", "resident")
        if extent(id).members(population) and access.exactly(by).audience(extent(id), population) == "care"
    }
    assert found == exact


def test_nothing_to_count_is_nobody_cared_for(viewer: ViewerOf) -> None:
    """A practice has no residents of its own: asked for them, it answers as to a stranger."""
    lead = viewer("lead")
    assert lead
    assert access.exactly(lead).audience(extent("Z99001"), "resident") == "planning"


@pytest.mark.requirement("R1")
def test_whoever_loses_the_connection_in_becoming_somebody_has_not_become_them(viewer: ViewerOf) -> None:
    """The next page over the same connection tells the database anew who looks."""
    lead = viewer("lead")
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("commonweal.care.access.acting"), "APPLICATION", "no such role")
        with pytest.raises(DatabaseError), transaction.atomic(), acting(lead):
            pass
    with acting(lead):
        assert ask("SELECT current_setting('role')") == [("commonweal_app",)]
