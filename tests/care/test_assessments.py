"""Recording an assessment: what is kept, what is refused, who sees it, and that nothing of it changes."""

from datetime import timedelta
from pathlib import Path
from typing import get_args
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from tests.care.assessed import NEWS2, ONS4, PHQ9, begin_work
from tests.care.referred import holding, open_posts

from commonweal.blueprint import Category
from commonweal.blueprint.instruments import Kept
from commonweal.care import access, moments
from commonweal.care.access import NotSeen, Refused, acting
from commonweal.care.assessments import actions, reads, wordings
from commonweal.care.assessments.actions import Beside
from commonweal.care.assessments.models import CATEGORIES, Assessment, InstrumentVersion, StruckOut
from commonweal.care.assessments.rules import CannotBeScored
from commonweal.care.audit.models import Entry
from commonweal.care.extents import blueprint
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible

pytestmark = pytest.mark.requirement("T1", "T5", "T6")


@pytest.fixture
def ann(published):
    open_posts()
    return Person.objects.get(given="Ann")


@pytest.mark.parametrize(
    ("instrument", "answers", "total", "band", "category", "hours"),
    [
        ("news2", NEWS2, 0, "low", "assessments", 12),
        ("news", NEWS2 | {"respiration_rate": 25}, 3, "low-medium", "assessments", 1),
        (
            "news2",
            NEWS2 | {"respiration_rate": 25, "consciousness": "c", "pulse": 131},
            9,
            "high",
            "assessments",
            1,
        ),
        ("phq-9", PHQ9 | {"q1": "3", "q2": "2"}, 5, "mild", "mental_health", 14 * 24),
        ("ons4", ONS4, None, "", "community", None),
    ],
)
def test_what_is_recorded(ann, instrument, answers, total, band, category, hours):
    hub, now = holding("hub"), moments.now()
    made = actions.record(hub, ann.pk, instrument, answers, happened=now, beside=Beside(note=" At home "))
    kept = Assessment.objects.get(pk=made.pk)
    assert (kept.total, kept.band, kept.category) == (total, band, category)
    assert (kept.by_name, kept.role, kept.organisation, kept.team) == (
        hub.name,
        "team-lead",
        "ZZ1",
        "front-door",
    )
    assert (kept.happened, kept.note) == (now, "At home")
    if hours:
        assert kept.again == now + timedelta(hours=hours)


def test_age_is_answered_by_the_record_whatever_is_typed(ann):
    made = actions.record(holding("hub"), ann.pk, "news2", NEWS2 | {"age": 4})
    assert made.answers["age"] > 80


def test_a_result_keeps_the_wording_it_was_made_with(ann, monkeypatch):
    made = actions.record(holding("hub"), ann.pk, "phq9", PHQ9)
    now = wordings.today("phq-9")
    other = now.model_copy(update={"title": "Another form"})
    monkeypatch.setattr("commonweal.care.assessments.wordings.declared", lambda id: other)
    assert reads.one(holding("hub"), made.pk).instrument == now
    assert InstrumentVersion.objects.count() == 1


def test_every_instrument_that_comes_with_us_is_kept_and_read_back_whole(db, settings):
    for place in ("exeter", "derbyshire"):
        settings.BLUEPRINT = str(Path(__file__).parents[2] / "blueprints" / place)
        for instrument in blueprint().instruments:
            wordings.KNOWN.clear()
            assert wordings.worded(wordings.adopt(instrument)) == instrument


@pytest.mark.parametrize(
    ("answers", "reasons"),
    [
        ({}, 8),
        (NEWS2 | {"pulse": None}, 1),
        (NEWS2 | {"pulse": ""}, 1),
        (NEWS2 | {"pulse": -1, "spo2": 101}, 2),
        (NEWS2 | {"unknown": 1}, 1),
        (NEWS2 | {"pregnant": "yes"}, 1),
    ],
)
def test_what_has_no_score_is_refused_with_every_reason_and_leaves_nothing(ann, answers, reasons):
    with pytest.raises(CannotBeScored) as refused:
        actions.record(holding("hub"), ann.pk, "news2", answers)
    assert len(refused.value.reasons) == reasons
    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    ("instrument", "ahead", "wrong"),
    [
        ("tea", 0, "no instrument ‘tea’"),
        ("news2", 1, "in the future"),
        ("news2", -24 * 365 * 12, "no version"),
    ],
)
def test_neither_an_unknown_instrument_nor_another_time(ann, instrument, ahead, wrong):
    happened = moments.now() + timedelta(hours=ahead)
    with pytest.raises(NotPossible, match=wrong):
        actions.record(holding("hub"), ann.pk, instrument, NEWS2, happened=happened)


def test_a_form_sent_twice_is_one_assessment_and_is_nobody_elses(ann):
    beside = Beside(id=uuid4())
    first = actions.record(holding("hub"), ann.pk, "news2", NEWS2, beside=beside)
    assert actions.record(holding("hub"), ann.pk, "news2", NEWS2, beside=beside) == first
    begin_work(ann, "riverside-team")
    with pytest.raises(NotPossible, match="used already"):
        actions.record(holding("river"), ann.pk, "news2", NEWS2, beside=beside)


