"""Encounters become activity in a setting."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.incoming.fhir.records import concept, encounter, patient, refused, rows, taken

from commonweal.terms.codes import ODS_ORGANISATION

pytestmark = pytest.mark.requirement("P3")

HOSPITAL = {
    "resourceType": "Organization",
    "id": "rh8",
    "name": "Royal Example",
    "identifier": [{"system": ODS_ORGANISATION, "value": "RH8"}],
}


def test_the_class_says_the_setting_and_the_type_where_it_says_only_ambulatory(tmp_path: Path) -> None:
    told = {
        "a": ("IMP", "1"),
        "b": ("ACUTE", "1"),
        "c": ("SS", "1"),
        "d": ("EMER", "1"),
        "e": ("HH", "1"),
        "f": ("FLD", "1"),
        "g": ("VR", "1"),
        "h": ("AMB", "185345009"),
        "i": ("AMB", "1"),
    }
    given = [
        encounter(id, **{"class": {"code": kind}, "type": [concept(type)]})
        for id, (kind, type) in told.items()
    ]
    store = taken(tmp_path, patient(), *given)
    assert rows(store, "activity", "record", "setting", "kind") == [
        ("Encounter/a", "bed", "term 1"),
        ("Encounter/b", "bed", "term 1"),
        ("Encounter/c", "bed", "term 1"),
        ("Encounter/d", "emergency", "term 1"),
        ("Encounter/e", "home", "term 1"),
        ("Encounter/f", "community", "term 1"),
        ("Encounter/g", "gp", "term 1"),
        ("Encounter/h", "gp", "term 185345009"),
        ("Encounter/i", "outpatient", "term 1"),
    ]


def test_a_stay_lasts_until_it_ends_and_a_contact_that_is_over_ends_as_it_begins(tmp_path: Path) -> None:
    began = {"period": {"start": "2023-01-01T22:00:00+00:00"}}
    store = taken(
        tmp_path,
        patient(),
        encounter("over", **{"class": {"code": "AMB"}}, **began),
        encounter("lasting", status="in-progress", **began),
        encounter("zoned", period={"start": "2023-07-01T10:00:00+01:00", "end": "2023-07-02"}),
    )
    night = datetime(2023, 1, 1, 22, tzinfo=UTC)
    assert rows(store, "activity", "record", "start", "end") == [
        ("Encounter/lasting", night, None),
        ("Encounter/over", night, night),
        ("Encounter/zoned", datetime(2023, 7, 1, 9, tzinfo=UTC), datetime(2023, 7, 2, tzinfo=UTC)),
    ]


def test_who_gave_it_is_a_code_or_else_a_name(tmp_path: Path) -> None:
    by = {
        "code": {"reference": "Organization/rh8"},
        "identifier": {"identifier": {"system": ODS_ORGANISATION, "value": "RA9"}},
        "name": {"reference": "Organization/unknown", "display": "Somewhere"},
    }
    given = [encounter(id, serviceProvider=provider) for id, provider in by.items()]
    store = taken(tmp_path, patient(), HOSPITAL, *given)
    assert rows(store, "activity", "record", "provider") == [
        ("Encounter/code", "RH8"),
        ("Encounter/identifier", "RA9"),
        ("Encounter/name", "Somewhere"),
    ]


def test_the_admission_method_is_that_of_the_data_dictionary(tmp_path: Path) -> None:
    url = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-AdmissionMethod"
    given = [
        encounter(code, hospitalization={"extension": [{"url": url, "valueCodeableConcept": concept(code)}]})
        for code in ("11", "21", "2A", "31", "81")
    ]
    store = taken(tmp_path, patient(), *given)
    assert rows(store, "activity", "record", "setting", "method") == [
        ("Encounter/11", "bed", "elective"),
        ("Encounter/21", "bed", "emergency"),
        ("Encounter/2A", "bed", "emergency"),
        ("Encounter/31", "bed", "other"),
        ("Encounter/81", "bed", "transfer"),
    ]


def test_what_did_not_take_place_is_refused(tmp_path: Path) -> None:
    store = taken(
        tmp_path,
        patient(),
        encounter("a", status="planned"),
        encounter("b", status="cancelled"),
        encounter("c", status="entered-in-error"),
        encounter("d", period={"end": "2023-01-05"}),
        encounter("e", period={"start": "2023-01-05", "end": "2023-01-01"}),
        encounter("f", period={"start": "2024-06-02"}),
        encounter("g", subject={"reference": "Group/1"}),
        encounter("h", subject={"display": "Ada"}),
    )
    assert refused(store) == [
        ("activity", 2, "Encounter/a", "it is marked planned"),
        ("activity", 3, "Encounter/b", "it is marked cancelled"),
        ("activity", 4, "Encounter/c", "it is marked entered-in-error"),
        ("activity", 5, "Encounter/d", "it has no start"),
        ("activity", 6, "Encounter/e", "it ends before it starts"),
        ("activity", 7, "Encounter/f", "it is dated in the future"),
        ("activity", 8, "Encounter/g", "it is about something other than a person"),
        ("activity", 9, "Encounter/h", "it names no person"),
    ]
    assert rows(store, "activity") == []
