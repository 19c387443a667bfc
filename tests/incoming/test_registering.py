"""Whoever no record registers is registered with the practice that the records came from."""

import json
from datetime import date

import pytest

from commonweal.incoming.registering import register_others
from commonweal.incoming.take_in import take_in
from commonweal.store.folder import Store

ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
AT_A_PRACTICE = {"generalPractitioner": [{"identifier": {"system": ODS, "value": "Z99999"}}]}
NOWHERE: dict[str, object] = {}


@pytest.fixture
def store(tmp_path) -> Store:
    records = tmp_path / "people.ndjson"
    people = {"ada": AT_A_PRACTICE, "ben": NOWHERE, "cleo": NOWHERE}
    lines = [
        json.dumps({"resourceType": "Patient", "id": name, "birthDate": "1940-05-06", **registered})
        for name, registered in people.items()
    ]
    records.write_text("\n".join(lines))
    take_in([records], Store(tmp_path / "store"), today=date(2026, 1, 1))
    return Store(tmp_path / "store")


def registrations(store: Store) -> set[tuple[str, str]]:
    rows = store.table("registration").to_pyarrow().to_pylist()
    return {(row["person"], row["practice"]) for row in rows}


@pytest.mark.requirement("P10")
def test_only_those_registered_nowhere_are_registered(store):
    assert register_others(store, "Z83001") == 2
    assert registrations(store) == {("ada", "Z99999"), ("ben", "Z83001"), ("cleo", "Z83001")}


def test_once_is_enough(store):
    register_others(store, "Z83001")
    assert register_others(store, "Z83002") == 0
    assert len(registrations(store)) == 3
    assert len(store.loads()) == 2


def test_nobody_to_register_leaves_no_load(tmp_path):
    assert register_others(Store(tmp_path / "store"), "Z83001") == 0
    assert Store(tmp_path / "store").loads() == []
