"""What it means for those at work that two records are of one person, and that they are not after all."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import connection
from tests.care.referred import MONDAY, asked, holding, open_posts
from tests.care.twice import officer, person_of, row_about, second

from commonweal.care import access, moments
from commonweal.care.access import NotSeen, Refused
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import Post
from commonweal.care.audit import looks
from commonweal.care.audit.models import Entry
from commonweal.care.break_glass import actions as emergencies
from commonweal.care.identity import actions, reads
from commonweal.care.identity.models import Merge
from commonweal.care.identity.reads import Row
from commonweal.care.involvements.models import Involvement
from commonweal.care.objections.models import Objection, Restriction
from commonweal.care.people import reads as people
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import actions as referrals
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import About, Made

pytestmark = [pytest.mark.requirement("T9"), pytest.mark.usefixtures("published")]
NUMBER = "9990000093"


def merged(kept: UUID, gone: UUID, *, confirmed: bool = False) -> Merge:
    return actions.merge(by=None, kept=kept, gone=gone, because="The same woman", confirmed=confirmed)


def undone(kept: UUID, gone: UUID, *given: Row) -> actions.Undone:
    return actions.unmerge(by=None, kept=kept, gone=gone, because="They are two", given=given)


def found(words: str) -> list[UUID]:
    return [one.pk for one in people.search(holding("lead"), words).people]


def test_one_record_is_found_and_the_old_address_leads_to_it() -> None:
    kept, gone = person_of("Ann"), second()
    assert sorted(found("Ann Adair")) == sorted([kept, gone])
    merged(kept, gone)
    assert found("Ann Adair") == [kept]
    assert reads.led_on(holding("lead"), gone) == kept
    assert reads.led_on(holding("data"), gone) is None  # who sees nobody is led nowhere
    undone(kept, gone)
    assert sorted(found("Ann Adair")) == sorted([kept, gone])
    assert reads.led_on(holding("lead"), gone) is None


def test_whoever_has_a_number_gives_it_to_the_one_who_had_none_and_takes_it_back() -> None:
    kept = second()
    gone = person_of("Eve")
    merged(kept, gone, confirmed=True)
    now = Person.objects.get(pk=kept)
    assert (now.key, now.nhs_number) == ("9990000050", "9990000050")
    assert found("999 000 0050") == [kept]
    undone(kept, gone)
    again = {one.pk: (one.key, one.nhs_number) for one in Person.objects.filter(pk__in=[kept, gone])}
    assert again == {kept: ("second-Ann", None), gone: ("9990000050", "9990000050")}


def test_a_number_of_before_leads_to_the_one_person() -> None:
    """A letter that carries it, an emergency and a search all arrive at who they are now."""
    open_posts()
    kept, gone = person_of("Ann"), second(key=NUMBER, nhs_number=NUMBER)
    merged(kept, gone, confirmed=True)
    assert found("999 000 0093") == [kept]
    about = About(given="Ann", family="Adair", birth_date=date(1940, 5, 1), nhs_number=NUMBER)
    with moments.at(MONDAY):
        assert referrals.receive(holding("council"), asked(about)).referral.person_id == kept
    opened = emergencies.open_record(
        by=holding("nurse"), nhs_number=NUMBER, birth_date=date(1940, 5, 1), reason="Found on the floor"
    )
    assert opened.person_id == kept


def test_what_either_of_them_shut_stays_shut_and_nothing_opens() -> None:
    kept, gone = person_of("Ann"), second()
    for person in (kept, gone):
        Objection.objects.create(person_id=person, category="hospital")
    Objection.objects.create(person_id=gone, organisation="ZZ2")
    Restriction.objects.create(person_id=gone)
    merged(kept, gone)
    live = Objection.objects.filter(person=kept, ended=None).values_list("organisation", "category")
    assert sorted(live) == [("", "hospital"), ("ZZ2", "")]
    assert Restriction.objects.filter(person=kept, ended=None).exists()
    decision = access.decide(holding("lead"), "gp_record", Person.objects.get(pk=kept))
    assert (decision.allowed, decision.because) == (False, "this record is kept specially private")


def test_their_own_post_is_for_the_one_record() -> None:
    kept, gone = person_of("Ann"), second()
    mine = open_account(
        by=None, name="ann", password="x" * 20, role="person", area="exampleshire", person=gone
    )
    merged(kept, gone)
    assert Post.objects.get(pk=mine.pk).person_id == kept
    undone(kept, gone)
    assert Post.objects.get(pk=mine.pk).person_id == gone


def test_both_histories_of_who_looked_are_read_as_one() -> None:
    kept, gone = person_of("Ann"), second()
    for person in (kept, gone):
        people.person(holding("lead"), person)
    open_account(by=None, name="ann", password="x" * 20, role="person", area="exampleshire", person=gone)
    merged(kept, gone)
    seen = looks.of_own(holding("ann")).looks
    assert sorted(look.deed for look in seen if look.deed == "person.read") == ["person.read"] * 2
    assert {entry.about_id for entry in Entry.objects.filter(deed="person.merged")} == {kept, gone}


def test_a_step_by_somebody_else_lands_although_the_people_were_merged_meanwhile() -> None:
    """The page was opened before the merge; the step is taken after it."""
    open_posts()
    kept, gone = person_of("Ann"), second()
    with moments.at(MONDAY):
        reference = referrals.receive(None, asked(About(person=gone))).referral.reference
        merged(kept, gone)
        moved = referrals.move(holding("hub"), reference, Made(move="give", team="riverside-team", seen=1))
    assert (moved.person_id, moved.steps, moved.team) == (kept, 2, "riverside-team")
    teams = Involvement.objects.filter(person=kept, ended=None).values_list("team", flat=True)
    assert sorted(teams) == ["front-door", "riverside-team"]
    assert not Involvement.objects.filter(person=gone, ended=None).exists()


def test_what_is_begun_for_the_old_record_is_recorded_of_the_one_person() -> None:
    kept, gone = person_of("Ann"), second()
    merged(kept, gone)
    assert row_about(gone, "care_objection", "person_id").pk in Objection.objects.filter(
        person=kept
    ).values_list("pk", flat=True)


def test_what_came_since_stays_unless_somebody_says_whose_it_is() -> None:
    kept, gone = person_of("Ann"), second()
    merged(kept, gone)
    mine = row_about(kept, "care_objection", "person_id", category="hospital")
    theirs = row_about(kept, "care_objection", "person_id", category="community")
    [first, other] = reads.since(Merge.objects.get())
    assert [row.row for row in (first, other)] == [{"id": mine.pk}, {"id": theirs.pk}]
    assert undone(kept, gone, other).since == (first,)
    assert dict(Objection.objects.values_list("category", "person")) == {"hospital": kept, "community": gone}


def test_a_referral_of_since_goes_with_the_sight_it_gives_to_whom_it_is() -> None:
    open_posts()
    kept, gone = person_of("Ann"), second()
    merged(kept, gone)
    with moments.at(MONDAY):
        reference = referrals.receive(None, asked(About(person=kept))).referral.reference
    undone(kept, gone, *(row for row in reads.since(Merge.objects.get()) if row.table == "care_referral"))
    assert Referral.objects.get(reference=reference).person_id == gone
    sight = Involvement.objects.filter(team="front-door", ended=None).values_list("person", flat=True)
    assert list(sight) == [gone]


def test_a_row_of_since_is_not_given_to_whoever_has_one_already() -> None:
    """What the merge ended of theirs is live again, so that a newer one of the same kind has no place."""
    kept, gone = person_of("Ann"), second()
    for person in (kept, gone):
        row_about(person, "care_restriction", "person_id")
    merged(kept, gone)
    Restriction.objects.filter(ended=None).update(ended=MONDAY)
    row_about(kept, "care_restriction", "person_id")
    [since] = reads.since(Merge.objects.get())
    with pytest.raises(NotPossible, match="only one may be"):
        undone(kept, gone, since)
    assert undone(kept, gone).since == (since,)


def test_sight_that_somebody_gave_by_hand_outlasts_the_referral_of_the_other_record() -> None:
    open_posts()
    kept, gone = person_of("Ann"), second()
    with moments.at(MONDAY):
        reference = referrals.receive(None, asked(About(person=kept))).referral.reference
    row_about(gone, "care_involvement", "person_id", kind="referral", team="front-door")
    merged(kept, gone)
    with moments.at(MONDAY):
        referrals.move(holding("hub"), reference, Made(move="give", team="riverside-team", seen=1))
        Referral.objects.filter(reference=reference).update(ended=MONDAY)
    sight = Involvement.objects.filter(person=kept, ended=None).values_list("team", flat=True)
    assert list(sight) == ["front-door"]
    undone(kept, gone)
    live = Involvement.objects.filter(ended=None).values_list("person", "team")
    assert list(live) == [(gone, "front-door")]


def test_what_somebody_ended_since_stays_ended() -> None:
    kept, gone = person_of("Ann"), second()
    part = row_about(gone, "care_involvement", "person_id")
    merged(kept, gone)
    Involvement.objects.filter(pk=part.pk).update(ended=MONDAY, outcome="Well again")
    undone(kept, gone)
    again = Involvement.objects.get(pk=part.pk)
    assert (again.person_id, again.ended, again.outcome) == (gone, MONDAY, "Well again")


def test_three_records_are_one_and_come_apart_in_the_order_they_came_together() -> None:
    one, two, three = person_of("Ann"), second(), second(key="third")
    merged(two, three)
    merged(one, two)
    assert reads.led_on(holding("lead"), three) == one
    with pytest.raises(NotPossible, match=r"is part of .* itself; undo that first"):
        undone(two, three)
    undone(one, two)
    undone(two, three)
    assert sorted(found("Ann Adair")) == sorted([one, two, three])


def test_the_merge_made_last_is_undone_first() -> None:
    one, two, three = person_of("Ann"), second(), second(key="third")
    merged(one, two)
    merged(one, three)
    with pytest.raises(NotPossible, match=r"became part of .* since; undo that first"):
        undone(one, two)


@pytest.mark.parametrize("which", ["itself", "merged before", "into the merged", "round"])
def test_what_cannot_be_merged(which: str) -> None:
    one, two, three = person_of("Ann"), second(), second(key="third")
    merged(one, two)
    pairs = {
        "itself": (one, one),
        "merged before": (three, two),
        "into the merged": (two, three),
        "round": (two, one),
    }
    with pytest.raises(NotPossible, match=r"already|one and the same"):
        merged(*pairs[which])
    assert Merge.objects.count() == 1


def test_nothing_to_undo() -> None:
    one, two = person_of("Ann"), second()
    with pytest.raises(NotPossible, match="nothing to undo"):
        undone(one, two)
    merged(one, two)
    with pytest.raises(NotPossible, match="nothing to undo"):
        undone(two, one)
    undone(one, two)
    with pytest.raises(NotPossible, match="nothing to undo"):
        undone(one, two)


@pytest.mark.parametrize(
    ("otherwise", "against"),
    [
        ({"death_date": date(2025, 1, 1)}, "one of them has died and the other has not"),
        ({"key": NUMBER, "nhs_number": NUMBER}, "they have two different NHS numbers"),
        ({"given": "Grete"}, "of two different people, by the rules"),
    ],
)
def test_what_speaks_against_it_has_to_be_confirmed(otherwise: dict[str, object], against: str) -> None:
    kept, gone = person_of("Ann"), second(**otherwise)
    with pytest.raises(NotPossible, match=against):
        merged(kept, gone)
    merged(kept, gone, confirmed=True)


def test_two_who_sign_in_to_their_own_records_are_asked_about() -> None:
    kept, gone = person_of("Ann"), second()
    for name, person in (("ann", kept), ("anne", gone)):
        open_account(by=None, name=name, password="x" * 20, role="person", area="exampleshire", person=person)
    with pytest.raises(NotPossible, match="would see the other’s"):
        merged(kept, gone)


def test_only_those_who_settle_identities_and_see_both_merge() -> None:
    kept, gone, away = person_of("Ann"), second(), second(key="elsewhere", practice="Z99003")
    with pytest.raises(Refused):
        actions.merge(by=holding("lead"), kept=kept, gone=gone, because="The same")
    abbey = officer("abbey-officer", "Z99001")
    with pytest.raises(NotSeen):
        actions.merge(by=abbey, kept=kept, gone=away, because="The same")
    with pytest.raises(NotSeen):
        actions.merge(by=abbey, kept=kept, gone=uuid4(), because="The same")
    made = actions.merge(by=abbey, kept=kept, gone=gone, because="The same woman")
    assert (made.by_id, made.by_name, made.because) == (abbey.user, abbey.name, "The same woman")
    actions.unmerge(by=abbey, kept=kept, gone=gone, because="They are two")


def test_the_database_itself_refuses_whoever_does_not_see_both() -> None:
    kept, away = person_of("Ann"), second(practice="Z99003")
    with access.acting(officer("abbey-officer", "Z99001")), connection.cursor() as cursor:
        cursor.execute("SELECT care_merge_people(%s, %s, 'mine', 'me')", [kept, away])
        assert cursor.fetchone() == (None,)
