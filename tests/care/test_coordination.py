"""One named coordinator at all times: taken on, offered, accepted; nobody without who is not listed."""

from threading import Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from tests.care.around import at, coordinated, looked_after
from tests.care.control import person_of

from commonweal.care import access
from commonweal.care.access import acting
from commonweal.care.accounts.actions import close_account
from commonweal.care.audit.models import Entry
from commonweal.care.coordination import actions, candidates, gaps, reads
from commonweal.care.coordination.models import CoordinationOffer, Coordinator
from commonweal.care.coordination.rules import Overtaken
from commonweal.care.involvements import actions as involvements
from commonweal.care.involvements.models import Involvement
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible

pytestmark = pytest.mark.requirement("T4")


def who(given: str = "Ann") -> str:
    """The name of whoever coordinates this person's care; a dash where nobody does."""
    found = reads.coordinator(at("cora"), person_of(given))
    return found.name if found else "-"


def offer(to: str, by: str = "cora", given: str = "Ann") -> CoordinationOffer:
    return actions.offer(
        by=at(by), person=person_of(given), post=at(to).post, reason="she moves nearer to you"
    )


def test_somebody_takes_it_on_and_their_team_is_in_the_care_team(published: None) -> None:
    assert who() == "-"
    made = coordinated("cyd")
    assert who() == "cyd"
    assert (made.organisation, made.team, made.reach) == ("ZZ1", "hillside-team", "01632 960 7")
    parts = Involvement.objects.filter(person=made.person_id, kind="care_team")
    assert [(part.team, part.reason) for part in parts] == [("hillside-team", "Coordinates the care")]
    row = Entry.objects.get(deed="coordinator.taken")
    assert (row.about_id, row.clause) == (made.person_id, "sharing/care.yaml#teams")


def test_there_is_one_at_a_time(published: None) -> None:
    """By the action, and by the database itself."""
    made = coordinated("cora")
    with pytest.raises(Overtaken, match="cora coordinates"):
        coordinated("cyd")
    with pytest.raises(IntegrityError, match="one_live_coordinator"), transaction.atomic():
        Coordinator.objects.create(
            person_id=made.person_id, post_id=at("cyd").post, name="cyd", role="nurse",
            since=made.since, reason="written past the action",
        )  # fmt: skip


def test_the_old_one_stays_until_the_new_one_accepts(published: None) -> None:
    coordinated("cora")
    asked = offer("cyd")
    assert who() == "cora"
    assert [one.pk for one in reads.offered_to(at("cyd"))] == [asked.pk]
    made = actions.accept(by=at("cyd"), offer=asked.pk, reach="01632 960 9")
    assert who() == "cyd"
    assert made.follows is not None
    assert (made.follows.name, made.follows.ended_because) == ("cora", "Handed over to cyd")
    standing = reads.standing(at("cyd"), person_of("Ann"))
    assert [one.name for one in standing.before] == ["cora"]
    assert standing.offer is None
    assert reads.offered_to(at("cyd")) == []


def test_declining_needs_a_reason_and_changes_nothing_else(published: None) -> None:
    coordinated("cora")
    asked = offer("cyd")
    with pytest.raises(NotPossible, match="Say why not"):
        actions.decline(by=at("cyd"), offer=asked.pk, reason=" ")
    actions.decline(by=at("cyd"), offer=asked.pk, reason="on leave for a month")
    asked.refresh_from_db()
    assert (who(), asked.state, asked.answer) == ("cora", "declined", "on leave for a month")
    with pytest.raises(Overtaken):
        actions.accept(by=at("cyd"), offer=asked.pk)
    offer("cleo")


def test_only_the_one_asked_answers_and_only_the_team_offers(published: None) -> None:
    coordinated("cora")
    asked = offer("cyd")
    with pytest.raises(access.Refused, match="offered to somebody else"):
        actions.accept(by=at("cleo"), offer=asked.pk)
    with pytest.raises(NotPossible, match="already"):
        offer("cleo")
    actions.withdraw(by=at("cora"), offer=asked.pk)
    with pytest.raises(access.Refused, match="or their team"):
        offer("cleo", by="cyd")
    assert who() == "cora"


def test_it_is_offered_to_those_alone_who_see_the_person(published: None) -> None:
    """A social worker who has no part in Ann's care is not on the list, nor taken when named."""
    coordinated("cora")
    outsider, nurse = at("council").post, at("cyd").post
    person = Person.objects.get(given="Ann")
    listed = {one.post for one in candidates.candidates(at("cora"), person)}
    assert nurse in listed
    assert outsider not in listed
    with pytest.raises(NotPossible, match="may see"):
        actions.offer(by=at("cora"), person=person.pk, post=outsider, reason="works with the council")


