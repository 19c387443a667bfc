"""Every form in which records come, and everything else that lies in a folder with them."""

import gzip
import json
from pathlib import Path

import pytest
from tests.incoming.fhir.records import (
    about,
    bundle,
    condition,
    counts,
    encounter,
    patient,
    refused,
    rows,
    take,
    taken,
    write,
)

from commonweal.store import Store

pytestmark = pytest.mark.requirement("P10")

ADA = "urn:uuid:aaaaaaaa-0000-4000-8000-000000000001"
ELSEWHERE = "https://example.org/fhir/Patient/ada"


def test_bundles_of_each_kind_one_a_line_or_one_a_file(tmp_path: Path) -> None:
    transaction = bundle((ADA, patient()), (None, condition("a", **about(ADA))))
    searchset = bundle(
        (ELSEWHERE, patient("ada")), (None, condition("b", **about(ELSEWHERE))), kind="searchset"
    )
    lines = write(tmp_path / "in" / "lines.ndjson", transaction, searchset)
    collection = bundle((None, condition("c")), kind="collection")
    (tmp_path / "in" / "pretty.json").write_text(json.dumps(collection, indent=2), encoding="utf-8")
    store = Store(tmp_path / "store")
    account = take(store, lines.parent)
    assert rows(store, "event", "person", "record") == [("ada", f"Condition/{id}") for id in "abc"]
    assert counts(account, "person") == (1, 0, 1)


def test_a_resource_of_a_bundle_without_an_id_takes_that_of_its_address(tmp_path: Path) -> None:
    unnamed = patient()
    del unnamed["id"]
    store = taken(tmp_path, bundle((ADA, unnamed), (None, condition(**about(ADA)))))
    assert rows(store, "person", "person") == [(ADA.removeprefix("urn:uuid:"),)]
    assert rows(store, "event", "person") == [(ADA.removeprefix("urn:uuid:"),)]


def test_an_entry_without_a_resource_is_not_needed(tmp_path: Path) -> None:
    deletion = bundle((None, patient()))
    deletion["entry"].append({"request": {"method": "DELETE", "url": "Patient/ben"}})
    account = take(Store(tmp_path / "store"), write(tmp_path / "a.ndjson", deletion))
    assert account.not_needed == {"entry without a resource": 1}
    assert counts(account, "person") == (1, 0, 0)


def test_a_folder_of_a_bulk_export_with_what_else_is_in_it(tmp_path: Path) -> None:
    export = tmp_path / "export"
    write(export / "Patient.000.ndjson.gz", patient())
    write(export / "more" / "Condition.000.ndjson", condition())
    write(
        export / "Claim.000.ndjson",
        {"resourceType": "Claim", "id": "x"},
        {"resourceType": "Claim", "id": "y"},
    )
    write(export / "log.ndjson", '{"exportId": "1", "eventId": "kickoff"}')
    (export / "index.csv").write_text("part,line\n1,2\n", encoding="utf-8")
    (export / "empty.ndjson").touch()
    (export / "blank.json").write_text("\n \n", encoding="utf-8")
    store = Store(tmp_path / "store")
    account = take(store, export)
    assert counts(account, "person") == counts(account, "event") == (1, 0, 0)
    assert account.not_needed == {"Claim": 2}
    assert account.unplaced == 4
    assert rows(store, "refused", "source", "line", "reason") == sorted(
        [
            (str(export / "blank.json"), None, "the file is empty"),
            (str(export / "empty.ndjson"), None, "the file is empty"),
            (str(export / "index.csv"), None, "this is no FHIR: the file does not begin with a JSON object"),
            (str(export / "log.ndjson"), 1, "missing element 'resourceType'"),
        ],
        key=repr,
    )


def test_one_resource_a_file_in_more_files_than_a_process_may_open(tmp_path: Path) -> None:
    """Which is 1,024 as a rule."""
    many = 2_000
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "p.json").write_text(json.dumps(patient()), encoding="utf-8")
    for number in range(many):
        (folder / f"{number}.json").write_text(json.dumps(encounter(f"e{number}")), encoding="utf-8")
    store = Store(tmp_path / "store")
    account = take(store, folder)
    assert counts(account, "activity") == (many, 0, 0)
    assert account.files == many + 1


def test_byte_order_marks_blank_lines_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    text = f"\ufeff{json.dumps(patient())}\r\n\r\n\ufeff{json.dumps(condition())}\r\n"
    file = tmp_path / "a.ndjson"
    file.write_text(text, encoding="utf-8", newline="")
    document = tmp_path / "b.json"
    document.write_text("\ufeff" + json.dumps(condition("c2"), indent=1), encoding="utf-8")
    store = Store(tmp_path / "store")
    take(store, file, document)
    assert rows(store, "event", "record") == [("Condition/c1",), ("Condition/c2",)]
    assert refused(store) == []


def test_gzip_is_known_by_its_bytes_and_may_have_several_members(tmp_path: Path) -> None:
    file = tmp_path / "records"
    file.write_bytes(
        gzip.compress(json.dumps(patient()).encode() + b"\n")
        + gzip.compress(json.dumps(condition()).encode())
    )
    store = Store(tmp_path / "store")
    take(store, file)
    assert rows(store, "event", "record") == [("Condition/c1",)]


def test_a_file_that_is_not_there_is_in_the_report(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    account = take(store, tmp_path / "nowhere.ndjson", write(tmp_path / "a.ndjson", patient()))
    assert refused(store) == [(None, None, None, "the file cannot be read: No such file or directory")]
    assert counts(account, "person") == (1, 0, 0)
