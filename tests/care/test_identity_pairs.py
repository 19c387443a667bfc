"""Pairs of records that somebody decides on, and what a source learns of somebody later."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from tests.care.referred import MONDAY, asked, holding, open_posts
from tests.care.twice import officer, person_of, second

from commonweal.care import moments
from commonweal.care.audit.models import Entry
from commonweal.care.identity import actions, finding, reads
from commonweal.care.identity.models import Pair
from commonweal.care.people import reads as people
from commonweal.care.people.models import Person
from commonweal.care.referrals import actions as referrals
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import About

pytestmark = [pytest.mark.requirement("T9"), pytest.mark.usefixtures("published")]
NUMBER = "9990000093"


def pairs() -> list[Pair]:
    return list(Pair.objects.order_by("pk"))


def asked_about(one: UUID, other: UUID) -> None:
    """As a refresh does that finds them alike."""
    mine, theirs = (Person.objects.get(pk=id) for id in (one, other))
    finding.ask(finding.identity(mine), finding.identity(theirs))


def test_two_people_are_not_asked_about_again_until_something_changes() -> None:
    one, two = person_of("Ann"), second()
    asked_about(one, two)
    [pair] = pairs()
    by = officer()
    actions.decide(by=by, pair=pair.pk, decision="different", note="Mother and daughter")
    asked_about(one, two)
    assert [pair.decision for pair in pairs()] == ["different"]
    assert reads.queue(by).pairs == ()
    Person.objects.filter(pk=two).update(postcode="EX9 9ZZ")
    asked_about(one, two)
    assert [pair.decision for pair in pairs()] == [""]
    assert reads.queue(by).pairs == tuple(pairs())
    assert {entry.about_id for entry in Entry.objects.filter(deed="pair.decided")} == {one, two}


def test_not_sure_yet_comes_last_with_what_was_said() -> None:
    one, two, three = person_of("Ann"), second(), second(key="third")
    asked_about(one, two)
    asked_about(one, three)
    first = pairs()[0]
    by = officer()
    actions.decide(by=by, pair=first.pk, decision="later", note="Asked the practice")
    assert [pair.note for pair in reads.queue(by).pairs] == ["", "Asked the practice"]


def test_who_else_can_decide_is_said_where_one_record_is_out_of_sight() -> None:
    one, away = person_of("Ann"), second(practice="Z99003")
    asked_about(one, away)
    queue = reads.queue(officer("abbey-officer", "Z99001"))
    assert (queue.pairs, [(other.practice, other.pairs) for other in queue.elsewhere]) == (
        (),
        [("Z99003", 1)],
    )
    assert len(reads.queue(officer()).pairs) == 1


def test_a_source_that_learns_a_number_makes_no_second_person() -> None:
    ida = person_of("Ida")
    said = {"source_id": "ida", "nhs_number": NUMBER, "family": "Adair", "given": "Ida", "sex": "female"}
    assert finding.take_numbers([{**said, "birth_date": date(1946, 5, 1)}]) == 1
    now = Person.objects.get(pk=ida)
    assert (now.key, now.nhs_number, pairs()) == (NUMBER, NUMBER, [])


def test_a_number_somebody_has_already_is_for_somebody_to_decide_on() -> None:
    ida, ann = person_of("Ida"), person_of("Ann")
    said = {
        "source_id": "ida",
        "nhs_number": "9990000018",
        "family": "Adair",
        "given": "Ida",
        "sex": "female",
    }
    assert finding.take_numbers([{**said, "birth_date": date(1946, 5, 1)}]) == 0
    [pair] = pairs()
    assert ({pair.first_id, pair.second_id}, pair.verdict) == ({ida, ann}, "possible")
    assert Person.objects.get(pk=ida).nhs_number is None


def test_an_id_that_is_used_again_for_somebody_else_takes_no_number_over() -> None:
    ida = person_of("Ida")
    said = {"source_id": "ida", "nhs_number": NUMBER, "family": "Moss", "given": "Max", "sex": "male"}
    assert finding.take_numbers([{**said, "birth_date": date(2001, 2, 3)}]) == 0
    assert Person.objects.get(pk=ida).nhs_number is None


def test_whom_an_unverified_referral_may_be_about() -> None:
    open_posts()
    about = About(given="Ann", family="Adair", birth_date=date(1940, 1, 5), sex="female")
    with moments.at(MONDAY):
        reference = referrals.receive(holding("council"), asked(about)).referral.reference
    referral = Referral.objects.get(reference=reference)
    offered = reads.candidates(holding("river"), referral)
    assert [(one.person.given, one.verdict.kind, one.verdict.score) for one in offered] == [
        ("Ann", "possible", 48)
    ]


def test_somebody_without_number_and_address_is_a_full_member() -> None:
    """Found, referred, looked after and given a number later, as anybody is."""
    open_posts()
    nat = person_of("Nat")
    with moments.at(MONDAY):
        received = referrals.receive(None, asked(About(person=nat)))
    assert (received.referral.identity, received.referral.person_id) == ("known", nat)
    seen = people.search(holding("lead"), "Nat Nemo").people
    assert seen == ()  # registered nowhere: seen by those who look after them
    assert [one.pk for one in people.search(holding("hub"), "Nat Nemo").people] == [nat]
