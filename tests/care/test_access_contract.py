"""The decision, the filter and PostgreSQL's policies say the same of every viewer, person and category."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from importlib import import_module
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.care.conftest import PASSWORD

from commonweal.blueprint import Category, Purpose
from commonweal.care import access
from commonweal.care.access import Viewer, acting, facts, rules
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import User
from commonweal.care.break_glass.models import Opening
from commonweal.care.involvements.models import Involvement
from commonweal.care.objections.models import Objection, Restriction
from commonweal.care.people.models import Person
from commonweal.care.published.models import PersonContacts, PersonFrailty
from commonweal.care.referrals.models import Referral
from commonweal.care.sharing.models import Clause

pytestmark = pytest.mark.requirement("R1")

POLICIES = import_module("commonweal.care.migrations.0006_row_level_security")
CATEGORIES: tuple[Category, ...] = (
    "demographics",
    "gp_record",
    "hospital",
    "social_care",
    "plan_care",
    "cost",
)
NAMED: tuple[Purpose, ...] = ("direct_care", "case_finding")
MORE_POSTS = {  # sign-in name → role, area, organisation, team, whose own
    "council": ("social-worker", "exampleshire", "ZZ2", "", ""),
    "home": ("social-worker", "exampleshire", "ZZ3", "", ""),
    "team": ("nurse", "riverside", "ZZ1", "riverside-team", ""),
    "ann": ("person", "exampleshire", "", "", "Ann"),
    "eve": ("person", "exampleshire", "", "", "Eve"),
    "stranger": ("nurse", "exampleshire", "RX9", "", ""),
}
TIES = """
    Ann   | episode   |                | ZZ2
    Cleo  | referral  |                | ZZ2
    Finn  | care_team | riverside-team | ZZ1
    Abe   | referral  | riverside-team | ZZ1
    Nat   | episode   |                | ZZ2
    Ida   | care_team | riverside-team | ZZ1
"""


@pytest.fixture
def tied(published: None) -> Callable[[str], Viewer]:
    """Exampleshire with every way to stand to a person in use; gives the viewer of a sign-in name."""
    people = {person.given: person for person in Person.objects.all()}
    for name, (role, area, organisation, team, whose) in MORE_POSTS.items():
        person = people[whose].pk if whose else None
        open_account(
            by=None, name=name, password=PASSWORD, role=role, area=area,
            organisation="" if organisation == "RX9" else organisation, team=team, person=person,
        )  # fmt: skip
    User.objects.get(username="stranger").posts.update(organisation="RX9")
    for line in TIES.strip().splitlines():
        given, kind, team, organisation = (word.strip() for word in line.split("|"))
        tie(people[given], kind, team, organisation)
    Person.objects.filter(given__in=["Ben", "Gill"]).update(care_home="ZZ3")
    nurse = viewer_of("nurse")
    open_record(nurse, people["Ann"], minutes=30)
    open_record(nurse, people["Ben"], minutes=-30)
    Objection.objects.create(person=people["Cleo"], organisation="ZZ2")
    Objection.objects.create(person=people["Eve"], category="gp_record")
    Restriction.objects.create(person=people["Ann"])
    Restriction.objects.create(person=people["Finn"])
    Restriction.objects.create(person=people["Dan"], ended=timezone.now())
    return viewer_of


def tie(person: Person, kind: str, team: str, organisation: str) -> None:
    Involvement.objects.create(
        person=person, kind=kind, team=team, organisation=organisation, reason="asked for", outcome=""
    )


def open_record(viewer: Viewer, person: Person, minutes: int) -> None:
    now = timezone.now()
    Opening.objects.create(
        post_id=viewer.post,
        person=person,
        reason="found on the floor",
        opened=now - timedelta(hours=1),
        until=now + timedelta(minutes=minutes),
    )


def viewer_of(name: str) -> Viewer:
    found = accounts.viewer(User.objects.get(username=name), {})
    assert found, name
    return found


@contextmanager
def told(viewer: Viewer, purpose: Purpose) -> Iterator[None]:
    """The owner of the tables, whom no policy binds, asking the policies' own condition for this viewer."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('commonweal.post', %s, true), set_config('commonweal.purpose', %s, true)",
            [str(viewer.post), purpose],
        )
        yield
        cursor.execute("SELECT set_config('commonweal.post', '', true)")


