"""Records that nobody here wrote: published sets go through, and every refusal is accounted for."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from tests.incoming.fhir import recount
from tests.incoming.fhir.records import rows

from commonweal.incoming.account import Account
from commonweal.incoming.take_in import take_in
from commonweal.store import Store

pytestmark = pytest.mark.requirement("P10")


@pytest.fixture(scope="module")
def synthea(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Account, Path]:
    folder = shared / "data" / "fhir-synthea"
    store = Store(tmp_path_factory.mktemp("synthea"))
    return store, take_in([folder], store, processes=1), folder


def test_the_synthea_sets_are_taken_in_whole(synthea: tuple[Store, Account, Path]) -> None:
    """The published totals, as PROVENANCE.md lists them: 307 and 13 patients, 44,990 observations, …"""
    store, account, _ = synthea
    assert {name: found["taken"] for name, found in account.tables.items()} == {
        "person": 307 + 13,
        "death": 70 + 3,
        "registration": 0,
        "residence": 307 + 13,
        "event": 44_990 + 7_188 + 2_302 + 555 + 2_056,
        "medication": 2_666 + 1_745,
        "measurement": 47_834,
        "activity": 9_247 + 1_215,
        "diagnosis": 0,
        "care_package": 0,
    }
    assert {found["duplicate"] for found in account.tables.values()} == {0}
    assert account.not_needed["Claim"] == 11_913
    assert account.not_needed["Immunization"] == 3_686 + 161
    assert len(rows(store, "person", "person")) == 320


def test_all_that_was_refused_is_what_is_no_record_of_care(synthea: tuple[Store, Account, Path]) -> None:
    store, account, folder = synthea
    not_fhir = "this is no FHIR: the file does not begin with a JSON object"
    log = str(folder / "bulk-10-patients" / "log.ndjson")
    assert rows(store, "refused", "source", "line", "reason") == [
        (str(folder / "PROVENANCE.md"), None, not_fhir),
        *((log, line, "missing element 'resourceType'") for line in (1, 2, 3, 4)),
        (str(folder / "smart-r4-bundles-index.csv"), None, not_fhir),
    ]
    assert account.unplaced == 6
    assert account.notes == (
        "4 records are dated before the birth of their person; they are taken as they are",
    )


def test_some_of_them_again_are_duplicates_as_many_as_a_recount_of_the_raw_files_finds(
    synthea: tuple[Store, Account, Path],
) -> None:
    store, first, folder = synthea
    before = {name: store.files(name) for name in first.tables}
    some = [*sorted((folder / "bulk-10-patients").glob("*json.gz")), folder / "smart-r4-bundles-01.ndjson.gz"]
    again, raw = take_in(some, store), list(recount.resources(some))
    expected = recount.rows(raw)
    assert {name for name, found in again.tables.items() if found["taken"] or found["refused"]} == set()
    assert {name: again.tables[name]["duplicate"] for name in expected} == dict(expected)
    kinds = Counter(each["resourceType"] for each in raw)
    assert again.not_needed == {kind: n for kind, n in kinds.items() if kind not in recount.NEEDED}
    assert again.read == len(raw)
    assert {name: store.files(name) for name in first.tables} == before


def test_the_uk_core_examples_are_as_fhir_says_and_each_refusal_has_its_reason(
    shared: Path, tmp_path: Path
) -> None:
    """They are illustrations, not one record: nearly all are about a patient who is not among them."""
    folder = shared / "data" / "fhir-uk-core" / "examples-json"
    store = Store(tmp_path)
    account = take_in([folder], store)
    raw = list(recount.resources(sorted(folder.glob("*.json"))))
    assert (account.files, account.read) == (123, len(raw))
    assert account.reasons == {
        "the person it refers to is not known": 34,
        "it has no birth date": 13,
        "its NHS number has a wrong check digit; the person is taken without it": 1,
        "it has no start": 1,
        "it has no code": 1,
    }
    unknown = [row for row in rows(store, "refused", "reason", "content") if "not known" in row[0]]
    here = {f"Patient/{each['id']}" for each in raw if each["resourceType"] == "Patient"}
    assert not {subject for _, subject in unknown} & here
    assert rows(store, "person", "person", "nhs_number", "family", "given", "birth_date", "ethnicity") == [
        ("UKCore-Patient-BabyPatient-Example", None, "JONES", "Melanie", date(2021, 2, 11), "A")
    ]
    assert rows(store, "residence", "address", "postcode") == [("10 Fearnville Grove, LEEDS", "LS8 3DR")]


def test_the_demographics_service_responses_are_persons_by_nhs_number(shared: Path, tmp_path: Path) -> None:
    store = Store(tmp_path)
    account = take_in([shared / "data" / "fhir-pds"], store)
    assert tuple(account.tables["person"].values()) == (36, 4, 33)
    assert account.reasons == {
        "another version of the same record is newer, or came first": 2,
        "its NHS number has a wrong check digit; the person is taken without it": 1,
        "it has no birth date": 1,
        "this is no FHIR: the file does not begin with a JSON object": 1,
    }
    people = rows(store, "person", "person", "nhs_number", "source_id")
    assert [row for row in people if row != (row[0], row[0], row[0])] == [("9000000015", None, "9000000015")]
    assert rows(store, "registration", "person", "practice", "start")[0] == (
        "5900034372",
        "H81109",
        date(2023, 8, 13),
    )
    assert [store.count(table) for table in ("death", "registration", "residence")] == [7, 10, 33]
