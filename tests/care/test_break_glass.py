"""Opening a record in an emergency: a reason, a limit in time, and a review."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models import Model
from django.utils import timezone
from tests.care.control import person_of, post

from commonweal.care import access
from commonweal.care.access import Refused, Viewer, acting
from commonweal.care.audit.models import Entry
from commonweal.care.break_glass import actions, reads
from commonweal.care.break_glass.models import Opening
from commonweal.care.break_glass.rules import AlreadyOpen, NobodyFound
from commonweal.care.involvements import actions as involvements
from commonweal.care.involvements.models import Involvement
from commonweal.care.involvements.rules import Receiver
from commonweal.care.objections.models import Objection, OptOut, Restriction
from commonweal.care.people import reads as people
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible

pytestmark = pytest.mark.requirement("R2")
ANN, BORN, WHY = "9990000018", date(1940, 5, 1), "found on the floor at home"


def open_ann(by: Viewer, reason: str = WHY) -> Opening:
    return actions.open_record(by=by, nhs_number=ANN, birth_date=BORN, reason=reason)


def test_a_reason_opens_the_record_for_an_hour(published: None) -> None:
    """Recorded before it is shown; what is shown then names the clause."""
    nurse = post("nurse")
    with pytest.raises(access.NotSeen):
        people.person(nurse, person_of("Ann"))
    opening = open_ann(nurse)
    assert timedelta(minutes=59) < opening.until - timezone.now() <= timedelta(minutes=60)
    row = Entry.objects.get(deed="record.opened")
    assert (row.about_id, row.clause) == (person_of("Ann"), "sharing/care.yaml#emergency")
    assert row.detail["reason"] == WHY
    assert people.person(nurse, person_of("Ann")).person.given == "Ann"
    assert Entry.objects.latest("id").clause == "sharing/care.yaml#emergency"
    with pytest.raises(AlreadyOpen):
        open_ann(nurse)
    assert Opening.objects.get() == opening


def test_it_ends_by_itself_and_when_it_is_shut(published: None) -> None:
    """In the database too."""
    nurse = post("nurse")
    opening = open_ann(nurse)
    Opening.objects.filter(pk=opening.pk).update(
        opened=timezone.now() - timedelta(hours=2), until=timezone.now() - timedelta(seconds=1)
    )
    with pytest.raises(access.NotSeen):
        people.person(nurse, person_of("Ann"))
    with acting(nurse):
        assert not Person.objects.filter(given="Ann").exists()

    again = open_ann(nurse)
    actions.shut(by=nurse, opening=again.pk)
    assert reads.open_now(nurse, person_of("Ann")) is None
    with acting(nurse):
        assert not Person.objects.filter(given="Ann").exists()


@pytest.mark.parametrize("name", ["lead", "council", "analyst", "ann", "governance"])
def test_only_roles_that_a_clause_names_open(published: None, name: str) -> None:
    assert not reads.may_open(post(name)).allowed
    with pytest.raises(Refused):
        open_ann(post(name))
    assert not Opening.objects.exists()


@pytest.mark.parametrize("reason", ["", "   ", "emergency", "1 2 3 4"])
def test_it_needs_a_reason_in_words(published: None, reason: str) -> None:
    with pytest.raises(NotPossible, match="at least 3 words"):
        open_ann(post("nurse"), reason)


def test_who_finds_nobody_too_often_is_refused(published: None) -> None:
    """Alike for a number that nobody has and another's birthday; also for the right ones, after that."""
    nurse, told = post("nurse"), set()
    for number, born in [(ANN, date(1940, 5, 2)), ("9990000506", BORN)] * 2 + [(ANN, date(1941, 5, 1))]:
        with pytest.raises(NobodyFound) as nobody:
            actions.open_record(by=nurse, nhs_number=number, birth_date=born, reason=WHY)
        told.add(str(nobody.value))
    assert len(told) == 1
    with pytest.raises(Refused, match="5 times within an hour"):
        open_ann(nurse)
    rows = Entry.objects.filter(deed__startswith="record.").order_by("id")
    assert [row.deed for row in rows] == ["record.not_opened"] * 5 + ["record.refused"]
    assert {row.about_id for row in rows} == {None}


