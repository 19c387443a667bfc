"""The pages of assessments: filled in from the instrument's file, read, sent on, answered, struck out."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from tests.care.assessed import NEWS2, ONS4, PHQ9, begin_work
from tests.care.referred import holding

from commonweal.care.access import Refused
from commonweal.care.accounts.actions import open_account
from commonweal.care.assessments import actions, ledger, wordings
from commonweal.care.assessments.models import Assessment, Receipt, SentAssessment
from commonweal.care.assessments.rules import Receiver
from commonweal.care.people.models import Person

pytestmark = pytest.mark.requirement("T1", "T5", "T6")
RIVER = Receiver("ZZ1", "riverside-team")


@pytest.fixture
def ann(published):
    return Person.objects.get(given="Ann")


def form_of(instrument, answers, **more):
    return {f"{instrument}-{id}": str(value) for id, value in answers.items()} | more


def key_of(page):
    """What the form calls itself."""
    return re.search(r'name="key" value="([^"]+)"', page.content.decode())[1]


def text(page):
    return " ".join(page.content.decode().split())


def test_an_instrument_is_filled_in_once_however_often_the_form_is_sent(at_work, ann):
    client, address = at_work("hub"), f"/people/{ann.pk}/assessments/news2/new"
    page = client.get(address)
    assert page.status_code == 200
    assert "from the record" in text(page)
    assert "Is the person pregnant?" not in text(page)  # the record says that she is too old to be asked
    said = form_of("news2", NEWS2 | {"respiration_rate": 24}, key=key_of(page))
    answers = [client.post(address, said) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {302}
    (made,) = Assessment.objects.all()
    shown = text(client.get(f"/assessments/{made.pk}"))
    for words in ("2 of 20, Low clinical risk", "24 a minute", "Front door"):
        assert words in shown
    listed = text(client.get(f"/people/{ann.pk}/assessments"))
    assert "2 of 20, Low clinical risk" in listed
    assert "Assess again" in listed


def test_what_is_missing_or_wrong_is_said_where_it_is_and_nothing_typed_is_lost(at_work, ann):
    client, address = at_work("hub"), f"/people/{ann.pk}/assessments/news2/new"
    said = form_of("news2", NEWS2 | {"pulse": "", "temperature_c": "warm"}, note="At the door")
    page = client.post(address, said)
    assert page.status_code == 400
    shown = text(page)
    for words in (
        "Heart beats: is missing",
        "Temperature: should be a number from 20 to 45",
        'value="warm"',
        "At the door",
        'value="120"',
        'href="#news2-pulse"',
    ):
        assert words in shown, words
    assert not Assessment.objects.exists()


def test_nobody_under_16_gets_a_news2_and_the_page_says_why(at_work):
    jo = Person.objects.get(given="Jo")
    page = at_work("hub").post(f"/people/{jo.pk}/assessments/news2/new", form_of("news2", NEWS2))
    assert page.status_code == 400
    assert "NEWS2 is not for anybody under 16" in text(page)


def test_a_trend_is_drawn_with_its_table_and_marks_what_means_something(at_work, ann):
    hub = at_work("hub")
    viewer, now = holding("hub"), wordings.moments.now()
    for days, score in ((30, "3"), (16, "2"), (2, "0")):
        given = PHQ9 | {f"q{n}": score for n in (1, 2, 3)}
        actions.record(viewer, ann.pk, "phq-9", given, happened=now - timedelta(days=days))
    page = hub.get(f"/people/{ann.pk}/assessments/phq9")
    shown = text(page)
    assert page.status_code == 200
    said = ("Total: better", "6: no meaningful change", "0: better", "The same as a table")
    for words in (*said, "A change of 5 or more is marked"):
        assert words in shown, words


@pytest.mark.requirement("C1")
def test_wellbeing_before_and_after_is_one_line_a_question(at_work, ann):
    viewer, now = holding("hub"), wordings.moments.now()
    for days, change in ((90, {}), (1, {"life-satisfaction": 9, "anxiety": 6})):
        actions.record(viewer, ann.pk, "ons4", ONS4 | change, happened=now - timedelta(days=days))
    shown = text(at_work("hub").get(f"/people/{ann.pk}/assessments/ons4"))
    assert "satisfied are you with your life nowadays?: better" in shown
    assert "how anxious did you feel yesterday?: worse" in shown
    assert "how happy did you feel yesterday?: no meaningful change" in shown
    assert "That is an assumption" in shown


def test_a_person_reads_their_own_and_fills_nothing_in(published, signed_in_as_ann):
    made = actions.record(None, signed_in_as_ann.person, "phq-9", PHQ9 | {"q9": "1"})
    client = signed_in_as_ann.client
    listed = text(client.get("/own/assessments"))
    assert "1 of 27, Minimal depression" in listed
    assert "Assess" not in listed.replace("Assessments", "")
    assert "Thoughts of death or self-harm" in text(client.get(f"/assessments/{made.pk}"))
    assert client.post(f"/assessments/{made.pk}/strike-out", {"reason": "I disagree"}).status_code == 403
    assert client.get("/assessments/").status_code == 403
    with pytest.raises(Refused, match="those who care"):
        actions.record(signed_in_as_ann.viewer, signed_in_as_ann.person, "phq-9", PHQ9)


@pytest.fixture
def signed_in_as_ann(published):
    ann = Person.objects.get(given="Ann")
    given = {"role": "person", "area": "exampleshire", "organisation": "ZZ1", "person": ann.pk}
    post = open_account(by=None, name="ann", password="x" * 20, **given)
    client = Client()
    client.force_login(post.user)
    return SimpleNamespace(client=client, person=ann.pk, viewer=holding("ann"))


def sent_to_the_river(ann, instrument="news2", answers=NEWS2):
    begin_work(ann, "riverside-team")
    made = actions.record(holding("hub"), ann.pk, instrument, answers)
    return ledger.send(holding("hub"), made.pk, RIVER)


def test_what_is_sent_is_accepted_and_the_second_of_two_is_told(at_work, ann):
    hub, river = at_work("hub"), at_work("river")
    begin_work(ann, "riverside-team")
    made = actions.record(holding("hub"), ann.pk, "news2", NEWS2)
    page = hub.post(f"/assessments/{made.pk}/send", {"receiver": "riverside-team", "note": "Known to you"})
    assert page.status_code == 302
    sent = SentAssessment.objects.get()
    inbox = text(river.get("/assessments/"))
    assert "1 assessment</strong> waits" in inbox
    assert "ADAIR, Ann" in inbox
    opened = text(river.get(f"/assessments/sent/{sent.pk}"))
    assert "Known to you" in opened
    assert river.post(f"/assessments/sent/{sent.pk}", {}).status_code == 400
    assert river.post(f"/assessments/sent/{sent.pk}", {"act": "accepted"}).status_code == 302
    faster = river.post(
        f"/assessments/sent/{sent.pk}", {"act": "repeated", "reason": "out-of-date", "note": "Mine"}
    )
    assert faster.status_code == 409
    assert "has accepted it already" in text(faster)
    assert "Mine" in text(faster)
    assert "Riverside" in text(hub.get(f"/assessments/{made.pk}"))


def test_an_assessment_is_taken_over_with_a_change(at_work, ann):
    sent, river = sent_to_the_river(ann), at_work("river")
    address = f"/assessments/sent/{sent.pk}/change"
    form = river.get(address)
    assert 'value="80"' in text(form)  # begins with what was sent
    said = form_of("news2", NEWS2 | {"pulse": 115}, key=key_of(form))
    assert river.post(address, said).status_code == 400  # what was changed has to be said
    assert river.post(address, said | {"change": "Pulse taken again"}).status_code == 302
    assert Receipt.objects.get().result.rests_on == sent.assessment


def test_repeating_needs_a_declared_reason(at_work, ann):
    sent, river = sent_to_the_river(ann), at_work("river")
    address = f"/assessments/sent/{sent.pk}"
    for reason in ("", "because"):
        assert river.post(address, {"act": "repeated", "reason": reason}).status_code == 400
    page = river.post(address, {"act": "repeated", "reason": "person-changed"})
    assert page.url == f"/people/{ann.pk}/assessments/news2/new"


def test_a_wrong_one_is_struck_out_and_stays_to_be_read(at_work, ann):
    client, made = at_work("hub"), None
    made = actions.record(holding("hub"), ann.pk, "news2", NEWS2)
    assert client.post(f"/assessments/{made.pk}/strike-out", {"reason": ""}).status_code == 400
    assert client.post(f"/assessments/{made.pk}/strike-out", {"reason": "Of her sister"}).status_code == 302
    shown = text(client.get(f"/assessments/{made.pk}"))
    assert "Of her sister" in shown
    assert "Nobody may rely on it" in shown


def test_who_may_not_see_an_assessment_is_told_what_they_would_be_told_of_none(at_work, ann):
    sent = sent_to_the_river(ann, "phq-9", PHQ9)
    council = at_work("council")
    for address in (
        f"/assessments/{sent.assessment_id}",
        f"/assessments/{sent.assessment_id}/send",
        f"/assessments/{sent.assessment_id}/strike-out",
        f"/assessments/sent/{sent.pk}",
        f"/assessments/sent/{sent.pk}/change",
        f"/people/{ann.pk}/assessments",
        f"/people/{ann.pk}/assessments/phq-9",
        f"/people/{ann.pk}/assessments/phq-9/new",
    ):
        assert council.get(address).status_code == 404, address
    assert at_work("hub").get(f"/people/{ann.pk}/assessments/nothing/new").status_code == 404
