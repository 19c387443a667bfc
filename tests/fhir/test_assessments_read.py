"""An assessment is read by a system whose post may see it, and by no other."""

from __future__ import annotations

import pytest
from tests.care.assessed import NEWS2, ONS4, PHQ9, begin_work
from tests.care.referred import holding
from tests.fhir.conftest import Post

from commonweal.care.assessments import actions, reads
from commonweal.care.people.models import Person
from commonweal.fhir.resources.questionnaire_response import to_fhir

pytestmark = [pytest.mark.requirement("T1"), pytest.mark.django_db]


def test_what_is_read_is_what_was_answered_until_it_is_struck_out(ask: Post, others: str) -> None:
    ann = Person.objects.get(given="Ann")
    begin_work(ann, organisation="ZZ2")
    made = actions.record(None, ann.pk, "ons4", ONS4)
    address = f"QuestionnaireResponse/{made.pk}"
    found = ask(address).json()
    assert (found["status"], found["questionnaire"]) == (
        "completed",
        "urn:commonweal:instrument:ons4|harmonised",
    )
    assert found["subject"]["identifier"]["value"] == "9990000018"
    answers = {item["linkId"]: item["answer"] for item in found["item"]}
    assert answers == {id: [{"valueInteger": value}] for id, value in ONS4.items()}
    mood = actions.record(None, ann.pk, "phq-9", PHQ9)
    assert ask(f"QuestionnaireResponse/{mood.pk}").status_code == 404
    assert ask(address, key=others).status_code == 404
    actions.strike_out(None, made.pk, "Of her sister")
    assert ask(address).json()["status"] == "entered-in-error"


def test_the_score_stands_in_extensions_and_words_beside_codes(receiving: None) -> None:
    made = actions.record(None, Person.objects.get(given="Ann").pk, "news2", NEWS2 | {"respiration_rate": 25})
    found = to_fhir(reads.one(holding("hub"), made.pk))
    said = {one["url"].rpartition(":")[2]: one for one in found["extension"] if "part" not in one["url"]}
    assert said["total"]["valueDecimal"] == 3
    assert said["band"]["valueCode"] == "low-medium"
    answers = {item["linkId"]: item["answer"][0] for item in found["item"]}
    assert answers["consciousness"] == {"valueCoding": {"code": "a", "display": "Alert"}}
    assert answers["temperature_c"] == {"valueDecimal": 37}
