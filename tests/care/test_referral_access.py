"""The decision about a referral and PostgreSQL's policies say the same, of every viewer and referral."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.care.referred import MONDAY, POSTS, asked, holding, open_posts

from commonweal.care import access, moments
from commonweal.care.access import Viewer, acting
from commonweal.care.accounts.actions import open_account
from commonweal.care.involvements.models import Involvement
from commonweal.care.objections.models import Objection, Restriction
from commonweal.care.people.models import Person
from commonweal.care.referrals import actions
from commonweal.care.referrals.models import ClockRun, Referral, Step
from commonweal.care.referrals.rules import About, Made
from commonweal.care.sharing.models import Clause

pytestmark = pytest.mark.requirement("R1")

LOOKING = (*POSTS, "lead", "abbey", "nurse", "scheduler", "analyst", "ann", "eve")


@pytest.fixture
def referred(published: None) -> None:
    """Ann by the council, given to the river; Cleo by the home; somebody whom nobody knows by the hill."""
    open_posts()
    for name, given_name in (("ann", "Ann"), ("eve", "Eve")):
        person = Person.objects.get(given=given_name).pk
        open_account(by=None, name=name, password="x" * 20, role="person", area="exampleshire", person=person)
    with moments.at(MONDAY):
        came = actions.receive(holding("council"), asked()).referral
        actions.move(holding("hub"), came.reference, Made("give", seen=1, team="riverside-team"))
        actions.receive(holding("home"), asked(About(nhs_number="9990000034", family="Carr")))
        actions.receive(holding("hill"), asked(About(family="Stranger")))


def seen(viewer: Viewer) -> set[str]:
    """What the policies give the application's role."""
    with acting(viewer):
        found = set(Referral.objects.values_list("reference", flat=True))
        for table in (Step, ClockRun):
            assert set(table.objects.values_list("referral__reference", flat=True)) == found
    return found


def decided(viewer: Viewer) -> set[str]:
    """What the rule opens."""
    return {one.reference for one in Referral.objects.all() if access.referral(viewer, one).allowed}


def families(viewer: Viewer) -> list[str]:
    return sorted(Referral.objects.filter(reference__in=seen(viewer)).values_list("family", flat=True))


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("hub", ["Adair", "Carr", "Stranger"]),
        ("river", ["Adair", "Carr"]),
        ("hill", ["Stranger"]),
        ("council", ["Adair"]),
        ("home", ["Carr"]),
        ("abbey", ["Adair", "Carr"]),
        ("ann", ["Adair"]),
        ("eve", []),
        ("analyst", []),
    ],
)
def test_who_sees_which_referrals(referred: None, name: str, sees: list[str]) -> None:
    """Those sent to one's team, those one's team sent, and those of people whose referrals one may see."""
    assert families(holding(name)) == sees


def test_nobody_sees_any(referred: None) -> None:
    with acting(None):
        assert not Referral.objects.exists()
        assert not Step.objects.exists()


def test_when_the_agreement_ends_the_referrals_are_shut(referred: None) -> None:
    Clause.objects.update(until=MONDAY.date() - timedelta(days=1), starts=MONDAY.date() - timedelta(days=9))
    assert all(seen(holding(name)) == set() == decided(holding(name)) for name in LOOKING)


def test_who_shuts_their_record_is_still_helped(referred: None) -> None:
    """The hub reads what was sent to it; those who would see it by where she is registered do not."""
    Restriction.objects.create(person=Person.objects.get(given="Ann"))
    assert "Adair" in families(holding("hub"))
    assert "Adair" not in families(holding("abbey"))


TEAMS = st.sampled_from(["front-door", "riverside-team", "hillside-team", ""])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    team=TEAMS,
    sender=st.sampled_from(["ZZ1", "ZZ2", "ZZ3", ""]),
    kind=st.sampled_from(["referral", "episode", "care_team"]),
    part=TEAMS,
    objects=st.sampled_from(["", "ZZ1", "ZZ2"]),
    relationship=st.sampled_from(["referral", "registered", "own", "care_team"]),
)
def test_decision_and_policies_agree_whatever_is_recorded(
    referred: None, team: str, sender: str, kind: str, part: str, objects: str, relationship: str
) -> None:
    ann, cleo = Person.objects.get(given="Ann"), Person.objects.get(given="Cleo")
    with transaction.atomic():
        Referral.objects.filter(person=cleo).update(team=team)
        Referral.objects.filter(family="Stranger").update(sender=sender, sender_team=part)
        if part:
            Involvement.objects.get_or_create(
                person=cleo, kind=kind, team=part, organisation="ZZ1", ended=None, defaults={"reason": "x"}
            )
        Objection.objects.create(person=ann, organisation=objects)
        Clause.objects.filter(name__endswith="#referrals").update(relationships=[relationship])
        for name in LOOKING:
            viewer = holding(name)
            assert seen(viewer) == decided(viewer), name
        transaction.set_rollback(True)


def test_no_step_is_forged_past_the_application(referred: None) -> None:
    """Whoever reaches the database with a page's login cannot move what is not theirs, nor rewrite steps."""
    viewer, there = holding("hill"), Referral.objects.get(family="Adair")
    before = Referral.objects.values_list("steps", "stage").get(pk=there.pk)
    with acting(viewer), connection.cursor() as cursor:
        cursor.execute("SELECT care_stands(%s, %s, '{}', '[]')", [there.pk, there.steps])
        assert cursor.fetchone() == (False,)
        for forged in (
            "UPDATE care_referral SET stage = 'visited'",
            "UPDATE care_step SET reason = 'none'",
            "DELETE FROM care_step",
            "UPDATE care_clockrun SET due = now()",
            "UPDATE care_stagecount SET count = 0",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(forged)
    assert Referral.objects.values_list("steps", "stage").get(pk=there.pk) == before


def test_nobody_is_tied_to_a_person_by_a_forged_referral(referred: None) -> None:
    """A referral about somebody whom one does not see has to carry their number and birth date or name."""
    viewer, finn = holding("home"), Person.objects.get(given="Finn")
    columns = [
        field.column for field in Referral._meta.concrete_fields if field.column not in ("id", "sorts")
    ]
    there = Referral.objects.filter(family="Carr").values(*columns).get()
    there |= {
        "person_id": finn.pk,
        "reference": "X",
        "made_by_id": viewer.user,
        "nhs_number": "",
        "answers": "{}",
    }
    there["marks"] = "[]"
    insert = f"INSERT INTO care_referral ({', '.join(there)}) VALUES ({', '.join(['%s'] * len(there))})"
    with acting(viewer), connection.cursor() as cursor, transaction.atomic():
        with pytest.raises(ProgrammingError, match="row-level security"):
            cursor.execute(insert, list(there.values()))
        transaction.set_rollback(True)
