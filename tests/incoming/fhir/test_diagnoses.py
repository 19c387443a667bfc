"""Conditions that an encounter names, or that name one, become the diagnoses of a stay in a bed."""

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from tests.incoming.fhir.records import (
    TODAY,
    VALID,
    Resource,
    bundle,
    concept,
    condition,
    counts,
    day,
    encounter,
    numbered,
    patient,
    refused,
    rows,
    tables_of,
    take,
    taken,
    write,
)

from commonweal.analytics.hospital_frailty import assess
from commonweal.store import Store
from commonweal.store.folder import connect
from commonweal.terms.codes import ICD10

pytestmark = pytest.mark.requirement("P3")


def ill(id: str, code: str, of: str | None = None, **more: Any) -> Resource:
    """A condition in ICD-10, perhaps of a stay."""
    told = {"encounter": {"reference": of}} if of else {}
    return condition(id, code=concept(code, system=ICD10)) | told | more


def stay(*named: str | tuple[str, str, int | None], id: str = "e1", **more: Any) -> Resource:
    """An encounter that names conditions: by reference, and perhaps by role and rank."""
    told = []
    for each in named:
        reference, role, rank = (each, "", None) if isinstance(each, str) else each
        told.append(
            {"condition": {"reference": reference}}
            | (
                {"use": concept(role, system="http://terminology.hl7.org/CodeSystem/diagnosis-role")}
                if role
                else {}
            )
            | ({"rank": rank} if rank else {})
        )
    return encounter(id, diagnosis=told, **more)


def coded(store: Store) -> list[tuple[Any, ...]]:
    return rows(store, "diagnosis", "spell", "position", "code", "record")


def test_what_a_stay_turned_out_to_be_goes_first_then_by_rank_then_as_it_is_told(tmp_path: Path) -> None:
    store = taken(
        tmp_path,
        patient(),
        ill("a", "R55"),
        ill("b", "i25.2"),
        ill("c", "F00.1"),
        ill("d", "N39.0"),
        ill("e", "E11"),
        stay(
            ("Condition/a", "AD", 1),
            "Condition/e",
            ("Condition/b", "DD", 2),
            ("Condition/c", "DD", 1),
            "https://example.org/fhir/Condition/d/_history/2",
            "Condition/c",
        ),
    )
    assert rows(store, "diagnosis") == [
        ("ada", "Encounter/e1", day("2023-01-01"), 1, ICD10, "F001", "Condition/c"),
        ("ada", "Encounter/e1", day("2023-01-01"), 2, ICD10, "I252", "Condition/b"),
        ("ada", "Encounter/e1", day("2023-01-01"), 3, ICD10, "R55", "Condition/a"),
        ("ada", "Encounter/e1", day("2023-01-01"), 4, ICD10, "E11", "Condition/e"),
        ("ada", "Encounter/e1", day("2023-01-01"), 5, ICD10, "N390", "Condition/d"),
    ]
    assert len(rows(store, "event")) == 5
    assert refused(store) == []


def test_what_only_a_condition_says_comes_after_and_counts_once(tmp_path: Path) -> None:
    told = "Encounter/e1"
    store = taken(
        tmp_path,
        patient(),
        ill("a", "R55", told),
        ill("b", "I25.2", told),
        stay("Condition/b"),
        ill("c", "E11"),
    )
    assert coded(store) == [
        ("Encounter/e1", 1, "I252", "Condition/b"),
        ("Encounter/e1", 2, "R55", "Condition/a"),
    ]