def test_whoever_objects_is_not_told_apart_from_nobody(published: None) -> None:
    """An objection to the organisation holds in an emergency too; of the attempt only its row is left."""
    Objection.objects.create(person_id=person_of("Ann"), organisation="ZZ1")
    with pytest.raises(NobodyFound):
        open_ann(post("nurse"))
    assert not Opening.objects.exists()


def test_others_do_not_learn_of_it(published: None) -> None:
    """Only whoever opened, the person, and those who watch over the audit."""
    opening = open_ann(post("nurse"))
    for name, there in [
        ("nurse", 1),
        ("ann", 1),
        ("governance", 1),
        ("lead", 0),
        ("team", 0),
        ("analyst", 0),
    ]:
        with acting(post(name)):
            assert Opening.objects.filter(pk=opening.pk).count() == there, name


def test_an_opening_gives_nobody_a_part_in_the_care(published: None) -> None:
    nurse = post("nurse")
    open_ann(nurse)
    with pytest.raises(Refused, match="shut that first"):
        involvements.begin(
            by=nurse, person=person_of("Ann"), kind="episode", receiver=Receiver("ZZ1"), reason="to see more"
        )


@pytest.mark.parametrize("table", [Involvement, Objection, OptOut, Restriction])
def test_nor_does_the_database_take_anything_about_an_open_record(
    published: None, table: type[Model]
) -> None:
    """As the application's role, without any rule of ours."""
    nurse, ann = post("nurse"), person_of("Ann")
    said = {"kind": "episode", "organisation": "ZZ1", "reason": ""} if table is Involvement else {}
    open_ann(nurse)
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic(), acting(nurse):
        table.objects.create(person_id=ann, **said)
    with acting(post("lead")):
        table.objects.create(person_id=ann, **said)


def test_it_is_reviewed_once_by_somebody_else(published: None) -> None:
    """Neither while it is open nor by whoever opened it, whatever other post they hold."""
    nurse, governance = post("nurse"), post("governance")
    opening = open_ann(nurse)
    assert (reads.waiting(governance), reads.waiting(nurse)) == (1, 0)
    assert [(one.who, one.role, one.is_open) for one in reads.to_review(governance)] == [
        ("nurse", "nurse", True)
    ]
    review = {"opening": opening.pk, "finding": "not_justified", "note": "nobody had called"}
    with pytest.raises(NotPossible, match="open still"):
        actions.review(by=governance, **review)
    actions.shut(by=governance, opening=opening.pk)
    with pytest.raises(NotPossible, match="why it was not justified"):
        actions.review(by=governance, **{**review, "note": ""})
    with pytest.raises(Refused):
        actions.review(by=nurse, **review)
    actions.review(by=governance, **review)
    assert reads.waiting(governance) == 0
    assert [one.opening.note for one in reads.reviewed_lately(governance)] == ["nobody had called"]
    with pytest.raises(NotPossible, match="meanwhile"):
        actions.review(by=governance, **review)


def test_nobody_reviews_their_own(published: None) -> None:
    """Not by the action, and not by the database itself."""
    governance = post("governance")
    opening = open_ann(post("nurse"))
    actions.shut(by=post("nurse"), opening=opening.pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE care_post SET user_id = %s WHERE id = %s", [governance.user, opening.post_id])
    with pytest.raises(Refused, match="yourself"):
        actions.review(by=governance, opening=opening.pk, finding="justified", note="")
    with acting(governance, "oversight"):
        changed = Opening.objects.filter(pk=opening.pk).update(
            reviewed=timezone.now(), reviewed_by_id=governance.user, finding="justified"
        )
        assert changed == 0
    assert reads.waiting(governance) == 0
