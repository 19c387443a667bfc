"""Who lives in a care home, as the record and the home say; who settles it; and who sees whom by it."""

from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.care.control import person_of
from tests.care.homely import FERRY, MONDAY, WEIR, came, holder, live_in

from commonweal.care import access, moments
from commonweal.care.access import Viewer, acting
from commonweal.care.audit.models import Entry
from commonweal.care.homes import actions, residents
from commonweal.care.homes.actions import Coming, Named
from commonweal.care.homes.models import ProposedResident, Stay
from commonweal.care.homes.rules import Overtaken
from commonweal.care.involvements.models import Involvement
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible

pytestmark = pytest.mark.requirement("T7")
MAY, JUNE = date(2026, 5, 4), date(2026, 6, 1)
ANN = Named("999 000 0018", date(1940, 5, 1), "Ann Adair")


def names(viewer: str, ods: str = WEIR) -> list[str]:
    return sorted(one.person.given for one in residents.of_home(holder(viewer), ods).residents)


def differs(viewer: str, ods: str = WEIR) -> list[str]:
    return [one.kind for one in residents.of_home(holder(viewer), ods).differences]


def sees(viewer: Viewer, given: str) -> bool:
    """By the decision, by the filter and by the database, which must be the same."""
    person = Person.objects.get(given=given)
    decided = access.decide(viewer, "demographics", person).allowed
    listed = Person.objects.filter(access.visible(viewer, "demographics"), pk=person.pk).exists()
    with acting(viewer, "direct_care"):
        assert Person.objects.filter(pk=person.pk).exists() == decided == listed
    return decided


def test_residents_are_those_whom_the_record_has_there(published: None) -> None:
    """The home is asked since when; it sees nobody else, and another home sees none of them."""
    live_in(WEIR, "Ann", "Ben")
    live_in(FERRY, "Finn")
    assert (names("weir"), names("ferry", FERRY)) == (["Ann", "Ben"], ["Finn"])
    assert differs("weir") == ["no_start", "no_start"]
    came("Ann", MAY)
    assert differs("weir") == ["no_start"]
    with pytest.raises(access.NotSeen):
        residents.of_home(holder("weir"), FERRY)
    with pytest.raises(access.NotSeen):
        residents.one(holder("ferry"), FERRY, person_of("Ann"))
    with pytest.raises(access.NotSeen):
        came("Finn", MAY)
    assert Entry.objects.filter(deed="home.read", detail__home=WEIR).exists()
    assert Entry.objects.filter(deed="home.refused").count() == 2


def test_the_database_shows_another_homes_manager_nothing(published: None) -> None:
    """Neither stays nor what was proposed; nor can they write for people who do not live with them."""
    live_in(WEIR, "Ben")
    came("Ben", MAY)
    actions.propose(holder("weir"), ANN, Coming(MAY))
    ferry, ben = holder("ferry"), person_of("Ben")
    with acting(ferry, "direct_care"):
        assert not Stay.objects.exists()
        assert not ProposedResident.objects.exists()
        stay = Stay(person_id=ben, home=FERRY, started=JUNE, recorded=MONDAY, by_id=ferry.user)
        with pytest.raises(DatabaseError), transaction.atomic():
            Stay.objects.bulk_create([stay])
    live_in(FERRY, "Ben")
    with acting(ferry, "direct_care"):
        assert not Stay.objects.exists(), "a stay in another home is not theirs to see"
    assert Stay.objects.get().home == WEIR


def test_whom_a_home_proposes_it_sees_once_that_is_settled(published: None) -> None:
    """By those who see the person: nothing of the record is told to the home before."""
    weir, ann = holder("weir"), person_of("Ann")
    proposed = actions.propose(weir, ANN, Coming(MAY, "12"))
    assert (names("weir"), differs("weir"), differs("abbey-lead")) == ([], ["proposed"], ["proposed"])
    with pytest.raises(access.NotSeen):
        residents.one(weir, WEIR, ann)
    with pytest.raises(access.Refused, match="not by the home itself"):
        actions.settle(weir, proposed.pk, lives_there=True, because="")

    actions.settle(holder("abbey-lead"), proposed.pk, lives_there=True, because="")
    assert names("weir") == ["Ann"]
    assert residents.one(weir, WEIR, ann).stay == Stay.objects.get()
    assert (Stay.objects.get().room, Stay.objects.get().started) == ("12", MAY)
    assert differs("weir") == ["not_recorded"]
    with pytest.raises(Overtaken, match="settled before by abbey-lead: lives there"):
        actions.settle(holder("abbey-lead"), proposed.pk, lives_there=False, because="no")

    actions.end_stay(weir, Stay.objects.get().pk, "home", JUNE)
    assert (names("weir"), differs("weir")) == ([], [])
    assert not Involvement.objects.filter(ended=None).exists()
    with pytest.raises(access.NotSeen):
        residents.one(weir, WEIR, ann)


