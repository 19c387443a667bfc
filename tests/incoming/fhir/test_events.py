"""Conditions, procedures and observations become coded events on the right day."""

from pathlib import Path
from typing import Any

import pytest
from tests.incoming.fhir.records import (
    concept,
    condition,
    day,
    observation,
    patient,
    procedure,
    refused,
    rows,
    taken,
)

from commonweal.terms.codes import CTV3, SNOMED

pytestmark = pytest.mark.requirement("P10")

AGE_70 = {"value": 70, "code": "a", "system": "http://unitsofmeasure.org"}
PERIOD = {"start": "2019-01-02", "end": "2019-02-03"}
VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"


def verified(*codes: str) -> dict[str, Any]:
    return {"verificationStatus": concept(*codes, system=VERIFICATION)}


def test_a_condition_counts_from_its_onset_or_else_from_when_it_was_recorded(tmp_path: Path) -> None:
    """Its day is the day as the source wrote it; Ada was born on 3 February 1950."""
    told = {
        "a": {"onsetDateTime": "2019-05-06", "recordedDate": "2020-01-01"},
        "b": {"onsetDateTime": "2019"},
        "c": {"onsetDateTime": "2019-05"},
        "d": {"onsetDateTime": "2019-05-06T00:30:00+02:00"},
        "e": {"onsetDateTime": "2019-05-06T23:30:00-05:00"},
        "f": {"onsetPeriod": PERIOD},
        "g": {"onsetPeriod": {"end": "2019-02-03"}, "recordedDate": "2020-01-01"},
        "h": {"onsetAge": AGE_70},
        "i": {"onsetRange": {"low": AGE_70}},
        "j": {"onsetAge": {"value": 2, "unit": "wk"}},
        "k": {"onsetString": "as a child", "recordedDate": "2020-01-01"},
        "l": {"recordedDate": "2020-01-01"},
    }
    store = taken(tmp_path, patient(), *(condition(id, on=None, **each) for id, each in told.items()))
    assert rows(store, "event", "record", "date") == [
        ("Condition/a", day("2019-05-06")),
        ("Condition/b", day("2019-01-01")),
        ("Condition/c", day("2019-05-01")),
        ("Condition/d", day("2019-05-06")),
        ("Condition/e", day("2019-05-06")),
        ("Condition/f", day("2019-01-02")),
        ("Condition/g", day("2020-01-01")),
        ("Condition/h", day("2020-02-03")),
        ("Condition/i", day("2020-02-03")),
        ("Condition/j", day("1950-02-17")),
        ("Condition/k", day("2020-01-01")),
        ("Condition/l", day("2020-01-01")),
    ]


def test_a_procedure_counts_from_when_it_was_done(tmp_path: Path) -> None:
    told = {
        "a": {"performedDateTime": "2019-05-06T10:00:00Z"},
        "b": {"performedPeriod": PERIOD},
        "c": {"performedPeriod": {"end": "2019-02-03"}},
        "d": {"performedAge": AGE_70},
    }
    store = taken(tmp_path, patient(), *(procedure(id, **each) for id, each in told.items()))
    assert rows(store, "event", "record", "date") == [
        ("Procedure/a", day("2019-05-06")),
        ("Procedure/b", day("2019-01-02")),
        ("Procedure/c", day("2019-02-03")),
        ("Procedure/d", day("2020-02-03")),
    ]


def test_an_observation_counts_from_when_it_was_true(tmp_path: Path) -> None:
    told = {
        "a": {"effectiveDateTime": "2019-05-06"},
        "b": {"effectiveInstant": "2019-05-06T10:00:00Z"},
        "c": {"effectivePeriod": PERIOD},
        "d": {"effectiveTiming": {"event": ["2019-05-06", "2019-06-06"]}},
    }
    store = taken(tmp_path, patient(), *(observation(id, on=None, **each) for id, each in told.items()))
    assert rows(store, "event", "record", "date") == [
        ("Observation/a", day("2019-05-06")),
        ("Observation/b", day("2019-05-06")),
        ("Observation/c", day("2019-01-02")),
        ("Observation/d", day("2019-05-06")),
    ]


def test_every_coding_is_kept_with_its_system(tmp_path: Path) -> None:
    both = {
        "coding": [
            {"system": SNOMED, "code": "44054006", "display": "Type 2 diabetes mellitus"},
            {"system": CTV3, "code": "X40J5"},
            {"code": "local"},
            {"display": "a name without a code"},
            {"system": SNOMED, "code": "44054006", "display": "said again"},
        ],
        "text": "Diabetes",
    }
    store = taken(tmp_path, patient(), condition(code=both))
    assert rows(store, "event") == [
        ("ada", day("2020-05-06"), "", "local", "Diabetes", "Condition/c1"),
        ("ada", day("2020-05-06"), CTV3, "X40J5", "Diabetes", "Condition/c1"),
        ("ada", day("2020-05-06"), SNOMED, "44054006", "Type 2 diabetes mellitus", "Condition/c1"),
    ]


def test_what_did_not_happen_or_says_too_little_is_refused_with_the_reason(tmp_path: Path) -> None:
    store = taken(
        tmp_path,
        patient(),
        condition("a", **verified("refuted")),
        condition("b", **verified("entered-in-error")),
        procedure("c", status="not-done"),
        procedure("d", status="entered-in-error"),
        observation("e", status="cancelled"),
        observation("f", status="entered-in-error"),
        condition("g", on=None),
        procedure("h"),
        procedure("i", performedString="last week"),
        condition("j", code={"text": "a bad knee"}),
        procedure("k", performedDateTime="2020", code={"text": "knee"}),
        condition("l", code=concept(" 1")),
        condition("m", on="2024-06-02"),
        condition("n", on=None, onsetAge=AGE_70 | {"value": 700}),
    )
    assert refused(store) == [
        ("event", 2, "Condition/a", "it is marked refuted"),
        ("event", 3, "Condition/b", "it is marked entered-in-error"),
        ("event", 4, "Procedure/c", "it is marked not-done"),
        ("event", 5, "Procedure/d", "it is marked entered-in-error"),
        ("event", 6, "Observation/e", "it is marked cancelled"),
        ("event", 7, "Observation/f", "it is marked entered-in-error"),
        ("event", 8, "Condition/g", "it has no date"),
        ("event", 9, "Procedure/h", "it has no date"),
        ("event", 10, "Procedure/i", "it has no date"),
        ("event", 11, "Condition/j", "it has no code"),
        ("event", 12, "Procedure/k", "it has no code"),
        ("event", 13, "Condition/l", "code.coding.code: not written as it has to be"),
        ("event", 14, "Condition/m", "it is dated in the future"),
        ("event", 15, "Condition/n", "it has no date"),
    ]
    assert rows(store, "event") == []


def test_other_degrees_of_certainty_are_taken(tmp_path: Path) -> None:
    degrees = ("confirmed", "provisional", "unconfirmed", "differential")
    store = taken(tmp_path, patient(), *(condition(each, **verified(each)) for each in degrees))
    assert len(rows(store, "event")) == len(degrees)


def test_a_record_from_before_the_birth_is_taken_and_noted(tmp_path: Path) -> None:
    store = taken(tmp_path, patient(), condition(on="1900-01-01"))
    assert rows(store, "event", "date") == [(day("1900-01-01"),)]
    [load] = store.loads()
    assert list(load.notes) == [
        "1 records are dated before the birth of their person; they are taken as they are"
    ]
