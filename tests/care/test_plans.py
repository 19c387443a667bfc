"""One plan for each person: who writes, who proposes, what stays, and what is signed."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection
from django.utils import timezone
from tests.care import planned
from tests.care.planned import FALL, ann, newest, said, works_with_ann, wrote
from tests.care.referred import holding

from commonweal.care.access import NotSeen, Refused
from commonweal.care.audit.models import Entry
from commonweal.care.plans import actions, reads
from commonweal.care.plans.models import Plan, Proposal, SectionVersion
from commonweal.care.plans.rules import Overtaken, Signing, Writing
from commonweal.care.possible import NotPossible

pytestmark = pytest.mark.requirement("T2")
TEA = {"text": "A cup of tea before anything else"}
SOON = timezone.localdate() + timedelta(days=90)


@pytest.fixture(autouse=True)
def at_work(published: None) -> None:
    planned.open_posts()


def shown(who: str) -> dict[str, list[dict[str, str]]]:
    """Section → items without their keys, of those that say something to this viewer."""
    found = reads.plan(holding(who), ann().pk)
    return {
        one.section.id: [{name: said for name, said in item.items() if name != "key"} for item in one.items]
        for one in found.shown
        if one.items
    }


def propose(who: str, section: str, *items: dict[str, str]) -> Proposal:
    version = newest(section)
    writing = Writing(items, version.pk if version else None)
    return actions.propose(by=holding(who), person=ann().pk, section=section, writing=writing)


def test_what_is_published_holds_and_what_stood_before_stays() -> None:
    first = wrote("river", "what-matters", TEA, whose="person", why="She told me")
    second = wrote("hub", "what-matters", {"text": "A cup of tea, no sugar"})
    assert shown("river") == {"what-matters": [{"text": "A cup of tea, no sugar"}]}
    kept = reads.history(holding("river"), ann().pk, "what-matters")
    assert [one.pk for one in kept.versions] == [second.pk, first.pk]
    assert (kept.before, kept.after) == (first, second)
    assert (first.whose, first.why, first.by_name, first.role, first.organisation) == (
        "person",
        "She told me",
        "river",
        "nurse",
        "ZZ1",
    )


@pytest.mark.parametrize(
    "statement", ["UPDATE care_sectionversion SET why = ''", "DELETE FROM care_sectionversion"]
)
def test_the_database_lets_no_version_be_changed_or_taken_away(statement: str) -> None:
    wrote("river", "what-matters", TEA)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE commonweal_app")
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(statement)


def test_of_two_who_write_at_once_the_second_is_told_and_loses_nothing() -> None:
    """The first one's version stands; what the second typed is kept as a draft until they say what holds."""
    by = holding("hub")
    actions.keep_draft(by=by, person=ann().pk, section="strengths", said={"text-0": "Sings"}, seen=None)
    wrote("river", "strengths", {"text": "Walks"})
    with pytest.raises(Overtaken):
        wrote("hub", "strengths", {"text": "Sings"}, seen=None)
    assert said("strengths") == [{"text": "Walks"}]
    opened = reads.section(by, ann().pk, "strengths")
    assert opened.draft
    assert opened.draft.said == {"text-0": "Sings"}
    assert opened.draft.seen is None


def test_the_same_sent_twice_is_published_once() -> None:
    first = wrote("river", "what-matters", TEA, seen=None)
    assert wrote("river", "what-matters", TEA, seen=None) == first
    assert SectionVersion.objects.count() == 1


def test_an_earlier_version_is_restored_as_a_new_one() -> None:
    first = wrote("river", "what-matters", TEA, whose="person")
    second = wrote("hub", "what-matters", {"text": "Nothing"})
    again = actions.restore(
        by=holding("hub"), person=ann().pk, section="what-matters", version=first.pk, seen=second.pk
    )
    assert (again.content, again.whose, again.restores) == (first.content, "person", first)
    assert SectionVersion.objects.count() == 3


def test_a_person_writes_about_herself_and_proposes_the_rest() -> None:
    wrote("ann", "what-matters", TEA)
    assert newest("what-matters").whose == "person"  # type: ignore[union-attr]
    with pytest.raises(Refused, match="propose"):
        wrote("ann", "contingency", FALL)
    propose("ann", "contingency", FALL)
    assert shown("ann") == {"what-matters": [TEA]}