def test_what_a_home_is_told_is_the_same_whether_there_is_such_a_person(published: None) -> None:
    """Nobody learns by proposing; whoever settles it sees only what they may."""
    known = actions.propose(holder("weir"), ANN, Coming(MAY))
    unknown = actions.propose(holder("weir"), Named("9990000093", ANN.birth_date, "Nobody"), Coming(MAY))
    finn = actions.propose(holder("weir"), Named("9990000069", date(1932, 5, 1), "Finn Fox"), Coming(MAY))
    assert differs("weir") == ["proposed"] * 3
    assert (known.person_id, unknown.person_id) == (person_of("Ann"), None)
    with pytest.raises(NotPossible, match="Nobody whom you may see"):
        actions.settle(holder("abbey-lead"), unknown.pk, lives_there=True, because="")
    with pytest.raises(access.NotSeen):
        actions.settle(holder("abbey-lead"), finn.pk, lives_there=True, because="")
    with pytest.raises(access.NotSeen):
        actions.settle(holder("castle-lead"), known.pk, lives_there=True, because="")
    actions.settle(holder("abbey-lead"), unknown.pk, lives_there=False, because="no such number")
    actions.withdraw(holder("weir"), finn.pk)
    assert [one.settled for one in ProposedResident.objects.order_by("pk")] == ["", "not", "withdrawn"]
    with pytest.raises(NotPossible, match="You have said so already"):
        actions.propose(holder("weir"), ANN, Coming(MAY))


def test_nobody_lives_in_two_homes(published: None) -> None:
    """On any day: not where the record and a home differ, nor in a time that is over."""
    live_in(WEIR, "Ann")
    stay = came("Ann", MAY)
    live_in(FERRY, "Ann")
    with pytest.raises(NotPossible, match="ask the practice to settle it"):
        came("Ann", JUNE, FERRY, "ferry")
    actions.end_stay(holder("door"), stay.pk, "elsewhere", JUNE)
    with pytest.raises(NotPossible, match="lived somewhere else"):
        came("Ann", MAY, FERRY, "ferry")
    came("Ann", JUNE, FERRY, "ferry")
    assert (names("weir"), names("ferry", FERRY)) == ([], ["Ann"])
    with pytest.raises(DatabaseError), transaction.atomic():
        Stay.objects.create(person_id=person_of("Ann"), home=WEIR, started=MAY, recorded=MONDAY)


def test_somebody_leaves_comes_back_and_dies(published: None) -> None:
    """Every stay remains; one who was never there lived nowhere."""
    live_in(WEIR, "Ann", "Ben")
    weir = holder("weir")
    with moments.at(MONDAY):
        first = came("Ann", MAY)
        actions.end_stay(weir, first.pk, "hospital", JUNE)
        assert (names("weir"), [one.outcome for one in residents.of_home(weir, WEIR).left]) == (
            ["Ben"],
            ["hospital"],
        )
        with pytest.raises(Overtaken, match="weir ended it already"):
            actions.end_stay(weir, first.pk, "home", JUNE)
        again = came("Ann", date(2026, 6, 9))
        assert (again.again, names("weir")) == (True, ["Ann", "Ben"])
        with pytest.raises(NotPossible, match="has not come yet"):
            actions.end_stay(weir, again.pk, "home", date(2027, 1, 1))
        Person.objects.filter(given="Ann").update(death_date=date(2026, 7, 1))
        assert (names("weir"), differs("weir")) == (["Ben"], ["no_start", "died"])
        actions.end_stay(weir, again.pk, "died", date(2026, 7, 1))
        ben = came("Ben", MAY)
        assert sees(weir, "Ben")
        actions.end_stay(weir, ben.pk, "never", None)
        assert (names("weir"), differs("weir"), differs("abbey-lead")) == ([], [], ["left"])
        assert not sees(weir, "Ben"), "whatever the record still says"
        with pytest.raises(access.NotSeen):
            came("Ben", MAY)
    assert Stay.objects.count() == 3
    with acting(weir, "direct_care"):
        assert not Stay.objects.exists(), "they are no more the home's to see"
    with acting(holder("abbey-lead"), "direct_care"), pytest.raises(DatabaseError), transaction.atomic():
        Stay.objects.filter(pk=first.pk).update(ended=None, outcome="")


DAYS = st.integers(0, 30).map(lambda number: MAY + timedelta(days=number))
MOVES = st.tuples(st.sampled_from([WEIR, FERRY]), DAYS, st.one_of(st.none(), DAYS))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(MOVES, min_size=2, max_size=6))
def test_no_two_stays_share_a_day(published: None, moves: list[tuple[str, date, date | None]]) -> None:
    """Whatever two homes try to write of one person; on the day of leaving one they may come to another."""
    door, ann = holder("door"), person_of("Ann")
    with transaction.atomic(), moments.at(MONDAY):
        for ods, started, ended in moves:
            with suppress(NotPossible, Overtaken):
                stay = actions.begin_stay(door, ods, ann, Coming(started))
                if ended is not None:
                    actions.end_stay(door, stay.pk, "elsewhere", ended)
        held = [(one.started, one.ended or date.max) for one in Stay.objects.order_by("started", "ended")]
        transaction.set_rollback(True)
    assert held
    assert all(first[1] <= second[0] for first, second in pairwise(held))
