"""An instrument goes out as a Questionnaire and comes back the same; another's comes in as far as it goes."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.blueprint.tea import tea

from commonweal.blueprint import Instrument, load
from commonweal.blueprint.instruments import Version
from commonweal.fhir.reading.extensions import Unreadable, slug
from commonweal.fhir.reading.questionnaire import from_fhir
from commonweal.fhir.resources.questionnaire import to_fhir

pytestmark = pytest.mark.requirement("T1", "T5", "T6")
REPOSITORY = Path(__file__).resolve().parents[2]
WORDED = [
    (one, version)
    for place in ("exeter", "derbyshire")
    for one in load(REPOSITORY / "blueprints" / place).instruments
    for version in one.versions
]
FOREIGN = {
    "resourceType": "Questionnaire",
    "name": "SleepDiary",
    "url": "https://example.org/sleep-diary",
    "version": "1.0",
    "title": "Sleep diary",
    "item": [
        {
            "linkId": "night",
            "type": "group",
            "item": [
                {"linkId": "Slept?", "text": "Did you sleep?", "type": "boolean", "required": True},
                {
                    "linkId": "how-long",
                    "text": "How long?",
                    "type": "integer",
                    "enableWhen": [{"question": "Slept?", "operator": "=", "answerBoolean": True}],
                },
            ],
        },
        {
            "linkId": "why",
            "text": "Why not?",
            "type": "choice",
            "answerOption": [{"valueString": "Too hot"}, {"valueCoding": {"code": "N1", "display": "Noise"}}],
            "enableWhen": [{"question": "Slept?", "operator": "=", "answerBoolean": False}],
        },
        {"linkId": "thanks", "text": "Thank you", "type": "display"},
        {"linkId": "words", "text": "Anything else?", "type": "string"},
    ],
}


def there_and_back(instrument: Instrument, version: Version) -> Instrument:
    """As another system would send it: through text."""
    sent = json.dumps(to_fhir(instrument, version))
    declared, lacking = from_fhir(json.loads(sent, parse_float=Decimal))
    assert lacking == []
    return Instrument.model_validate(declared)


@pytest.mark.parametrize(("instrument", "version"), WORDED)
def test_each_instrument_comes_back_as_it_went(instrument: Instrument, version: Version) -> None:
    assert there_and_back(instrument, version) == instrument.model_copy(update={"versions": (version,)})


def test_an_instrument_with_a_bit_of_everything_comes_back(tmp_path: Path) -> None:
    instrument = tea(tmp_path)
    for version in instrument.versions:
        assert there_and_back(instrument, version) == instrument.model_copy(update={"versions": (version,)})


def test_what_fhir_has_a_place_for_stands_there(tmp_path: Path) -> None:
    instrument = tea(tmp_path)
    sent = to_fhir(instrument, instrument.versions[1])
    items = {item["linkId"]: item for item in sent["item"]}
    assert (sent["status"], sent["title"], sent["version"], sent["publisher"], sent["copyright"]) == (
        "active",
        "Tea",
        "two",
        "us",
        "Free for all",
    )
    assert sent["effectivePeriod"] == {"start": "2025-01-01"}
    assert {id: (item["type"], item["required"]) for id, item in items.items()} == {
        "age": ("integer", True),
        "cups": ("integer", True),
        "milk": ("choice", True),
        "heat": ("decimal", True),
        "sugar": ("boolean", True),
        "words": ("text", False),
    }
    assert items["sugar"]["enableWhen"] == [{"question": "cups", "operator": ">=", "answerInteger": 1}]
    assert items["words"]["enableWhen"] == [{"question": "sugar", "operator": "=", "answerBoolean": True}]
    assert [option["valueCoding"]["code"] for option in items["milk"]["answerOption"]] == ["none", "some"]


def test_scores_of_options_are_ordinals_as_others_read_them() -> None:
    instrument, version = next(pair for pair in WORDED if pair[0].id == "gad-7")
    first = to_fhir(instrument, version)["item"][0]["answerOption"]
    assert [
        (option["valueCoding"]["display"], option["valueCoding"]["extension"][0]["valueDecimal"])
        for option in first
    ] == [("Not at all", 0), ("Several days", 1), ("More than half the days", 2), ("Nearly every day", 3)]


def test_anothers_questionnaire_comes_in_with_what_it_lacks() -> None:
    """Who may use it, what it scores and what may be embedded, a person has to say."""
    declared, lacking = from_fhir(FOREIGN)
    assert (declared["id"], declared["title"]) == ("sleepdiary", "Sleep diary")
    assert declared["versions"][0]["questions"] == [
        {"id": "slept", "ask": "Did you sleep?", "answer": "yes_no"},
        {
            "id": "how-long",
            "ask": "How long?",
            "answer": "whole",
            "optional": True,
            "shown_when": {"question": "slept", "is": ["yes"]},
        },
        {
            "id": "why",
            "ask": "Why not?",
            "answer": "choice",
            "options": [{"id": "too-hot", "title": "Too hot"}, {"id": "n1", "title": "Noise"}],
            "optional": True,
            "shown_when": {"question": "slept", "is": ["no"]},
        },
        {"id": "words", "ask": "Anything else?", "answer": "text", "optional": True},
    ]
    assert "versions[1].questions[2]: with answer: whole it needs 'from'; add it" in lacking
    missing = {line.partition(":")[0] for line in lacking if "is missing; add it" in line}
    assert missing == {
        "why_it_matters",
        "written_by",
        "checked_by",
        "review_by",
        "licence",
        "for_whom",
        "versions[1].from",
        "versions[1].source",
    }


@pytest.mark.parametrize(
    ("item", "because"),
    [
        ({"type": "attachment"}, "a attachment cannot be asked here"),
        ({"type": "integer", "item": [{"type": "text"}]}, "a integer cannot be asked here"),
        (
            {"enableWhen": [{"question": "b", "operator": "exists", "answerBoolean": True}]},
            "under conditions",
        ),
        (
            {
                "enableWhen": [
                    {"question": "b", "operator": "=", "answerInteger": 1},
                    {"question": "c", "operator": "=", "answerInteger": 1},
                ],
                "enableBehavior": "any",
            },
            "under conditions",
        ),
    ],
)
def test_what_cannot_be_asked_here_is_said(item: dict[str, Any], because: str) -> None:
    with pytest.raises(Unreadable, match=because):
        from_fhir({"resourceType": "Questionnaire", "item": [{"linkId": "a", "type": "text", **item}]})


@pytest.mark.parametrize("wrong", [None, [], "x", {}, {"resourceType": "Patient"}])
def test_what_is_no_questionnaire_is_said(wrong: object) -> None:
    with pytest.raises(Unreadable, match="no Questionnaire"):
        from_fhir(wrong)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["url", "item", "extension", "type", "linkId", "enableWhen", "answerOption", "operator"]
            ),
            inside,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from([*FOREIGN, "extension", "identifier", "effectivePeriod"]), ANYTHING))
def test_whatever_comes_in_is_read_or_refused_with_reasons(content: dict[str, Any]) -> None:
    """Nobody's mistake ends in anything else than words."""
    said: tuple[str, ...] = ()
    try:
        said = tuple(from_fhir(FOREIGN | content | {"resourceType": "Questionnaire"})[1])
    except Unreadable as fault:
        said = fault.reasons
    assert said


@pytest.mark.parametrize(
    ("word", "id"),
    [
        ("/44250-9", "44250-9"),
        ("PHQ 9", "phq-9"),
        ("spo2_scale", "spo2_scale"),
        ("_a__b_", "a-b"),
        (None, ""),
    ],
)
def test_a_word_becomes_an_id(word: object, id: str) -> None:
    assert slug(word) == id
