"""Patients become persons, with where they are registered and live and whether they have died."""

from pathlib import Path
from typing import Any

import pytest
from tests.incoming.fhir.records import (
    INVALID,
    VALID,
    concept,
    condition,
    day,
    numbered,
    patient,
    refused,
    rows,
    taken,
)

from commonweal.terms.codes import NHS_NUMBER, ODS_ORGANISATION

pytestmark = pytest.mark.requirement("P10")

PRACTICE = {"identifier": {"system": ODS_ORGANISATION, "value": "L83016"}}
SURGERY = {
    "resourceType": "Organization",
    "id": "surgery",
    "identifier": [{"system": ODS_ORGANISATION, "value": "L83041"}],
}
ETHNIC = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory"


def test_a_person_is_known_by_the_nhs_number_where_there_is_a_valid_one(tmp_path: Path) -> None:
    store = taken(tmp_path, numbered("ada", "943 476 5919"), patient("ben"))
    assert rows(store, "person", "person", "nhs_number", "source", "source_id") == [
        (VALID, VALID, "fhir", "ada"),
        ("ben", None, "fhir", "ben"),
    ]


def test_a_wrong_check_digit_is_reported_and_the_person_taken_without_the_number(tmp_path: Path) -> None:
    store = taken(tmp_path, numbered("ada", INVALID), condition())
    assert rows(store, "person", "person", "nhs_number") == [("ada", None)]
    assert rows(store, "event", "person") == [("ada",)]
    reason = "its NHS number has a wrong check digit; the person is taken without it"
    assert refused(store) == [("person", 1, "Patient/ada", reason)]


def test_the_name_the_sex_and_the_ethnic_category(tmp_path: Path) -> None:
    store = taken(
        tmp_path,
        patient(
            name=[
                {"use": "official", "family": "Once", "period": {"end": "1990"}},
                {"use": "usual", "family": "Byron", "given": ["Augusta", "Ada"]},
            ],
            extension=[{"url": ETHNIC, "valueCodeableConcept": concept("A")}],
        ),
        {"resourceType": "Patient", "id": "ben", "birthDate": "1950", "name": [{"text": "Ben Jonson"}]},
    )
    assert rows(store, "person", "person", "family", "given", "birth_date", "sex", "ethnicity") == [
        ("ada", "Byron", "Augusta Ada", day("1950-02-03"), "female", "A"),
        ("ben", "Ben Jonson", None, day("1950-01-01"), "unknown", None),
    ]


def test_a_death_is_a_row_with_or_without_its_day(tmp_path: Path) -> None:
    store = taken(
        tmp_path,
        patient("a", deceasedDateTime="2020-03-04T23:30:00-05:00"),
        patient("b", deceasedBoolean=True),
        patient("c", deceasedBoolean=False),
        patient("d"),
    )
    assert rows(store, "death", "person", "date") == [("a", day("2020-03-04")), ("b", None)]


def test_the_practice_is_told_by_its_code_or_by_an_organisation_that_has_one(tmp_path: Path) -> None:
    dated = {"identifier": PRACTICE["identifier"] | {"period": {"start": "2011-12-13"}}}
    surgery = {"reference": "Organization/surgery"}
    store = taken(
        tmp_path,
        SURGERY,
        patient("a", generalPractitioner=[PRACTICE]),
        patient("b", generalPractitioner=[surgery]),
        patient("c", managingOrganization=PRACTICE),
        patient("d", generalPractitioner=[PRACTICE], managingOrganization=surgery),
        patient("e", generalPractitioner=[{"reference": "Practitioner/1"}]),
        patient("f", generalPractitioner=[dated]),
    )
    assert rows(store, "registration", "person", "practice", "start") == [
        ("a", "L83016", None),
        ("b", "L83041", None),
        ("c", "L83016", None),
        ("d", "L83016", None),
        ("f", "L83016", day("2011-12-13")),
    ]


def test_residences_are_the_places_lived_in(tmp_path: Path) -> None:
    addresses = [
        {"use": "home", "line": ["1 High Street", "Exampleton"], "city": "Exeter", "postalCode": "ex11aa"},
        {"use": "old", "line": ["2 Low Street"], "period": {"start": "2001", "end": "2010"}},
        {"use": "old", "line": ["3 Nowhere"]},
        {"use": "work", "line": ["4 Office"]},
        {"use": "temp", "postalCode": "ZZ99 3VZ"},
    ]
    store = taken(tmp_path, patient(address=addresses))
    assert rows(store, "residence", "address", "postcode", "tenure", "start", "end") == [
        ("1 High Street, Exampleton, Exeter", "EX1 1AA", None, None, None),
        ("2 Low Street", None, None, day("2001-01-01"), day("2010-01-01")),
        ("unknown", "ZZ99 3VZ", "homeless", None, None),
    ]


def test_impossible_lives_are_refused_and_their_records_with_them(tmp_path: Path) -> None:
    store = taken(
        tmp_path,
        patient("a", birthDate="1950-02-03", deceasedDateTime="1950-02-02"),
        patient("b", birthDate="2024-06-02"),
        patient("c", deceasedDateTime="2024-06-02"),
        {"resourceType": "Patient", "id": "d"},
        condition(subject={"reference": "Patient/a"}),
    )
    assert refused(store) == [
        ("person", 1, "Patient/a", "the person was born after the death"),
        ("person", 2, "Patient/b", "the person is born in the future"),
        ("person", 3, "Patient/c", "the person dies in the future"),
        ("person", 4, "Patient/d", "it has no birth date"),
        ("event", 5, "Condition/c1", "the person it refers to was refused"),
    ]


def test_two_records_of_one_number_are_one_person_as_the_newer_describes_it(tmp_path: Path) -> None:
    older = numbered("a", VALID, name=[{"family": "Old"}], meta={"lastUpdated": "2020-01-01T00:00:00Z"})
    newer = numbered("b", VALID, name=[{"family": "New"}], meta={"lastUpdated": "2021-01-01T00:00:00Z"})
    both = [condition(id, subject={"reference": f"Patient/{id}"}) for id in "ab"]
    store = taken(tmp_path, newer, older, *both)
    assert rows(store, "person", "person", "source_id", "family") == [(VALID, "b", "New")]
    assert rows(store, "event", "person", "record") == [(VALID, "Condition/a"), (VALID, "Condition/b")]


def test_a_person_is_referred_to_in_every_way_that_fhir_has(tmp_path: Path) -> None:
    ways: dict[str, Any] = {
        "a": {"reference": "Patient/ada"},
        "b": {"reference": "Patient/ada/_history/3"},
        "c": {"reference": "https://example.org/fhir/Patient/ada"},
        "d": {"reference": f"Patient?identifier={NHS_NUMBER}|{VALID}"},
        "e": {"identifier": {"system": NHS_NUMBER, "value": "943 476 5919"}},
    }
    given = [condition(id, subject=subject) for id, subject in ways.items()]
    store = taken(tmp_path, *given, numbered("ada", VALID))
    assert rows(store, "event", "record", "person") == [(f"Condition/{id}", VALID) for id in ways]
