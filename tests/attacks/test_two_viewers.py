"""Two who differ in one permission see exactly that difference: on pages, in files and in the database."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.attacks.same import answer
from tests.care.conftest import PASSWORD
from tests.care.test_access_contract import POLICIES

from commonweal.care.access import Viewer, acting
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import User
from commonweal.care.involvements.models import Involvement
from commonweal.care.people.models import Person
from commonweal.care.sharing.models import Clause

pytestmark = [pytest.mark.requirement("R1", "R2"), pytest.mark.numbers]
TEAMS = "sharing/care.yaml#teams"
LISTS = "sharing/care.yaml#lists"
SAID = ("Castle Surgery", "Hillside", "/population/Z99003/", "/population/hillside/")  # whose post it is
PAGES = ("", "/evidence.csv", "/contacts.csv")
ROWS = ("care_person", "care_personfrailty", "care_personcontacts", "care_involvement", "care_frailtycell")


@pytest.fixture
def one_post(published: None) -> Callable[..., Viewer]:
    """A nurse, by name, who differs from another by what is said of her post."""

    def open_one(name: str, **post: str) -> Viewer:
        held = {"role": "nurse", "area": "Z99003", "organisation": "ZZ1", **post}
        open_account(by=None, name=name, password=PASSWORD, **held)
        found = accounts.viewer(User.objects.get(username=name), {})
        assert found
        return found

    return open_one


def rows(viewer: Viewer) -> dict[tuple[str, str], set[str]]:
    """Every row that the database gives, by table and purpose."""
    found = {}
    for purpose in ("direct_care", "case_finding"):
        with acting(viewer, purpose), connection.cursor() as cursor:
            for table in ROWS:
                cursor.execute(f"SELECT row::text FROM {table} row")
                found[table, purpose] = {row for (row,) in cursor.fetchall()}
    return found


def pages(viewer: Viewer) -> dict[str, tuple[int, str]]:
    """What every page about everybody answers, and every list and search, without whose post it is."""
    client = Client()
    client.force_login(User.objects.get(pk=viewer.user))
    people = [f"/people/{id}{part}" for id in Person.objects.values_list("pk", flat=True) for part in PAGES]
    others = ["/population/exampleshire/people", "/population/exampleshire/people.csv", "/people/?q=adair"]
    found = {address: answer(client, address, viewer.name, *SAID) for address in (*people, *others)}
    return {address: (one.status, one.body) for address, one in found.items()}


def differing(one: dict, other: dict) -> set:
    return {key for key in one if one[key] != other[key]}


def of_people(addresses: set[str]) -> set[str]:
    ids = {str(id): given for id, given in Person.objects.values_list("pk", "given")}
    return {ids[address.split("/")[2]] for address in addresses if address.split("/")[2] in ids}


def test_two_posts_alike_see_alike(one_post):
    """Row by row and page by page: who looks leaves no trace in what is seen."""
    one, other = one_post("nurse-7a"), one_post("nurse-7b")
    assert rows(one) == rows(other)
    assert differing(pages(one), pages(other)) == set()


def test_one_more_practice_is_its_people_and_nobody_else(one_post):
    """Castle Surgery, beside Castle and Bridge."""
    one, other = one_post("nurse-7a"), one_post("nurse-7b", area="hillside")
    fewer, more = rows(one), rows(other)
    bridge = {str(id) for id in Person.objects.filter(practice="Z99002").values_list("pk", flat=True)}
    for key in fewer:
        assert fewer[key] <= more[key], key
        if key[0] != "care_frailtycell":
            assert all(any(id in row for id in bridge) for row in more[key] - fewer[key]), key
    changed = differing(pages(one), pages(other))
    assert of_people(changed) == {"Finn", "Grace", "Hal"}


def test_one_team_more_is_the_people_it_works_with(one_post):
    """One of two nurses is of the team that looks after Finn."""
    finn = Person.objects.get(given="Finn")
    Involvement.objects.create(
        person=finn, kind="episode", team="riverside-team", organisation="ZZ1", reason="asked for"
    )
    one, other = one_post("nurse-7a"), one_post("nurse-7b", team="riverside-team")
    changed = differing(pages(one), pages(other))
    assert of_people(changed) == {"Finn"}
    elsewhere = {address for address in changed if not address.startswith(f"/people/{finn.pk}")}
    assert elsewhere == {"/population/exampleshire/people"}  # a team has a caseload to put people on
    gained = {key: rows(other)[key] - rows(one)[key] for key in rows(one)}
    assert all(str(finn.pk) in row for found in gained.values() for row in found)
    assert len(gained["care_person", "direct_care"]) == 1
    assert gained["care_person", "case_finding"] == set()


def without(clause: str, category: str) -> None:
    kept = Clause.objects.get(name=clause)
    kept.categories = [one for one in kept.categories if one != category]
    kept.save()


@pytest.mark.parametrize(
    ("clause", "category", "table", "purpose"),
    [
        (TEAMS, "gp_record", "care_personfrailty", "direct_care"),
        (LISTS, "gp_record", "care_personfrailty", "case_finding"),
        (TEAMS, "demographics", "care_person", "direct_care"),
    ],
)
def test_one_category_less_is_its_rows_and_no_others(one_post, clause, category, table, purpose):
    """A clause that leaves a category out closes that and nothing beside it, and not another purpose's."""
    nurse = one_post("nurse-7a", area="hillside")
    before = rows(nurse)
    with transaction.atomic():
        without(clause, category)
        after = rows(nurse)
        transaction.set_rollback(True)
    assert after[table, purpose] == set() != before[table, purpose]
    closed = {key for key in before if before[key] != after[key]} - {("care_personfrailty", purpose)}
    told_through = {  # what is read through the person, or is of the same category
        "gp_record": {("care_personcontacts", purpose), ("care_frailtycell", "direct_care"),
                      ("care_frailtycell", "case_finding")},
        "demographics": {("care_person", purpose), ("care_involvement", purpose)},
    }[category]  # fmt: skip
    assert closed <= told_through


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    area=st.sampled_from(["Z99001", "Z99003", "hillside", "riverside"]),
    given_name=st.sampled_from(["Ann", "Cleo", "Finn", "Hal", "Ida", "Abe", "Nat"]),
    kind=st.sampled_from(["referral", "episode", "care_team"]),
)
def test_whoever_is_gained_by_a_part_in_care_is_that_person_and_nobody_else(one_post, area, given_name, kind):
    """Whatever the area, the person and the part: two nurses, one of the team and one not."""
    with transaction.atomic():
        person = Person.objects.get(given=given_name)
        Involvement.objects.create(
            person=person, kind=kind, team="riverside-team", organisation="ZZ1", reason="asked for"
        )
        one, other = one_post("nurse-7a", area=area), one_post("nurse-7b", area=area, team="riverside-team")
        fewer, more = rows(one), rows(other)
        for key in fewer:
            assert fewer[key] <= more[key], key
            assert all(str(person.pk) in row for row in more[key] - fewer[key]), key
        assert any(str(person.pk) in row for row in more["care_person", "direct_care"])
        transaction.set_rollback(True)


def test_every_table_with_a_policy_is_compared_or_is_the_same_for_all():
    """A new table about people is compared here too."""
    same_for_nurses = {
        "care_entry", "care_loadrefusal", "care_loadreport", "care_objection", "care_opening", "care_optout",
        "care_restriction",
    }  # fmt: skip
    with_people = set(POLICIES.POLICIES)  # those of referrals: tests/care/test_referral_access.py
    assert {*ROWS, *same_for_nurses} == with_people
