"""Each part of a plan is seen by whom a clause opens it to, on the page and in the database alike."""

import pytest
from django.db import ProgrammingError, transaction
from tests.care import planned
from tests.care.planned import FALL, ann, works_with_ann, wrote
from tests.care.referred import holding

from commonweal.care import access, moments
from commonweal.care.audit.models import Entry
from commonweal.care.break_glass import actions as openings
from commonweal.care.involvements import actions as involvements
from commonweal.care.involvements.rules import Receiver
from commonweal.care.objections import actions as objections
from commonweal.care.objections.rules import Choice, Wanted
from commonweal.care.people.models import Person
from commonweal.care.plans import actions, reads
from commonweal.care.plans.models import Plan, Proposal, SectionDraft, SectionVersion, SignOff
from commonweal.care.plans.rules import Writing

pytestmark = pytest.mark.requirement("T2", "R1")
ALL = {"plan_about_me", "plan_care", "plan_crisis", "plan_end_of_life"}
SEEN = {  # who → the parts of Ann's plan that they see
    "river": ALL,
    "hub": ALL,
    "ann": ALL,
    "kim": {"plan_about_me", "plan_care", "plan_crisis"},
    "council": {"plan_about_me"},
    "hill": set(),
}
WRITTEN = {
    "what-matters": {"text": "Tea"},
    "strengths": {"text": "Sings"},
    "contingency": FALL,
    "advance-care": {"text": "At home"},
}


@pytest.fixture(autouse=True)
def a_plan(published: None) -> None:
    """One section of each part, and a proposal for each."""
    planned.open_posts()
    works_with_ann("ZZ2")
    for section, item in WRITTEN.items():
        wrote("river", section, item)
        by = holding("ann")
        if section != "what-matters":
            actions.propose(by=by, person=ann().pk, section=section, writing=Writing([item, item], None))


def test_the_page_and_the_database_show_the_same_parts() -> None:
    for who in SEEN:
        _the_same_parts(who)


def _the_same_parts(who: str) -> None:
    viewer = holding(who)
    with access.acting(viewer, "direct_care"):
        rows = set(SectionVersion.objects.values_list("category", flat=True))
        proposed = set(Proposal.objects.values_list("category", flat=True))
        assert Plan.objects.exists() == bool(SEEN[who])
    assert rows == SEEN[who]
    assert proposed == SEEN[who] - {"plan_about_me"}
    if who == "hill":
        with pytest.raises(access.NotSeen):
            reads.plan(viewer, ann().pk)
        return
    opened = reads.plan(viewer, ann().pk)
    assert {one.section.category for one in opened.shown} == SEEN[who]
    assert {one.category for one, _ in opened.withheld} == ALL - SEEN[who]
    assert all(because for _, because in opened.withheld)


def test_an_objection_closes_a_part_at_once() -> None:
    wanted = Wanted(Choice("objection", "ZZ1", "plan_crisis"), "person", moments.today())
    objections.choose(by=holding("ann"), person=ann().pk, wanted=wanted)
    opened = reads.plan(holding("river"), ann().pk)
    assert {one.section.category for one in opened.shown} == ALL - {"plan_crisis"}
    assert not [
        one for one in reads.crisis(holding("river"), ann().pk).shown if one.section.id == "contingency"
    ]


def test_whoever_opens_the_record_in_an_emergency_reads_the_crisis_plan_and_writes_nothing() -> None:
    hill = holding("hill")
    openings.open_record(
        by=hill, nhs_number="9990000018", birth_date=ann().birth_date, reason="found on the floor"
    )
    found = {one.section.id: one for one in reads.crisis(hill, ann().pk).shown}
    assert found["contingency"].items[0]["do"] == FALL["do"]
    look = Entry.objects.filter(deed="plan.crisis_read").get()
    assert (look.about_id, look.clause) == (ann().pk, "sharing/care.yaml#emergency")
    with pytest.raises(access.Refused, match="looking alone"):
        wrote(hill, "what-matters", {"text": "Nothing"})


def test_a_draft_is_its_authors_alone_in_the_database_too() -> None:
    river = holding("river")
    actions.keep_draft(by=river, person=ann().pk, section="strengths", said={"text-0": "Half"}, seen=None)
    for who in SEEN:
        with access.acting(holding(who), "direct_care"):
            assert SectionDraft.objects.exists() == (who == "river")


@pytest.mark.parametrize(
    ("who", "row"),
    [
        (
            "council",
            SectionVersion(section="contingency", category="plan_crisis", content=[], whose="person"),
        ),
        (
            "kim",
            SectionVersion(section="advance-care", category="plan_end_of_life", content=[], whose="carer"),
        ),
        ("council", SignOff(agreed="person", how="x", review_by="2027-01-01", versions={})),
    ],
)
def test_the_database_lets_nobody_write_a_part_that_they_do_not_see(
    who: str, row: SectionVersion | SignOff
) -> None:
    viewer = holding(who)
    row.person, row.at, row.by_id, row.by_name, row.role = (
        ann(),
        moments.now(),
        viewer.user,
        viewer.name,
        viewer.role.id,
    )
    with access.acting(viewer, "direct_care"), pytest.raises(ProgrammingError), transaction.atomic():
        type(row).objects.bulk_create([row])


@pytest.mark.requirement("T9")
def test_somebody_without_number_or_practice_has_one_plan_that_all_who_help_share() -> None:
    nat = Person.objects.get(given="Nat")
    assert (nat.nhs_number, nat.practice) == (None, "")
    for receiver in (Receiver("ZZ1", "riverside-team"), Receiver("ZZ2")):
        involvements.begin(by=None, person=nat.pk, kind="episode", receiver=receiver, reason="Sleeps rough")
    writing = Writing([{"text": "My dog Bess comes with me"}], None, "person")
    actions.publish(by=holding("river"), person=nat.pk, section="what-matters", writing=writing)
    for who in ("river", "council"):
        shown = {one.section.id: one.items for one in reads.plan(holding(who), nat.pk).shown}
        assert shown["what-matters"][0]["text"] == "My dog Bess comes with me"
    assert Plan.objects.filter(person=nat).count() == 1
