"""Who is around a person: in their own words, shared as they wish, and kept through every change."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.care.around import BETH, at, looked_after
from tests.care.control import person_of

from commonweal.care import access
from commonweal.care.access import Viewer, acting
from commonweal.care.coordination import around, reads
from commonweal.care.coordination.models import PersonAround, TeamMember
from commonweal.care.coordination.rules import Overtaken, Somebody, carer_standing, check_somebody, may_decide
from commonweal.care.involvements.models import Involvement
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.care.sharing.models import Clause

pytestmark = pytest.mark.requirement("T4", "T11")
TODAY = date(2026, 5, 1)
CAL = Somebody(name="Cal Quay", relation="neighbour", kind="neighbour", phone="01632 960 222")


def noted(by: Viewer, said: Somebody = BETH, given: str = "Ann") -> PersonAround:
    return around.note(by=by, person=person_of(given), who=uuid4(), seen=0, said=said)


def names(viewer: Viewer, given: str = "Ann") -> list[str]:
    return [near.row.name for near in reads.around(viewer, Person.objects.get(given=given)).people]


def test_a_person_says_who_is_around_them(published: None) -> None:
    """In their own words; those who care for them read it, and whom to call first stands first."""
    ann = at("ann")
    noted(ann, CAL)
    row = noted(ann)
    assert row.own_words
    assert names(ann) == names(at("cora")) == ["Beth Adair", "Cal Quay"]
    assert [one.name for one in reads.emergency_contacts(at("cora"), person_of("Ann"))] == ["Beth Adair"]


def test_every_change_is_kept(published: None) -> None:
    """The second of two is told, and what each had said stays readable."""
    lead, row = at("cora"), noted(at("ann"))
    moved = replace(BETH, phone="01632 960 333")
    change = {"person": row.person_id, "who": row.who, "seen": 1}
    second = around.note(by=lead, **change, said=moved)
    assert around.note(by=lead, **change, said=moved).pk == second.pk
    with pytest.raises(Overtaken, match="cora changed it first"):
        around.note(by=at("ann"), **change, said=replace(BETH, lives_with=True))
    told = [(one.number, one.phone, one.own_words) for one in reads.history(lead, row.person_id, row.who)]
    assert told == [(2, "01632 960 333", False), (1, "01632 960 111", True)]


def test_somebody_is_taken_out_with_a_reason(published: None) -> None:
    ann, row = at("ann"), noted(at("ann"))
    with pytest.raises(NotPossible, match="Say why"):
        around.remove(by=ann, person=row.person_id, who=row.who, reason="")
    around.remove(by=ann, person=row.person_id, who=row.who, reason="moved to Spain")
    assert names(ann) == []
    with pytest.raises(Overtaken):
        around.remove(by=ann, person=row.person_id, who=row.who, reason="moved to Spain")
    with pytest.raises(Overtaken):
        around.note(by=ann, person=row.person_id, who=row.who, seen=0, said=BETH)


def test_a_carer_whom_the_person_named_reads_and_does_not_write(published: None) -> None:
    row, daughter = noted(at("ann")), at("daughter")
    assert names(daughter) == ["Beth Adair"]
    with pytest.raises(access.NotSeen):
        around.note(by=daughter, person=row.person_id, who=row.who, seen=1, said=replace(BETH, phone="1"))
    with pytest.raises(access.NotSeen):
        noted(daughter, CAL)
    with pytest.raises(access.NotSeen):
        noted(at("ann"), given="Ben")


def test_the_care_home_sees_whom_to_call_and_the_team_all(published: None) -> None:
    """By category of the record: about me for everybody around, crisis for emergencies and attorneys."""
    Person.objects.filter(given="Ann").update(care_home="ZZ3")
    noted(at("ann"))
    noted(at("ann"), CAL)
    noted(at("ann"), Somebody("Dot Adair", "sister", attorney="health", attorney_registered="yes"))
    social_worker, nobody = at("home"), at("council")
    assert names(social_worker) == ["Beth Adair", "Cal Quay", "Dot Adair"]
    assert names(nobody) == []
    with acting(nobody):
        assert not PersonAround.objects.exists()


def test_where_a_clause_gives_the_crisis_plan_alone(published: None) -> None:
    """The database shows whom to call and attorneys, and nobody else."""
    Involvement.objects.create(person_id=person_of("Ann"), kind="episode", organisation="ZZ2", reason="asked")
    clause = Clause.objects.get(name="sharing/care.yaml#social-workers")
    categories = [one for one in clause.categories if one != "plan_about_me"]
    noted(at("ann"))
    noted(at("ann"), CAL)
    Clause.objects.filter(pk=clause.pk).update(categories=[*categories, "plan_crisis"])
    council = at("council")
    assert names(council) == ["Beth Adair"]
    assert reads.around(council, Person.objects.get(given="Ann")).because.startswith("no agreement gives")
    with pytest.raises(access.NotSeen):
        noted(council, CAL)


@pytest.mark.parametrize(
    ("changed", "about"),
    [
        ({"name": " "}, "name"),
        ({"relation": "1"}, "relation"),
        ({"kind": "enemy"}, "kind"),
        ({"may_share": "whatever"}, "may_share"),
        ({"emergency_order": 0}, "emergency_order"),
        ({"emergency_order": 10}, "emergency_order"),
        ({"phone": "ring the bell"}, "phone"),
        ({"attorney": "everything"}, "attorney"),
        ({"attorney": "health"}, "attorney_registered"),
        (
            {"attorney": "health", "attorney_registered": "yes", "attorney_seen_by": "R Nurse"},
            "attorney_seen_on",
        ),
        (
            {
                "attorney": "health",
                "attorney_registered": "yes",
                "attorney_seen_by": "R Nurse",
                "attorney_seen_on": TODAY + timedelta(days=1),
            },
            "attorney_seen_on",
        ),
    ],
)
def test_what_cannot_be_so_is_said(changed: dict[str, object], about: str) -> None:
    with pytest.raises(NotPossible) as missing:
        check_somebody(replace(BETH, **changed), TODAY)  # type: ignore[arg-type]
    assert missing.value.about == about


def test_a_young_carer_is_a_carer_and_no_attorney_leaves_no_paper() -> None:
    said = check_somebody(replace(BETH, young_carer=True, attorney_seen_by="R Nurse"), TODAY)
    assert (said.carer, said.attorney_seen_by) == (True, "")


@pytest.mark.parametrize(
    ("attorney", "registered", "seen_by", "decides"),
    [
        ("health", "yes", "R Nurse", True),
        ("both", "yes", "R Nurse", True),
        ("property", "yes", "R Nurse", False),
        ("health", "no", "R Nurse", False),
        ("health", "unknown", "R Nurse", False),
        ("health", "yes", "", False),
        ("", "", "", False),
    ],
)
def test_an_attorney_decides_about_health_where_the_paper_says_so(
    attorney: str, registered: str, seen_by: str, decides: bool
) -> None:
    assert may_decide(attorney, registered, seen_by) == decides


@pytest.mark.parametrize(
    ("rows", "stands"),
    [
        ([], "not_offered"),
        ([("offered", None)], "offered"),
        ([("done", None), ("offered", None)], "done"),
        ([("done", TODAY + timedelta(days=1))], "done"),
        ([("done", TODAY)], "due"),
        ([("declined", TODAY - timedelta(days=1))], "due"),
    ],
)
def test_a_carers_own_assessment_falls_due_again(rows: list[tuple[str, date | None]], stands: str) -> None:
    assert carer_standing(rows, TODAY) == stands


def test_a_carer_is_offered_an_assessment_of_their_own(published: None) -> None:
    lead, row = at("cora"), noted(at("ann"), replace(BETH, carer=True))
    ann, today = Person.objects.get(given="Ann"), reads.today()
    assert reads.around(lead, ann).people[0].carer == "not_offered"
    told = {"by": lead, "person": ann.pk, "who": row.who}
    around.assess_carer(**told, state="offered", on=today)
    around.assess_carer(**told, state="done", on=today, again=today + timedelta(days=365))
    (near,) = reads.around(lead, ann).people
    assert near.assessment is not None
    assert near.carer == "done"
    with pytest.raises(NotPossible, match="recorded about this person"):
        around.assess_carer(**told, state="done", on=today, assessment=str(uuid4()))
    neighbour = noted(lead, CAL)
    with pytest.raises(NotPossible, match="not noted as a carer"):
        around.assess_carer(by=lead, person=ann.pk, who=neighbour.who, state="offered", on=today)


def test_members_by_name(published: None) -> None:
    """It gives them no sight of anything; the same is not noted twice."""
    lead, person = at("cora"), looked_after()
    said = {
        "name": "Sister Gwen Hale",
        "does": "dressings",
        "organisation": "Abbey Surgery",
        "reach": "01632 960 5",
    }
    made = around.join(by=lead, person=person, **said)
    assert [one.name for one in reads.members(at("cyd"), person)] == ["Sister Gwen Hale"]
    with pytest.raises(NotPossible, match="already"):
        around.join(by=lead, person=person, **said)
    around.leave(by=lead, person=person, member=made.pk, reason="has retired")
    with pytest.raises(Overtaken):
        around.leave(by=lead, person=person, member=made.pk, reason="has retired")
    assert reads.members(lead, person) == ()
    with acting(at("council")):
        assert not TeamMember.objects.exists()
