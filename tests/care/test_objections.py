"""What is shown before a choice is made is what it then closes, for every post there is."""

from datetime import date

import pytest
from django.utils import timezone
from tests.care.control import HOLDERS, person_of, post

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.audit.models import Entry
from commonweal.care.involvements import actions as involvements
from commonweal.care.involvements.rules import Receiver
from commonweal.care.objections import actions, reads
from commonweal.care.objections.models import Objection, OptOut, Restriction
from commonweal.care.objections.rules import CATEGORIES, Choice, Wanted
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible

pytestmark = pytest.mark.requirement("R3")
CHOICES = (
    Choice("objection", "ZZ1"),
    Choice("objection", "ZZ2"),
    Choice("objection", category="social_care"),
    Choice("objection", "ZZ2", "community"),
    Choice("restriction"),
    Choice("opt_out"),
)
TODAY = date(2026, 5, 3)


def wanted(choice: Choice) -> Wanted:
    return Wanted(choice, "person", TODAY, "  as we   said ")


def seen(viewer: Viewer, person: Person) -> set[str]:
    return {category for category in CATEGORIES if access.decide(viewer, category, person).allowed}


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_what_is_shown_is_what_is_closed(published: None, choice: Choice) -> None:
    """And withdrawing gives it all back; the person's own sight is never touched."""
    ann = Person.objects.get(given="Ann")
    for receiver, kind in [(Receiver("ZZ2"), "episode"), (Receiver("ZZ1", "riverside-team"), "care_team")]:
        involvements.begin(by=None, person=ann.pk, kind=kind, receiver=receiver, reason="asked for help")
    viewers = [post(name) for name in (*HOLDERS, "lead", "nurse", "abbey", "analyst")]
    own = post("ann")
    shown = {
        (loss.organisation, loss.team, loss.role): set(loss.categories)
        for loss in reads.losses(post("lead"), ann, choice)
    }
    before = [seen(viewer, ann) for viewer in viewers]
    made = actions.choose(by=own, person=ann.pk, wanted=wanted(choice))
    for viewer, could in zip(viewers, before, strict=True):
        closed = could - seen(viewer, ann)
        expected = shown.get((viewer.organisation, viewer.team, viewer.role.id), set())
        assert closed == (expected if could and viewer.person is None else set()), viewer.name
    assert any(shown.values()) == (choice.kind != "opt_out")
    assert (made.asked_by, made.asked_on, made.note) == ("person", TODAY, "as we said")

    actions.withdraw(by=own, person=ann.pk, kind=choice.kind, id=made.pk)
    assert [seen(viewer, ann) for viewer in viewers] == before
    deeds = list(
        Entry.objects.filter(deed__startswith=choice.kind).order_by("id").values_list("deed", flat=True)
    )
    assert deeds == [f"{choice.kind}.recorded", f"{choice.kind}.withdrawn"]


@pytest.mark.parametrize(
    ("choice", "about"),
    [
        (Choice("objection"), "organisation"),
        (Choice("objection", "RX9"), "organisation"),
        (Choice("objection", category="cost"), "category"),
    ],
)
def test_what_cannot_be_chosen(published: None, choice: Choice, about: str) -> None:
    with pytest.raises(NotPossible) as fault:
        actions.choose(by=post("ann"), person=person_of("Ann"), wanted=wanted(choice))
    assert fault.value.about == about


def test_nobody_else_withdraws_and_nothing_is_deleted(published: None) -> None:
    """A choice of one person is not undone through another."""
    ann, made = post("ann"), []
    for choice in (CHOICES[0], Choice("restriction"), Choice("opt_out")):
        made.append(actions.choose(by=ann, person=person_of("Ann"), wanted=wanted(choice)))
    with pytest.raises(access.NotSeen):
        actions.withdraw(by=post("council"), person=person_of("Ann"), kind="opt_out", id=made[2].pk)
    actions.withdraw(by=post("lead"), person=person_of("Ben"), kind="opt_out", id=made[2].pk)
    assert OptOut.objects.filter(ended=None).exists()
    for kind, one in zip(("objection", "restriction", "opt_out"), made, strict=True):
        actions.withdraw(by=ann, person=person_of("Ann"), kind=kind, id=one.pk)
    for table in (Objection, Restriction, OptOut):
        assert table.objects.get().ended <= timezone.now()