@pytest.mark.requirement("R2")
def test_a_carer_reads_what_the_clause_opens_and_proposes() -> None:
    wrote("river", "advance-care", {"text": "At home, if at all possible"})
    wrote("river", "what-matters", TEA)
    assert shown("kim") == {"what-matters": [TEA]}
    with pytest.raises(Refused, match="propose"):
        wrote("kim", "what-matters", {"text": "Coffee"})
    with pytest.raises(Refused):
        propose("kim", "advance-care", {"text": "In hospital"})
    assert propose("kim", "what-matters", {"text": "Coffee"}).whose == "carer"


@pytest.mark.parametrize(
    ("accepted", "outcome", "whose"),
    [({"text": "Coffee"}, "accepted", "carer"), ({"text": "Coffee, weak"}, "changed", "professional")],
)
def test_a_proposal_is_accepted_as_it_is_or_with_a_change(
    accepted: dict[str, str], outcome: str, whose: str
) -> None:
    found = propose("kim", "what-matters", {"text": "Coffee"})
    actions.accept(
        by=holding("river"),
        person=ann().pk,
        proposal=found.pk,
        writing=Writing([accepted], None),
        answer="Yes",
    )
    (told,) = reads.proposals(holding("kim"), ann().pk).proposals
    assert (told[0].outcome, told[0].answer, told[0].answered_name) == (outcome, "Yes", "river")
    version = newest("what-matters")
    assert version
    assert (said("what-matters"), version.whose, version.why) == ([accepted], whose, "Proposed by kim")
    with pytest.raises(Overtaken, match="river has answered"):
        actions.decline(by=holding("hub"), person=ann().pk, proposal=found.pk, answer="Not now")


def test_a_proposal_is_declined_with_words() -> None:
    found = propose("ann", "contingency", FALL)
    with pytest.raises(NotPossible, match="Say why"):
        actions.decline(by=holding("river"), person=ann().pk, proposal=found.pk, answer="")
    actions.decline(by=holding("river"), person=ann().pk, proposal=found.pk, answer="Let us talk first")
    (told,) = reads.proposals(holding("ann"), ann().pk).proposals
    assert (told[0].outcome, told[0].answer) == ("declined", "Let us talk first")
    assert said("contingency") == []


def test_who_proposed_does_not_answer_and_whoever_only_reads_proposes() -> None:
    works_with_ann("ZZ2")
    with pytest.raises(Refused, match="propose"):
        wrote("council", "what-matters", TEA)
    found = propose("council", "what-matters", TEA)
    with pytest.raises(Refused):
        actions.accept(
            by=holding("council"), person=ann().pk, proposal=found.pk, writing=Writing([TEA], None)
        )


def test_a_sign_off_says_how_it_was_agreed_and_what_has_changed_since() -> None:
    version = wrote("river", "what-matters", TEA)
    signing = Signing("person", "She read it aloud", SOON, versions={"what-matters": version.pk})
    actions.sign(by=holding("river"), person=ann().pk, signing=signing)
    opened = reads.plan(holding("hub"), ann().pk)
    assert (opened.signed.agreed, opened.signed.how) == ("person", "She read it aloud")  # type: ignore[union-attr]
    assert opened.changed_since == ()
    wrote("hub", "strengths", {"text": "Sings"})
    assert [one.id for one in reads.plan(holding("hub"), ann().pk).changed_since] == ["strengths"]
    with pytest.raises(Overtaken, match="changed since"):
        actions.sign(by=holding("river"), person=ann().pk, signing=signing)


def test_a_review_that_has_passed_is_overdue_when_it_is_read() -> None:
    version = wrote("river", "what-matters", TEA, review_by=timezone.localdate())
    assert reads.to_review(holding("river")) == []
    SectionVersion.objects.filter(pk=version.pk).update(review_by=timezone.localdate() - timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT care_plan_reviewed(%s, now())", [ann().pk])
    assert [one.person for one in reads.to_review(holding("river"))] == [ann()]
    assert reads.to_review(holding("hill")) == []
    assert reads.plan(holding("river"), ann().pk).shown[0].overdue


def test_a_person_has_one_plan() -> None:
    wrote("river", "what-matters", TEA)
    wrote("hub", "strengths", {"text": "Sings"})
    assert Plan.objects.get().person == ann()


def test_every_look_and_every_refusal_is_recorded_with_its_clause() -> None:
    wrote("river", "what-matters", TEA)
    reads.plan(holding("river"), ann().pk)
    look = Entry.objects.filter(deed="plan.read").get()
    assert (look.about_id, look.clause, look.purpose) == (ann().pk, "sharing/care.yaml#teams", "direct_care")
    with pytest.raises(NotSeen):
        reads.plan(holding("hill"), ann().pk)
    assert Entry.objects.filter(deed="plan.refused").exists()