def test_a_wrong_one_is_struck_out_with_a_reason_by_those_who_made_it(ann):
    begin_work(ann, "riverside-team")
    made = actions.record(holding("hub"), ann.pk, "news2", NEWS2)
    with pytest.raises(NotPossible, match="what was wrong"):
        actions.strike_out(holding("hub"), made.pk, " ")
    with pytest.raises(Refused, match="made it"):
        actions.strike_out(holding("river"), made.pk, "Not hers")
    struck = actions.strike_out(holding("hub"), made.pk, "Measured on her sister")
    assert actions.strike_out(holding("hub"), made.pk, "Again") == struck
    known = reads.one(holding("river"), made.pk)
    assert known.struck_out == struck
    assert known.relying == frozenset()
    assert reads.trend(holding("hub"), ann.pk, "news2").found == ()
    assert not reads.usable(holding("hub"), ann.pk, wordings.today("news2"), moments.now())


def test_overdue_is_worked_out_when_it_is_read(ann):
    now = moments.now()
    made = actions.record(holding("hub"), ann.pk, "news2", NEWS2, happened=now - timedelta(hours=2))
    for hours, overdue in ((1, False), (10, True)):
        with moments.at(now + timedelta(hours=hours)):
            (kind,) = reads.of_person(holding("hub"), ann.pk).kinds
            assert kind.overdue == overdue
            assert reads.one(holding("hub"), made.pk).relied_on_by(holding("hub")) != overdue


def test_who_sees_which_category(ann):
    """The page says the same as the database: a care home is not shown what is of mental health."""
    mood = actions.record(holding("hub"), ann.pk, "phq-9", PHQ9)
    score = actions.record(holding("hub"), ann.pk, "news2", NEWS2)
    wellbeing = actions.record(holding("hub"), ann.pk, "ons4", ONS4)
    begin_work(ann, organisation="ZZ2")
    listed = reads.of_person(holding("council"), ann.pk)
    assert [kind.instrument.id for kind in listed.kinds] == ["ons4"]
    assert {"mental_health", "assessments"} <= set(listed.withheld)
    assert reads.one(holding("council"), wellbeing.pk)
    for hidden in (mood, score):
        with pytest.raises(NotSeen):
            reads.one(holding("council"), hidden.pk)
    with pytest.raises(Refused):
        actions.record(holding("council"), ann.pk, "phq-9", PHQ9)


@pytest.mark.parametrize("name", ["hub", "river", "hill", "council", "home", "abbey", "nurse", "analyst"])
def test_the_rule_and_the_database_agree_for_everybody(ann, name):
    people = Person.objects.exclude(given="Olive")
    for person in people:
        for instrument, answers in (("phq-9", PHQ9), ("ons4", ONS4)):
            actions.record(None, person.pk, instrument, answers)
    begin_work(ann, organisation="ZZ2")
    begin_work(Person.objects.get(given="Finn"), "hillside-team")
    viewer = holding(name)
    with acting(viewer, "direct_care"):
        shown = set(Assessment.objects.values_list("person", "category"))
    allowed = {
        (person.pk, category)
        for person in people
        for category in ("mental_health", "community")
        if access.decide(viewer, category, person).allowed
    }
    assert shown == allowed


def test_nothing_of_it_can_be_changed_or_taken_away_by_anybody_at_work(ann):
    made = actions.record(holding("hub"), ann.pk, "news2", NEWS2)
    actions.strike_out(holding("hub"), made.pk, "Wrong person")
    tables = ("assessment", "struckout", "sentassessment", "receipt", "instrumentversion", "repeatrate")
    for table in tables:
        column = "moment = now()" if table == "repeatrate" else "adopted = now()"
        column = column if table in ("instrumentversion", "repeatrate") else "by_name = ''"
        for statement in (f"UPDATE care_{table} SET {column}", f"DELETE FROM care_{table}"):
            with (
                acting(holding("hub"), "direct_care"),
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
    assert StruckOut.objects.count() == 1


def test_looks_and_refusals_are_in_the_audit_without_an_answer(ann):
    made = actions.record(holding("hub"), ann.pk, "phq-9", PHQ9)
    reads.one(holding("hub"), made.pk)
    with pytest.raises(NotSeen):
        reads.one(holding("council"), made.pk)
    rows = list(Entry.objects.filter(deed__startswith="assessment").order_by("id"))
    assert [row.deed for row in rows] == ["assessment.recorded", "assessment.read", "assessment.refused"]
    assert {row.clause for row in rows[:2]} == {"sharing/care.yaml#teams"}
    assert all("q9" not in str(row.detail) for row in rows)


def test_the_categories_of_instruments_are_those_of_agreements():
    assert get_args(Kept) == CATEGORIES
    assert set(CATEGORIES) <= set(get_args(Category))
