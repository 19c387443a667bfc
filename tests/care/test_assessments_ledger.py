"""Assess once: what is sent is accepted, accepted with a change, or repeated; and who relies on what then."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from hypothesis import given
from hypothesis import strategies as st
from tests.care.assessed import NEWS2, PHQ9, begin_work
from tests.care.referred import holding, open_posts

from commonweal.care import moments
from commonweal.care.access import NotSeen, Refused, acting
from commonweal.care.assessments import actions, ledger, reads, rules
from commonweal.care.assessments.ledger import Changed
from commonweal.care.assessments.models import Assessment, Receipt, SentAssessment
from commonweal.care.assessments.rules import CannotBeScored, Overtaken, Passed, Receiver
from commonweal.care.extents import blueprint
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible

pytestmark = pytest.mark.requirement("T1")
FRONT, RIVER, HILL = (Receiver("ZZ1", team) for team in ("front-door", "riverside-team", "hillside-team"))


@pytest.fixture
def ann(published):
    open_posts()
    found = Person.objects.get(given="Ann")
    begin_work(found, "riverside-team")
    return found


@pytest.fixture
def score(ann):
    return actions.record(holding("hub"), ann.pk, "news2", NEWS2)


@pytest.fixture
def sent(score):
    return ledger.send(holding("hub"), score.pk, RIVER, note="She knows you")


def relying(assessment):
    return reads.one(holding("hub"), assessment.pk).relying


def test_whoever_accepts_relies_on_it_until_it_is_due_again(score, sent):
    assert relying(score) == {FRONT}
    ledger.accept(holding("river"), sent.pk)
    assert relying(score) == {FRONT, RIVER}
    with moments.at(score.again):
        assert relying(score) == frozenset()


def test_what_was_changed_gives_one_that_rests_on_it(score, sent):
    said = Changed(NEWS2 | {"pulse": 115}, "Pulse taken again at rest")
    answer, made = ledger.accept_changed(holding("river"), sent.pk, said)
    assert (made.rests_on, made.change, int(made.total)) == (score, "Pulse taken again at rest", 2)
    assert answer.result == made
    assert (relying(score), relying(made)) == ({FRONT}, {RIVER})


@pytest.mark.parametrize(
    ("answers", "change", "wrong"),
    [
        (NEWS2, "Nothing much", "No answer is different"),
        (NEWS2 | {"pulse": 115}, "  ", "Say what you changed"),
        (NEWS2 | {"pulse": ""}, "Pulse not taken", "pulse"),
    ],
)
def test_a_change_that_is_none_or_has_no_score_is_not_taken(sent, answers, change, wrong):
    with pytest.raises((NotPossible, CannotBeScored), match=wrong):
        ledger.accept_changed(holding("river"), sent.pk, Changed(answers, change))
    assert (Receipt.objects.count(), Assessment.objects.count()) == (0, 1)


def test_repeating_has_a_declared_reason_and_gives_nobody_anything_to_rely_on(score, sent):
    with pytest.raises(NotPossible, match="Choose why"):
        ledger.repeat(holding("river"), sent.pk, "because")
    answer = ledger.repeat(holding("river"), sent.pk, "person-changed", "Worse since the morning")
    assert (answer.act, answer.reason, answer.note) == (
        "repeated",
        "person-changed",
        "Worse since the morning",
    )
    assert relying(score) == {FRONT}


def test_the_second_of_two_receivers_is_told_and_nothing_of_theirs_stays(sent):
    ledger.accept(holding("river"), sent.pk)
    for late in (
        lambda: ledger.accept(holding("river"), sent.pk),
        lambda: ledger.repeat(holding("river"), sent.pk, "out-of-date"),
        lambda: ledger.accept_changed(
            holding("river"), sent.pk, Changed(NEWS2 | {"pulse": 115}, "Pulse taken again")
        ),
    ):
        with pytest.raises(Overtaken, match="accepted it already"):
            late()
    assert (Receipt.objects.count(), Assessment.objects.count()) == (1, 1)


def test_only_the_receiver_answers(sent):
    for other in ("hub", "abbey"):
        with pytest.raises(Refused, match="sent to others"):
            ledger.accept(holding(other), sent.pk)
    for hidden in ("council", "home"):
        with pytest.raises(NotSeen):
            ledger.accept(holding(hidden), sent.pk)
    with pytest.raises(NotSeen):
        ledger.accept(holding("river"), 987654)
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    ("days", "wrong"), [(-1, "still to come"), (2, "to be assessed again by"), (0.25, None), (None, None)]
)
def test_until_when_is_said_by_the_sender_and_never_beyond_when_it_is_due_again(score, days, wrong):
    until = moments.now() + timedelta(days=days) if days is not None else None
    if wrong:
        with pytest.raises(NotPossible, match=wrong):
            ledger.send(holding("hub"), score.pk, RIVER, until=until)
        return
    assert ledger.send(holding("hub"), score.pk, RIVER, until=until).until == (until or score.again)


def test_it_is_sent_once_by_those_who_rely_on_it_to_others(score, sent):
    assert ledger.send(holding("hub"), score.pk, RIVER) == sent
    with pytest.raises(Refused, match="rely on it"):
        ledger.send(holding("river"), score.pk, HILL)
    with pytest.raises(NotPossible, match="have it already"):
        ledger.send(holding("hub"), score.pk, FRONT)
    with moments.at(score.again + timedelta(minutes=1)), pytest.raises(NotPossible, match="out of date"):
        ledger.send(holding("hub"), score.pk, HILL)
    ledger.accept(holding("river"), sent.pk)
    assert (
        ledger.send(holding("river"), score.pk, HILL).until == score.again
    )  # whoever accepted may send it on


def test_one_that_is_struck_out_or_over_can_only_be_repeated(score, sent):
    with moments.at(score.again), pytest.raises(NotPossible, match="repeat it"):
        ledger.accept(holding("river"), sent.pk)
    actions.strike_out(holding("hub"), score.pk, "Not hers")
    with pytest.raises(NotPossible, match="struck out"):
        ledger.accept(holding("river"), sent.pk)
    with pytest.raises(NotPossible, match="struck out"):
        ledger.send(holding("hub"), score.pk, HILL)
    assert ledger.repeat(holding("river"), sent.pk, "out-of-date")


def test_sending_shows_nobody_what_they_may_not_see(ann):
    mood = actions.record(holding("hub"), ann.pk, "phq-9", PHQ9)
    sent = ledger.send(holding("hub"), mood.pk, Receiver("ZZ2"))
    begin_work(ann, organisation="ZZ2")
    assert reads.sent_to_us(holding("council")) == []
    assert reads.waiting_for_us(holding("council")) == 0
    with pytest.raises(NotSeen):
        ledger.accept(holding("council"), sent.pk)


def test_the_database_takes_an_answer_from_the_receiver_alone(sent):
    """Whatever a page would let through."""
    for name, taken in (("hub", False), ("council", False), ("river", True)):
        viewer = holding(name)
        answer = Receipt(sent=sent, act="accepted", recorded=moments.now(), by_id=viewer.user)
        try:
            with acting(viewer, "direct_care"), transaction.atomic():
                Receipt.objects.bulk_create([answer])
        except ProgrammingError:
            assert not taken, name
        else:
            assert taken, name


def test_the_clause_that_trusts_an_assessor_is_kept_with_the_acceptance(ann, score, sent, trusting):
    assert ledger.accept(holding("river"), sent.pk).clause == "sharing/care.yaml#teams"
    mood = actions.record(holding("hub"), ann.pk, "phq-9", PHQ9)
    assert ledger.accept(holding("river"), ledger.send(holding("hub"), mood.pk, RIVER).pk).clause == ""


@pytest.fixture
def trusting(published, monkeypatch):
    """What team leads and nurses find with a NEWS2 is taken as it is."""
    (care,) = (one for one in blueprint().agreements if one.id == "care")
    clauses = [
        one.model_copy(update={"trusted": ("news2",)}) if one.id == "teams" else one for one in care.clauses
    ]
    declared = blueprint().model_copy(
        update={"agreements": (care.model_copy(update={"clauses": tuple(clauses)}),)}
    )
    monkeypatch.setattr("commonweal.care.assessments.trusted.blueprint", lambda: declared)


MOMENT = moments.timezone.now()
HOURS = st.integers(0, 48)
RECEIVERS = st.sampled_from([RIVER, HILL, Receiver("ZZ2"), Receiver("ZZ3")])
PASSED = st.builds(
    Passed,
    receiver=RECEIVERS,
    until=HOURS.map(lambda hours: MOMENT + timedelta(hours=hours)) | st.none(),
    act=st.sampled_from([None, "accepted", "changed", "repeated"]),
)


@given(passed=st.lists(PASSED, max_size=8), struck_out=st.booleans(), hours=HOURS, again=HOURS | st.none())
def test_nobody_relies_on_what_they_have_not_accepted(passed, struck_out, hours, again):
    now = MOMENT + timedelta(hours=hours)
    due = MOMENT + timedelta(hours=again) if again is not None else None
    found = rules.relying(FRONT, passed, now, struck_out=struck_out, again=due)
    accepted = {one.receiver for one in passed if one.act == "accepted"}
    assert found - {FRONT} <= accepted
    for receiver in found - {FRONT}:
        ends = [one.until for one in passed if one.receiver == receiver and one.act == "accepted"]
        assert any(until is None or until > now for until in ends)
    if struck_out:
        assert found == frozenset()
    if due and due <= now:
        assert FRONT not in found


@pytest.mark.django_db
def test_whatever_is_done_nobody_relies_on_what_they_have_not_accepted(ann, score):
    """The same of the acts themselves, in every order of two."""
    acts = {
        "accept": lambda sent: ledger.accept(holding("river"), sent.pk),
        "change": lambda sent: ledger.accept_changed(
            holding("river"), sent.pk, Changed(NEWS2 | {"pulse": 95}, "Again")
        ),
        "repeat": lambda sent: ledger.repeat(holding("river"), sent.pk, "out-of-date"),
        "strike": lambda sent: actions.strike_out(holding("hub"), sent.assessment_id, "Not hers"),
    }
    for first in acts:
        for second in acts:
            made = actions.record(holding("hub"), ann.pk, "news2", NEWS2)
            sent = ledger.send(holding("hub"), made.pk, RIVER)
            for act in (first, second):
                try:
                    acts[act](sent)
                except (Overtaken, NotPossible):
                    continue
            answer = Receipt.objects.filter(sent=sent).first()
            accepted = answer is not None and answer.act == "accepted" and "strike" not in (first, second)
            assert (RIVER in relying(made)) == accepted, (first, second)
    assert SentAssessment.objects.count() == 16
