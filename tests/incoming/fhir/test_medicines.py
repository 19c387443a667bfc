"""Orders and statements of medicines become rows of medication."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.incoming.fhir.records import (
    about,
    bundle,
    concept,
    day,
    order,
    patient,
    refused,
    rows,
    taken,
)

from commonweal.terms.codes import DMD

pytestmark = pytest.mark.requirement("P10")

ASPIRIN = concept("319775004", system=DMD)
URL = "urn:uuid:aaaaaaaa-0000-4000-8000-000000000001"


def medicine(id: str = "aspirin", **more: Any) -> dict[str, Any]:
    return {"resourceType": "Medication", "id": id, "code": ASPIRIN} | more


def statement(id: str, **more: Any) -> dict[str, Any]:
    told = {"resourceType": "MedicationStatement", "id": id, "status": "active"}
    return told | {"medicationCodeableConcept": ASPIRIN} | about() | more


def referring(to: str) -> dict[str, Any]:
    return {"medicationReference": {"reference": to}}


def test_an_order_counts_on_the_day_it_was_written(tmp_path: Path) -> None:
    store = taken(tmp_path, patient(), order(medicationCodeableConcept=ASPIRIN))
    assert rows(store, "medication") == [
        ("ada", day("2022-01-02"), DMD, "319775004", "term 319775004", "MedicationRequest/m1")
    ]


def test_a_statement_counts_from_when_it_was_so_or_else_was_said(tmp_path: Path) -> None:
    told: dict[str, Any] = {
        "a": {"effectiveDateTime": "2020-01-02", "dateAsserted": "2021-01-01"},
        "b": {"effectivePeriod": {"start": "2020-02-03"}},
        "c": {"dateAsserted": "2021-01-01"},
    }
    store = taken(tmp_path, patient(), *(statement(id, **each) for id, each in told.items()))
    assert rows(store, "medication", "record", "date", "code") == [
        ("MedicationStatement/a", day("2020-01-02"), "319775004"),
        ("MedicationStatement/b", day("2020-02-03"), "319775004"),
        ("MedicationStatement/c", day("2021-01-01"), "319775004"),
    ]


def test_a_file_has_the_medicines_of_one_year_together_and_in_it_those_of_one_person(tmp_path: Path) -> None:
    told = {"a": ("ada", "2024-01-01"), "b": ("bo", "2022-05-05"), "c": ("ada", "2022-12-31")}
    orders = (
        order(id, medicationCodeableConcept=ASPIRIN, authoredOn=on, **about(f"Patient/{who}"))
        for id, (who, on) in told.items()
    )
    [file] = taken(tmp_path, patient(), patient("bo"), *orders).files("medication")
    assert [record[-1] for record in pq.read_table(file)["record"].to_pylist()] == ["c", "b", "a"]


def test_a_medicine_may_stand_inside_the_order_or_elsewhere(tmp_path: Path) -> None:
    inside = order("m1", contained=[medicine("x")], **referring("#x"))
    elsewhere = order("m2", **referring("Medication/aspirin"))
    by_address = order("m3", **referring("https://example.org/fhir/Medication/aspirin/_history/2"))
    in_bundle = bundle((URL, medicine("b")), (None, order("m4", **referring(URL))))
    store = taken(tmp_path, patient(), inside, elsewhere, by_address, medicine(), in_bundle)
    assert rows(store, "medication", "code", "record") == [
        ("319775004", f"MedicationRequest/m{number}") for number in (1, 2, 3, 4)
    ]


def test_what_was_not_ordered_or_has_no_code_is_refused(tmp_path: Path) -> None:
    aspirin = {"medicationCodeableConcept": ASPIRIN}
    store = taken(
        tmp_path,
        patient(),
        order("a", **aspirin, status="cancelled"),
        order("b", **aspirin, status="draft"),
        order("c", **aspirin, status="entered-in-error"),
        statement("d", status="not-taken"),
        statement("e"),
        order("f", medicationCodeableConcept={"text": "aspirin"}),
        order("g", **referring("#nowhere")),
        order("h", **referring("Medication/unknown")),
    )
    assert refused(store) == [
        ("medication", 2, "MedicationRequest/a", "it is marked cancelled"),
        ("medication", 3, "MedicationRequest/b", "it is marked draft"),
        ("medication", 4, "MedicationRequest/c", "it is marked entered-in-error"),
        ("medication", 5, "MedicationStatement/d", "it is marked not-taken"),
        ("medication", 6, "MedicationStatement/e", "it has no date"),
        ("medication", 7, "MedicationRequest/f", "it has no code"),
        ("medication", 8, "MedicationRequest/g", "it has no code"),
        (
            "medication",
            9,
            "MedicationRequest/h",
            "the medicine it refers to is not in this load, or has no code",
        ),
    ]