def test_only_a_stay_in_a_bed_and_only_codes_of_icd_10_make_one(tmp_path: Path) -> None:
    """Nothing is refused: what is coded otherwise, or of another contact, is an event like any."""
    store = taken(
        tmp_path,
        patient(),
        condition("snomed", encounter={"reference": "Encounter/e1"}),
        ill("seen", "R55", "Encounter/seen"),
        stay("Condition/snomed"),
        stay("Condition/seen", id="seen", **{"class": {"code": "AMB"}}),
    )
    assert coded(store) == []
    assert len(rows(store, "event")) == 2
    assert refused(store) == []


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_files_may_come_in_any_order_in_one_load_or_in_several(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    parts = [
        [patient(), ill("other", "E11")],
        [ill("named", "F00.1"), ill("naming", "R55", "Encounter/e1")],
        [stay("Condition/named")],
    ]
    files = [write(tmp_path / f"{place}.ndjson", *parts[part]) for place, part in enumerate(order)]
    at_once = Store(tmp_path / "at-once")
    take(at_once, *files)
    expected = [
        ("Encounter/e1", 1, "F001", "Condition/named"),
        ("Encounter/e1", 2, "R55", "Condition/naming"),
    ]
    assert coded(at_once) == expected
    if order[0] == 0:  # whom records are about has to be known before them
        one_by_one = Store(tmp_path / "one-by-one")
        for file in files:
            take(one_by_one, file)
        assert coded(one_by_one) == expected


def test_a_bundle_names_them_by_the_addresses_in_it(tmp_path: Path) -> None:
    store = taken(
        tmp_path,
        bundle(
            ("urn:uuid:1", stay("urn:uuid:2") | {"subject": {"reference": "urn:uuid:4"}}),
            ("urn:uuid:2", ill("a", "F00.1") | {"subject": {"reference": "urn:uuid:4"}}),
            ("urn:uuid:3", ill("b", "R55", "urn:uuid:1") | {"subject": {"reference": "urn:uuid:4"}}),
            ("urn:uuid:4", patient()),
        ),
    )
    assert coded(store) == [
        ("Encounter/e1", 1, "F001", "Condition/a"),
        ("Encounter/e1", 2, "R55", "Condition/b"),
    ]


def test_what_is_named_and_not_there_is_noted_and_made_good_when_it_comes(tmp_path: Path) -> None:
    """Everything else is taken; the account counts a refused diagnosis for each reference."""
    store = Store(tmp_path / "store")
    told = write(
        tmp_path / "1.ndjson",
        patient(),
        patient("ben"),
        stay("Condition/late", "Condition/here", "Condition/bens"),
        ill("here", "R55"),
        ill("bens", "E11", subject={"reference": "Patient/ben"}),
        ill("lost", "I10", "Encounter/late"),
        ill("crossed", "I10", "Encounter/e1", subject={"reference": "Patient/ben"}),
    )
    assert counts(take(store, told), "diagnosis") == (1, 4, 0)
    assert coded(store) == [("Encounter/e1", 1, "R55", "Condition/here")]
    known = "the stay is taken without it"
    assert refused(store) == [
        ("diagnosis", 3, "Encounter/e1", f"a diagnosis it names is about somebody else; {known}"),
        ("diagnosis", 3, "Encounter/e1", f"a diagnosis it names is not known; {known}"),
        (
            "diagnosis",
            6,
            "Condition/lost",
            "the encounter it refers to is not known; it is taken, but as no diagnosis of a stay",
        ),
        (
            "diagnosis",
            7,
            "Condition/crossed",
            "the encounter it refers to is about somebody else; it is taken, but as no diagnosis of it",
        ),
    ]
    assert len(rows(store, "event")) == 4
    take(store, write(tmp_path / "2.ndjson", ill("late", "F00.1"), encounter("late")))
    assert coded(store) == [
        ("Encounter/e1", 1, "F001", "Condition/late"),
        ("Encounter/e1", 2, "R55", "Condition/here"),
        ("Encounter/late", 1, "I10", "Condition/lost"),
    ]


def test_the_same_again_changes_nothing_and_a_correction_makes_the_stay_anew(tmp_path: Path) -> None:
    store = taken(
        tmp_path,
        patient(),
        ill("a", "R55"),
        ill("b", "E11", "Encounter/e1"),
        stay("Condition/a"),
        ill("z", "I10", "Encounter/e2"),
        encounter("e2"),
    )
    before, files = tables_of(store), store.tables()
    assert counts(take(store, tmp_path / "records.ndjson"), "diagnosis") == (0, 0, 0)
    assert (tables_of(store), store.tables()) == (before, files)
    take(store, write(tmp_path / "2.ndjson", ill("a", "F00.1")))
    other = ("Encounter/e2", 1, "I10", "Condition/z")
    assert coded(store) == [
        ("Encounter/e1", 1, "F001", "Condition/a"),
        ("Encounter/e1", 2, "E11", "Condition/b"),
        other,
    ]
    take(store, write(tmp_path / "3.ndjson", encounter("e1")))
    assert coded(store) == [("Encounter/e1", 1, "E11", "Condition/b"), other]
    take(store, write(tmp_path / "4.ndjson", encounter("e1", status="entered-in-error")))
    assert coded(store) == [other]


def test_a_person_who_is_called_otherwise_keeps_their_diagnoses(tmp_path: Path) -> None:
    store = taken(tmp_path, patient(), ill("a", "R55"), stay("Condition/a"))
    take(store, write(tmp_path / "2.ndjson", numbered("ada", VALID), ill("b", "E11", "Encounter/e1")))
    assert rows(store, "diagnosis", "person", "position", "code") == [(VALID, 1, "R55"), (VALID, 2, "E11")]


def test_hospital_frailty_is_found_in_what_fhir_said(tmp_path: Path) -> None:
    url = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-AdmissionMethod"
    as_emergency: dict[str, Any] = {
        "hospitalization": {"extension": [{"url": url, "valueCodeableConcept": concept("21")}]}
    }
    store = taken(
        tmp_path, patient(birthDate="1940-01-01"), ill("a", "F00.1"), stay("Condition/a", **as_emergency)
    )
    connection = connect()
    names = ("person", "death", "activity", "diagnosis")
    people, deaths, activity, diagnoses = (store.table(name, connection) for name in names)
    found = assess(people, deaths, activity, diagnoses, TODAY).to_pyarrow().to_pylist()
    assert [(row["person"], row["tenths"], row["categories"]) for row in found] == [("ada", 71, ["F00"])]