def in_the_database(viewer: Viewer, category: Category, purpose: Purpose) -> set[UUID]:
    condition = POLICIES.seen(f"'{category}'", "id", "practice")
    with told(viewer, purpose), connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM care_person WHERE {condition}")
        return {row[0] for row in cursor.fetchall()}


def decisions(viewer: Viewer, purpose: Purpose) -> Callable[[Category], set[UUID]]:
    """Of each category, the people whose record the rule opens."""
    about = {person.pk: facts.about(viewer, person) for person in Person.objects.all()}
    terms, today = facts.terms(), facts.today()
    return lambda category: {
        id for id, one in about.items() if rules.named(viewer, category, purpose, one, terms, today).allowed
    }


def agree(viewer: Viewer, category: Category, purpose: Purpose) -> set[UUID]:
    """Who is seen, by all three, which must be the same."""
    decided = decisions(viewer, purpose)(category)
    filtered = Person.objects.filter(access.visible(viewer, category, purpose=purpose))
    assert set(filtered.values_list("pk", flat=True)) == decided, (viewer.name, category, purpose)
    assert in_the_database(viewer, category, purpose) == decided, (viewer.name, category, purpose)
    return decided


@pytest.mark.parametrize(
    "name", ["lead", "riverside", "abbey", "nurse", "scheduler", "analyst", "data", *MORE_POSTS]
)
def test_all_three_agree_for_every_person_category_and_purpose(
    tied: Callable[[str], Viewer], name: str
) -> None:
    """What is decided is what lists hold and what the database gives."""
    for category in CATEGORIES:
        for purpose in NAMED:
            agree(tied(name), category, purpose)


SEEN = """
    lead     | demographics  | direct_care  | Ben Cleo Dan Eve Grace Hal Ida Jo Olive
    lead     | gp_record     | direct_care  | Ben Cleo Dan Grace Hal Ida Jo Olive
    lead     | gp_record     | case_finding | Ben Cleo Dan Grace Hal Ida Jo Olive
    lead     | social_care   | case_finding |
    abbey    | demographics  | direct_care  | Ben Cleo Dan Eve Olive
    nurse    | demographics  | direct_care  | Ann Grace Hal Ida Jo
    team     | demographics  | direct_care  | Abe Ben Cleo Dan Eve Finn Grace Hal Ida Olive
    council  | demographics  | direct_care  | Nat
    council  | gp_record     | direct_care  |
    home     | demographics  | direct_care  | Ben
    ann      | gp_record     | direct_care  | Ann
    eve      | gp_record     | direct_care  | Eve
    ann      | gp_record     | case_finding |
    stranger | demographics  | direct_care  |
    analyst  | demographics  | direct_care  |
"""


@pytest.mark.parametrize("line", SEEN.strip().splitlines())
def test_whom_each_sees(tied: Callable[[str], Viewer], line: str) -> None:
    """By name: objections and restrictions shut, openings and parts in care open."""
    name, category, purpose, people = (word.strip() for word in line.split("|"))
    decided = agree(tied(name), category, purpose)  # type: ignore[arg-type]  # words of the table
    assert set(Person.objects.filter(pk__in=decided).values_list("given", flat=True)) == set(people.split())


@pytest.mark.parametrize("name", ["lead", "nurse", "council", "ann", "eve", "analyst", "stranger"])
def test_the_tables_give_only_what_is_decided(tied: Callable[[str], Viewer], name: str) -> None:
    """As the application's role, without any filter of ours."""
    viewer, everybody_counted = tied(name), set(PersonFrailty.objects.values_list("pk", flat=True))
    for purpose in NAMED:
        decided = decisions(viewer, purpose)
        with acting(viewer, purpose):
            assert set(Person.objects.values_list("pk", flat=True)) == decided("demographics")
            counted = set(PersonFrailty.objects.values_list("pk", flat=True))
            assert counted == decided("gp_record") & everybody_counted
            for person, category in PersonContacts.objects.values_list("person", "category"):
                assert person in decided(category)


def test_nobody_sees_anything(tied: Callable[[str], Viewer]) -> None:
    """The application's role without a post: every table that holds or derives from people is empty."""
    with acting(None), connection.cursor() as cursor:
        for table in with_policies():
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table