def test_whoever_does_not_see_the_person_does_nothing(published: None) -> None:
    with pytest.raises(access.NotSeen):
        actions.take(by=at("council"), person=looked_after(), reason="works nearby")
    made = coordinated("cora")
    council = at("council")
    assert reads.coordinator(council, made.person_id) is None
    with acting(council):
        assert not Coordinator.objects.exists()
        assert Coordinator.objects.filter(pk=made.pk).update(ended_because="not needed") == 0


def test_a_post_that_ends_leaves_a_gap_which_is_listed(published: None) -> None:
    """Found when somebody looks: nothing is written when the post ends."""
    coordinated("cyd")
    lead = at("cora")
    assert gaps.without_coordinator(lead).total == 0
    close_account(by=None, name="cyd")
    assert who() == "-"
    (gap,) = gaps.without_coordinator(lead).lines
    assert (gap.person.given, gap.left, gap.working) == ("Ann", "cyd", ("Riverside team", "Hillside team"))
    assert gap.severe
    made = actions.take(by=lead, person=person_of("Ann"), reason="she is on our round")
    assert (who(), gaps.without_coordinator(lead).total) == ("cora", 0)
    assert made.follows is not None
    assert made.follows.ended_because == "Their post ended"


def test_nobody_without_is_left_out_of_the_list(published: None) -> None:
    """Whoever is looked after or has a care team; not those only referred, nor whom the viewer cannot see."""
    lead, cases = at("cora"), {"Ann": "episode", "Ben": "care_team", "Cleo": "referral", "Abe": "episode"}
    for given, kind in cases.items():
        Involvement.objects.create(
            person_id=person_of(given),
            kind=kind,
            team="hillside-team",
            organisation="ZZ1",
            reason="asked for",
        )
    assert [gap.person.given for gap in gaps.without_coordinator(lead).lines] == ["Ann", "Ben"]
    assert gaps.is_without(lead, person_of("Ben"))
    assert not gaps.is_without(lead, person_of("Cleo"))
    assert [gap.person.given for gap in gaps.without_coordinator(at("cyd")).lines] == ["Abe", "Ann", "Ben"]
    assert Entry.objects.filter(deed="people.listed").count() == 2
    with pytest.raises(access.Refused, match="caseload"):
        gaps.without_coordinator(at("council"))


def test_the_list_goes_on_page_by_page(published: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gaps, "PAGE", 2)
    for given in ("Ann", "Ben", "Cleo", "Dan", "Ida"):
        looked_after(given)
    first = gaps.without_coordinator(at("cora"))
    second = gaps.without_coordinator(at("cora"), after=first.after)
    third = gaps.without_coordinator(at("cora"), after=second.after)
    pages = [[gap.person.given for gap in page.lines] for page in (first, second, third)]
    assert pages == [["Ann", "Ida"], ["Ben", "Cleo"], ["Dan"]]
    assert (first.total, third.after) == (5, None)


def end_past_the_action(made: Coordinator) -> None:
    Coordinator.objects.filter(pk=made.pk).update(ended=made.since, ended_because="past the action")
    connection.check_constraints()


def test_it_ends_only_where_nobody_needs_it(published: None) -> None:
    """The database refuses it too, when the change is complete."""
    made = coordinated("cora")
    with pytest.raises(NotPossible, match="Teams still work"):
        actions.end(by=at("cora"), person=made.person_id, reason="too much to do")
    with pytest.raises(IntegrityError, match="nobody would coordinate"), transaction.atomic():
        end_past_the_action(made)
    for part in Involvement.objects.filter(person=made.person_id, ended=None):
        involvements.end(by=at("cora"), involvement=part.pk, outcome="well again")
    actions.end(by=at("cora"), person=made.person_id, reason="well again")
    assert who() == "-"
    assert gaps.without_coordinator(at("cora")).total == 0


def test_an_offer_that_is_not_there_is_nobodys(published: None) -> None:
    with pytest.raises(access.NotSeen):
        actions.accept(by=at("cora"), offer=987654)
    with pytest.raises(access.NotSeen):
        actions.take(by=at("cora"), person=uuid4(), reason="nobody has this id")


@pytest.mark.django_db(transaction=True)
def test_two_take_it_on_at_the_same_moment(transactional_exampleshire: None) -> None:
    """One has it; the other is told."""
    person, cora, cyd = looked_after(), at("cora"), at("cyd")
    told: list[str] = []

    def take_meanwhile() -> None:
        try:
            actions.take(by=cyd, person=person, reason="was asked to")
        except Overtaken as overtaken:
            told.append(str(overtaken))
        finally:
            connection.close()

    other = Thread(target=take_meanwhile)
    with acting(cora):
        actions.take(by=cora, person=person, reason="was asked to")
        other.start()
        other.join(timeout=0.3)
    other.join()
    assert told == ["Somebody else took it on in this moment"]
    assert Coordinator.objects.get(ended=None).name == "cora"
