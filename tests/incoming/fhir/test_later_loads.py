"""A load again, and a later load that says otherwise."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.incoming.fhir.records import (
    ALSO_VALID,
    VALID,
    concept,
    condition,
    counts,
    day,
    encounter,
    numbered,
    observation,
    order,
    patient,
    procedure,
    refused,
    rows,
    tables_of,
    take,
    taken,
    write,
)

from commonweal.analytics.tables import DIAGNOSIS
from commonweal.store import Change, Load, Store
from commonweal.terms.codes import ICD10, ODS_ORGANISATION

pytestmark = pytest.mark.requirement("P10")

HOME = {"use": "home", "line": ["1 High Street"]}


def practice(code: str) -> dict[str, object]:
    return {"generalPractitioner": [{"identifier": {"system": ODS_ORGANISATION, "value": code}}]}


def test_the_same_again_is_all_duplicate_and_changes_nothing(tmp_path: Path) -> None:
    store = taken(
        tmp_path,
        patient(deceasedDateTime="2024-01-01", address=[HOME], **practice("L83016")),
        condition(),
        procedure(performedDateTime="2020"),
        observation(valueInteger=3),
        order(medicationCodeableConcept=concept("9")),
        encounter(),
    )
    before = tables_of(store)
    files = {name: store.files(name) for name in before}
    again = take(store, tmp_path / "records.ndjson")
    assert {name: tuple(found.values()) for name, found in again.tables.items()} == {
        "person": (0, 0, 1),
        "death": (0, 0, 1),
        "registration": (0, 0, 1),
        "residence": (0, 0, 1),
        "event": (0, 0, 3),
        "medication": (0, 0, 1),
        "measurement": (0, 0, 1),
        "activity": (0, 0, 1),
        "diagnosis": (0, 0, 0),
        "care_package": (0, 0, 0),
    }
    assert tables_of(store) == before
    assert {name: store.files(name) for name in before} == files


def test_a_record_that_changed_replaces_what_it_said_before(tmp_path: Path) -> None:
    store = taken(
        tmp_path,
        patient(),
        condition("same"),
        condition("changed"),
        observation(valueInteger=3, component=[{"code": concept("4"), "valueInteger": 1}]),
    )
    account = take(
        store,
        write(
            tmp_path / "later.ndjson",
            condition("changed", on="2021-01-01", code=concept("7", "8")),
            observation(valueInteger=5),
        ),
    )
    assert counts(account, "event") == (3, 0, 0)
    assert rows(store, "event", "record", "date", "code") == [
        ("Condition/changed", day("2021-01-01"), "7"),
        ("Condition/changed", day("2021-01-01"), "8"),
        ("Condition/same", day("2020-05-06"), "1"),
        ("Observation/o1", day("2021-03-04"), "3"),
    ]
    assert rows(store, "measurement", "record", "value") == [("Observation/o1", 5.0)]


def test_a_record_that_turns_out_to_be_an_error_is_taken_out_again(tmp_path: Path) -> None:
    store = taken(tmp_path, patient(), procedure(performedDateTime="2020"), encounter())
    later = write(
        tmp_path / "later.ndjson",
        procedure(performedDateTime="2020", status="entered-in-error"),
        encounter(status="cancelled"),
    )
    take(store, later)
    assert rows(store, "event") == rows(store, "activity") == []
    assert [reason for *_, reason in refused(store)] == [
        "it is marked entered-in-error",
        "it is marked cancelled",
    ]


def test_a_later_version_that_cannot_be_taken_leaves_the_earlier_one(tmp_path: Path) -> None:
    store = taken(tmp_path, patient(), condition())
    take(store, write(tmp_path / "later.ndjson", condition(on=None)))
    assert rows(store, "event", "date") == [(day("2020-05-06"),)]


def test_a_person_who_changed_is_described_anew(tmp_path: Path) -> None:
    store = taken(tmp_path, patient(address=[HOME], **practice("L83016")), patient("ben"))
    moved = patient(
        name=[{"family": "King"}],
        deceasedDateTime="2024-01-01",
        address=[{"line": ["2 Low Street"]}],
        **practice("L83041"),
    )
    take(store, write(tmp_path / "later.ndjson", moved))
    assert rows(store, "person", "person", "family") == [("ada", "King"), ("ben", None)]
    assert rows(store, "death", "person", "date") == [("ada", day("2024-01-01"))]
    assert rows(store, "registration", "person", "practice") == [("ada", "L83041")]
    assert rows(store, "residence", "person", "address") == [("ada", "2 Low Street")]


def test_records_come_in_later_loads_than_their_person(tmp_path: Path) -> None:
    store = taken(tmp_path, numbered("ada", VALID))
    take(store, write(tmp_path / "later.ndjson", condition()))
    assert rows(store, "event", "person") == [(VALID,)]


def test_a_person_whose_number_becomes_known_keeps_every_record(tmp_path: Path) -> None:
    store = taken(tmp_path, patient(address=[HOME], **practice("L83016")), condition(), patient("ben"))
    take(store, write(tmp_path / "later.ndjson", numbered("ada", VALID), condition("c2")))
    assert rows(store, "person", "person", "source_id") == [(VALID, "ada"), ("ben", "ben")]
    assert rows(store, "event", "person", "record") == [(VALID, "Condition/c1"), (VALID, "Condition/c2")]
    assert rows(store, "registration", "person") == rows(store, "residence", "person") == [(VALID,)]


def test_what_was_coded_of_a_persons_spells_follows_their_number(tmp_path: Path) -> None:
    store = taken(tmp_path, patient())
    coded = {"person": "ada", "spell": "s1", "date": day("2020-05-06"), "position": 1, "code": "F009"}
    table = pa.Table.from_pylist([coded | {"system": ICD10, "record": "d1"}], DIAGNOSIS.arrow())
    with store.writing():
        (store.path / "diagnosis").mkdir()
        pq.write_table(table, store.path / "diagnosis" / "ward.parquet")
        load = Load("ward", "a ward", "2024-01-01", "2024-01-01", {"diagnosis": {"taken": 1}})
        store.commit(load, {"diagnosis": Change(add=["diagnosis/ward.parquet"])})
    take(store, write(tmp_path / "later.ndjson", numbered("ada", VALID)))
    assert rows(store, "diagnosis", "person", "code") == [(VALID, "F009")]


def test_a_number_that_another_record_still_has_keeps_its_records(tmp_path: Path) -> None:
    """Ada and Bea were one person under one number; now Ada's record has another."""
    of_bea = condition("bea", subject={"reference": "Patient/bea"})
    store = taken(tmp_path, numbered("ada", VALID), numbered("bea", VALID), condition("ada"), of_bea)
    take(store, write(tmp_path / "later.ndjson", numbered("ada", ALSO_VALID), condition("new")))
    assert rows(store, "event", "record", "person") == [
        ("Condition/ada", VALID),
        ("Condition/bea", VALID),
        ("Condition/new", ALSO_VALID),
    ]


def test_what_another_source_says_of_home_and_practice_stays(tmp_path: Path) -> None:
    """The second record of the same number describes the person, and adds no second home or practice."""
    store = taken(tmp_path, numbered("gp", VALID, address=[HOME], **practice("L83016")))
    other = numbered("hospital", VALID, address=[{"line": ["2 Low Street"]}], **practice("L83041"))
    take(store, write(tmp_path / "later.ndjson", other))
    assert rows(store, "person", "source_id") == [("hospital",)]
    assert rows(store, "registration", "practice") == [("L83016",)]
    assert rows(store, "residence", "address") == [("1 High Street",)]


def test_a_store_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    with store.writing(), pytest.raises(Exception, match="is being written by another load"):
        take(store, write(tmp_path / "a.ndjson", patient()))