def test_a_post_that_ended_sees_nothing(tied: Callable[[str], Viewer]) -> None:
    """Also one that somebody still holds a session for."""
    viewer = tied("lead")
    User.objects.get(username="lead").posts.update(ended=timezone.now())
    with acting(viewer):
        assert not Person.objects.exists()


def with_policies() -> set[str]:
    """The tables that row-level security guards, as the database knows them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_policies JOIN pg_class ON relname = tablename AND relrowsecurity"
        )
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db
def test_every_table_about_people_has_a_policy() -> None:
    """Whoever adds a table that refers to a person has to say who may see its rows."""
    unseen = {"care_user", "care_post", "care_clause", "care_coverage", "care_refresh", "care_audit_head"}
    ours = {model._meta.db_table: model for model in Person._meta.apps.get_app_config("care").get_models()}
    for table, model in ours.items():
        about_people = any(
            field.related_model in (Person, Referral) and field.concrete for field in model._meta.get_fields()
        )
        if about_people and table != "care_post":
            assert table in with_policies(), f"{table} refers to people and has no policy"
    assert not unseen & with_policies()


DAYS = st.sampled_from([-400, -1, 0, 1, 400])
GIVEN = st.sampled_from(["Ann", "Ben", "Cleo", "Eve", "Finn", "Abe", "Nat"])
FACTS = st.fixed_dictionaries(
    {
        "ties": st.lists(
            st.tuples(
                GIVEN,
                st.sampled_from(["referral", "episode", "care_team"]),
                st.sampled_from([("riverside-team", "ZZ1"), ("", "ZZ1"), ("", "ZZ2"), ("other", "ZZ2")]),
            ),
            max_size=4,
            unique=True,
        ),
        "objections": st.lists(
            st.tuples(
                GIVEN,
                st.sampled_from(["", "ZZ1", "ZZ2"]),
                st.sampled_from(["", "demographics", "gp_record"]),
            ),
            max_size=3,
            unique=True,
        ),
        "restricted": st.sets(GIVEN, max_size=2),
        "opened": st.lists(st.tuples(GIVEN, st.sampled_from([-5, 5])), max_size=2),
        "clauses": st.dictionaries(
            st.sampled_from(["teams", "lists", "emergency", "restricted", "social-workers", "own-record"]),
            st.tuples(DAYS, DAYS, st.sampled_from([[], ["Z99001"], ["ZZ1"], ["ZZ2", "Z99002"]])),
            max_size=3,
        ),
    }
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=FACTS,
    name=st.sampled_from(["lead", "abbey", "nurse", "team", "council", "ann"]),
    category=st.sampled_from(["demographics", "gp_record", "social_care"]),
    purpose=st.sampled_from(NAMED),
)
def test_no_facts_tell_them_apart(
    tied: Callable[[str], Viewer], said: dict, name: str, category: Category, purpose: Purpose
) -> None:  # fmt: skip
    """Whatever is tied, objected to, restricted, opened or signed, and whenever agreements begin and end."""
    with transaction.atomic():
        people = {person.given: person for person in Person.objects.all()}
        for table in (Involvement, Objection, Restriction, Opening):
            table.objects.all().delete()
        for given_name, kind, (team, organisation) in said["ties"]:
            tie(people[given_name], kind, team, organisation)
        for given_name, organisation, what in said["objections"]:
            Objection.objects.create(person=people[given_name], organisation=organisation, category=what)
        for given_name in said["restricted"]:
            Restriction.objects.create(person=people[given_name])
        viewer = tied(name)
        for given_name, minutes in said["opened"]:
            open_record(viewer, people[given_name], minutes)
        for clause, (starts, until, unsigned) in said["clauses"].items():
            change(clause, starts, until, unsigned)
        agree(viewer, category, purpose)
        transaction.set_rollback(True)


def change(clause: str, starts: int, until: int, unsigned: list[str]) -> None:
    """Another span of days, in order, and some who did not sign."""
    kept = Clause.objects.get(name=f"sharing/care.yaml#{clause}")
    first, last = sorted((day(starts), day(until)))
    kept.starts, kept.until = first, last
    kept.organisations = [code for code in kept.organisations if code not in unsigned]
    kept.save()


def day(away: int) -> date:
    return timezone.localdate() + timedelta(days=away)
