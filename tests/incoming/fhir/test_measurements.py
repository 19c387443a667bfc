"""The value of an observation, and those of its components, become measurements."""

from pathlib import Path
from typing import Any

import pytest
from tests.incoming.fhir.records import concept, observation, patient, rows, taken

from commonweal.terms.codes import UCUM

pytestmark = pytest.mark.requirement("P10")

COLUMNS = ("code", "value", "unit", "value_text", "record")


def quantity(value: float, **more: Any) -> dict[str, Any]:
    return {"value": value, "unit": "kilograms", "system": UCUM, "code": "kg"} | more


def test_a_value_is_a_number_with_its_unit_or_else_words(tmp_path: Path) -> None:
    told: dict[str, Any] = {
        "a": {"valueQuantity": quantity(81.5)},
        "b": {"valueQuantity": {"value": 3, "unit": "units a week"}},
        "c": {"valueQuantity": quantity(5, comparator="<")},
        "d": {"valueInteger": 4},
        "e": {"valueCodeableConcept": concept("8517006", text="Ex-smoker")},
        "f": {"valueCodeableConcept": concept("8517006")},
        "g": {"valueString": "clear"},
        "h": {"valueBoolean": False},
        "i": {"valueRange": {"low": quantity(1), "high": quantity(2.5)}},
        "j": {"valueRatio": {"numerator": quantity(1), "denominator": quantity(128)}},
        "k": {"valueTime": "10:30:00"},
    }
    store = taken(tmp_path, patient(), *(observation(id, **each) for id, each in told.items()))
    assert rows(store, "measurement", "record", "code", "value", "unit", "value_text") == [
        ("Observation/a", "3", 81.5, "kg", None),
        ("Observation/b", "3", 3.0, "units a week", None),
        ("Observation/c", "3", 5.0, "kg", "<5"),
        ("Observation/d", "3", 4.0, None, None),
        ("Observation/e", "3", None, None, "Ex-smoker"),
        ("Observation/f", "3", None, None, "term 8517006"),
        ("Observation/g", "3", None, None, "clear"),
        ("Observation/h", "3", None, None, "false"),
        ("Observation/i", "3", None, None, "1-2.5"),
        ("Observation/j", "3", None, None, "1:128"),
        ("Observation/k", "3", None, None, "10:30:00"),
    ]


def test_an_observation_without_a_value_is_an_event_and_no_measurement(tmp_path: Path) -> None:
    store = taken(tmp_path, patient(), observation(), observation("o2", valueQuantity={"unit": "kg"}))
    assert rows(store, "measurement") == []
    assert rows(store, "event", "record") == [("Observation/o1",), ("Observation/o2",)]


def test_components_are_measurements_of_their_own_and_no_events(tmp_path: Path) -> None:
    pressure = observation(
        code=concept("75367002"),
        component=[
            {"code": concept("271649006"), "valueQuantity": quantity(140, code="mm[Hg]")},
            {"code": concept("271650006"), "valueQuantity": quantity(90, code="mm[Hg]")},
            {"code": concept("1", "2"), "valueString": "sitting"},
            {"code": {"text": "not coded"}, "valueString": "left arm"},
        ],
    )
    store = taken(tmp_path, patient(), pressure)
    assert rows(store, "measurement", *COLUMNS) == [
        ("1", None, None, "sitting", "Observation/o1#3"),
        ("2", None, None, "sitting", "Observation/o1#3"),
        ("271649006", 140.0, "mm[Hg]", None, "Observation/o1#1"),
        ("271650006", 90.0, "mm[Hg]", None, "Observation/o1#2"),
    ]
    assert rows(store, "event", "code") == [("75367002",)]
