"""Who works with a person: the receiver sees from the moment of handing over, the giver no more."""

from collections.abc import Callable
from threading import Thread

import pytest
from django.db import connection
from tests.care.control import person_of, post

from commonweal.care import access
from commonweal.care.access import Viewer, acting
from commonweal.care.audit.models import Entry
from commonweal.care.involvements import actions, reads
from commonweal.care.involvements.models import Involvement
from commonweal.care.involvements.rules import Overtaken, Receiver
from commonweal.care.people import reads as people
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible

pytestmark = pytest.mark.requirement("R1")
COUNCIL, TEAM = Receiver("ZZ2"), Receiver("ZZ1", "riverside-team")


def sees(viewer: Viewer, given: str) -> bool:
    """By the decision and by the database, which must be the same."""
    person = Person.objects.get(given=given)
    decided = access.decide(viewer, "demographics", person).allowed
    with acting(viewer):
        assert Person.objects.filter(pk=person.pk).exists() == decided
    return decided


def begin(given: str, receiver: Receiver, by: Viewer | None = None, kind: str = "episode") -> Involvement:
    return actions.begin(by=by, person=person_of(given), kind=kind, receiver=receiver, reason="cannot cook")


def test_whoever_sees_a_person_brings_others_in(published: None) -> None:
    """The council sees Ann from the moment a team lead refers her, by that referral."""
    lead, council = post("lead"), post("council")
    assert not sees(council, "Ann")
    part = begin("Ann", COUNCIL, lead, "referral")
    assert sees(council, "Ann")
    assert people.person(council, person_of("Ann")).person.given == "Ann"
    row = Entry.objects.filter(deed="involvement.begun").get()
    assert (row.about_id, row.clause, row.by_id) == (person_of("Ann"), "sharing/care.yaml#teams", lead.user)
    assert row.detail == {"involvement": part.pk, "kind": "referral", "organisation": "ZZ2"}


def test_nobody_brings_in_others_for_somebody_they_do_not_see(published: None) -> None:
    with pytest.raises(access.NotSeen):
        begin("Ann", COUNCIL, post("council"))
    assert Entry.objects.filter(deed="involvement.refused").count() == 1
    assert not Involvement.objects.exists()


def test_the_receiver_sees_at_once_and_the_giver_no_more(published: None) -> None:
    """And when the receiver's part ends, so does the receiver's sight."""
    council, team = post("council"), post("team")
    given = begin("Ann", COUNCIL)
    assert (sees(council, "Ann"), sees(team, "Ann")) == (True, False)

    received = actions.hand_over(by=council, involvement=given.pk, receiver=TEAM, reason="needs a nurse")
    assert (sees(council, "Ann"), sees(team, "Ann")) == (False, True)
    assert (received.follows_id, received.kind) == (given.pk, "episode")
    given.refresh_from_db()
    assert given.outcome == "Handed over to Riverside team: needs a nurse"
    parts = reads.of_person(team, person_of("Ann"))
    assert [part.pk for part in parts.live] == [received.pk]
    assert [part.pk for part in parts.past] == [given.pk]

    back = actions.hand_over(by=team, involvement=received.pk, receiver=COUNCIL, reason="nursing is done")
    assert (sees(council, "Ann"), sees(team, "Ann")) == (True, False)
    actions.end(by=council, involvement=back.pk, outcome="manages alone")
    assert not sees(council, "Ann")


def test_only_those_of_the_team_hand_over_or_end(published: None) -> None:
    """Neither by the action nor by the database itself."""
    lead, part = post("lead"), begin("Ann", COUNCIL)
    with pytest.raises(access.Refused, match="only those of the team"):
        actions.end(by=lead, involvement=part.pk, outcome="not needed")
    with acting(lead):
        assert Involvement.objects.filter(pk=part.pk).exists()
        assert Involvement.objects.filter(pk=part.pk).update(outcome="not needed") == 0


def end(by: Viewer, part: Involvement) -> None:
    actions.end(by=by, involvement=part.pk, outcome="manages alone")


def hand_over(by: Viewer, part: Involvement) -> None:
    actions.hand_over(by=by, involvement=part.pk, receiver=Receiver("ZZ3"), reason="moves in there")


@pytest.mark.parametrize("second", [end, hand_over])
def test_the_second_of_two_is_told(published: None, second: Callable[[Viewer, Involvement], None]) -> None:
    """Also where the first step has taken their sight away."""
    council, colleague, part = post("council"), post("colleague"), begin("Ann", COUNCIL)
    actions.hand_over(by=council, involvement=part.pk, receiver=TEAM, reason="needs a nurse")
    with pytest.raises(Overtaken):
        second(colleague, part)
    assert Involvement.objects.filter(ended=None).count() == 1


def test_it_goes_once_to_the_same(published: None) -> None:
    """And words are needed."""
    lead = post("lead")
    begin("Ann", COUNCIL, lead)
    with pytest.raises(NotPossible, match="already"):
        begin("Ann", COUNCIL, lead)
    with pytest.raises(NotPossible, match="Say why"):
        actions.begin(by=lead, person=person_of("Ann"), kind="episode", receiver=TEAM, reason=" . ")
    own = Involvement.objects.get()
    with pytest.raises(NotPossible, match="somebody else"):
        actions.hand_over(by=post("council"), involvement=own.pk, receiver=COUNCIL, reason="by mistake")


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment(transactional_exampleshire: None) -> None:
    """One hands over; the other waits for that, and is told what became of it."""
    council, colleague, part = post("council"), post("colleague"), begin("Ann", COUNCIL)
    told: list[str] = []

    def end_meanwhile() -> None:
        try:
            end(colleague, part)
        except Overtaken as overtaken:
            told.append(str(overtaken))
        finally:
            connection.close()

    other = Thread(target=end_meanwhile)
    with acting(council):
        actions.hand_over(by=council, involvement=part.pk, receiver=TEAM, reason="needs a nurse")
        other.start()
        other.join(timeout=0.3)
        assert other.is_alive()
    other.join()
    assert told == ["Handed over to Riverside team: needs a nurse"]
