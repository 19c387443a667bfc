"""Bad input: each gets its line in the report, and the rest is taken."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from tests.incoming.fhir.records import (
    about,
    concept,
    condition,
    counts,
    observation,
    patient,
    refused,
    rows,
    take,
    taken,
    write,
)

from commonweal.incoming.spans import Limits
from commonweal.store import Store

pytestmark = pytest.mark.requirement("P10")


def test_lines_that_are_no_resource_are_refused_each_with_its_reason(tmp_path: Path) -> None:
    store = taken(
        tmp_path,
        patient(),
        "not JSON at all",
        '{"resourceType": "Condition", "id": "cut',
        "[1, 2]",
        '{"resourceType": "Prescription", "id": "x"}',
        '{"resourceType": 7}',
        '{"id": "x"}',
        json.dumps(condition(code={"text": "ménière"}), ensure_ascii=False).encode("latin-1"),
        json.dumps(condition("nul", code=concept("1", text="a\0b") | {"coding": [{"code": "1"}]})),
        condition("last"),
    )
    assert refused(store) == [
        (None, 2, None, "not JSON: invalid character"),
        (None, 3, None, "not JSON: it breaks off"),
        (None, 4, None, "expected an object, got a list"),
        (None, 5, "Prescription/x", "FHIR R4 knows no resource of this type"),
        (None, 6, None, "resourceType: expected text, got a whole number"),
        (None, 7, None, "missing element 'resourceType'"),
        ("event", 8, "Condition/c1", "not UTF-8 text"),
        ("event", 9, "Condition/nul", "a text has a NUL character"),
    ]
    assert rows(store, "event", "record") == [("Condition/last",)]


def test_resources_that_are_not_as_fhir_says_are_refused_with_the_place(tmp_path: Path) -> None:
    coded = condition()["code"]["coding"][0]
    wrong: dict[str, Any] = {
        "number for a code": {"code": {"coding": [coded | {"code": 44054006}]}},
        "text for a list": {"category": "problem"},
        "unknown element": {"colour": "red"},
        "null": {"recordedDate": None},
        "empty list": {"bodySite": []},
        "empty text": {"language": ""},
        "no such date": {"onsetDateTime": "1999-13-45"},
        "no leap year": {"onsetDateTime": "2021-02-29"},
        "time without zone": {"onsetDateTime": "2021-02-01T10:00:00"},
        "date as a number": {"onsetDateTime": 1999},
        "chosen twice": {"onsetAge": {"value": 3}},
        "not among the codes": {"subject": {"reference": "Patient/ada", "identifier": {"use": "sometimes"}}},
        "inside": {"contained": [{"resourceType": "Medication", "id": "m", "dose": 1}]},
    }
    given = [condition(f"c{number}", **each) for number, each in enumerate(wrong.values())]
    no_status = observation()
    del no_status["status"]
    store = taken(tmp_path, patient(), *given, no_status)
    assert [reason for *_, reason in refused(store)] == [
        "code.coding.code: expected text, got a whole number",
        "category: expected a list, got text",
        "no such element: 'colour'",
        "recordedDate: expected a date as text",
        "bodySite: expected a list of length >= 1",
        "language: not written as it has to be",
        "onsetDateTime: no such date",
        "onsetDateTime: no such date",
        "onsetDateTime: no such date",
        "onsetDateTime: expected a date as text",
        "onset[x] is there more than once",
        "subject.identifier.use: not one of the codes that may stand here",
        "no such element: 'dose'",
        "missing element 'status'",
    ]


def test_a_gzip_file_that_breaks_off_gives_all_its_whole_lines(tmp_path: Path) -> None:
    whole = b"".join(json.dumps(condition(f"c{number}")).encode() + b"\n" for number in range(2_000))
    file = tmp_path / "Condition.ndjson.gz"
    file.write_bytes(gzip.compress(whole)[:-2_000])
    store = Store(tmp_path / "store")
    account = take(store, write(tmp_path / "Patient.ndjson", patient()), file)
    taken_rows, refused_rows, _ = counts(account, "event")
    assert taken_rows > 1_000
    assert refused_rows == 0
    assert refused(store) == [(None, taken_rows + 1, None, "the gzip file breaks off here")]


def test_a_gzip_file_that_is_damaged_gives_the_lines_before_the_damage(tmp_path: Path) -> None:
    whole = b"".join(json.dumps(condition(f"c{number}")).encode() + b"\n" for number in range(2_000))
    packed = bytearray(gzip.compress(json.dumps(patient()).encode() + b"\n" + whole))
    packed[len(packed) * 3 // 4] ^= 0xFF
    damaged, short = tmp_path / "damaged", tmp_path / "short"
    damaged.write_bytes(packed)
    short.write_bytes(packed[:5])
    store = Store(tmp_path / "store")
    account = take(store, damaged, short)
    assert counts(account, "event")[0] > 1_000
    reasons = rows(store, "refused", "source", "reason")
    assert (str(damaged), "the gzip file is damaged here") in reasons
    assert (str(short), "the gzip file breaks off here") in reasons


@pytest.mark.parametrize("suffix", ["ndjson", "ndjson.gz"])
def test_a_line_that_is_too_long_is_refused_and_the_rest_taken(tmp_path: Path, suffix: str) -> None:
    limits = Limits(block=20_000, longest=5_000_000)
    long = json.dumps(condition("long", note=[{"text": "word " * 2_000_000}]))
    file = write(tmp_path / f"a.{suffix}", patient(), condition("before"), long, condition("after"))
    store = Store(tmp_path / "store")
    take(store, file, limits=limits)
    assert refused(store) == [(None, 3, None, "the line or document is longer than 5,000,000 bytes")]
    assert rows(store, "event", "record") == [("Condition/after",), ("Condition/before",)]


def test_a_document_that_is_too_long_or_broken_is_refused_whole(tmp_path: Path) -> None:
    limits = Limits(block=20_000, longest=50_000)
    pretty = json.dumps(condition("long", note=[{"text": "word"}] * 3_000), indent=1)
    (tmp_path / "long.json").write_text(pretty, encoding="utf-8")
    (tmp_path / "long.json.gz").write_bytes(gzip.compress(pretty.encode()))
    (tmp_path / "broken.json").write_text(pretty[:2_000], encoding="utf-8")
    (tmp_path / "broken.json.gz").write_bytes(gzip.compress(pretty[:2_000].encode())[:-20])
    (tmp_path / "wide.json").write_text(json.dumps(patient(), indent=1), encoding="utf-16")
    store = Store(tmp_path / "store")
    take(store, *sorted(tmp_path.glob("*.json*")), limits=limits)
    assert rows(store, "refused", "source", "line", "reason") == [
        (str(tmp_path / "broken.json"), 1, "not JSON: it breaks off"),
        (str(tmp_path / "broken.json.gz"), None, "the gzip file breaks off here"),
        (str(tmp_path / "long.json"), None, "the line or document is longer than 50,000 bytes"),
        (str(tmp_path / "long.json.gz"), None, "the line or document is longer than 50,000 bytes"),
        (str(tmp_path / "wide.json"), None, "the file is UTF-16; FHIR is UTF-8"),
    ]


def test_one_id_with_different_content_is_taken_once_as_the_newest_says(tmp_path: Path) -> None:
    def version(code: str, updated: str | None) -> dict[str, Any]:
        return condition(code=concept(code)) | ({"meta": {"lastUpdated": updated}} if updated else {})

    store = taken(
        tmp_path,
        patient(),
        version("old", "2020-01-01T00:00:00Z"),
        version("new", "2021-01-01T00:00:00Z"),
        version("new", "2021-01-01T00:00:00Z"),
        version("undated", None),
    )
    reason = "another version of the same record is newer, or came first"
    assert rows(store, "event", "code") == [("new",)]
    assert refused(store) == [("event", 2, "Condition/c1", reason), ("event", 5, "Condition/c1", reason)]


def test_of_versions_without_a_time_the_first_is_taken(tmp_path: Path) -> None:
    store = taken(tmp_path, patient(), condition(code=concept("one")), condition(code=concept("two")))
    assert rows(store, "event", "code") == [("one",)]


def test_references_that_resolve_to_nothing_are_refused(tmp_path: Path) -> None:
    dangling = ["Patient/nobody", "urn:uuid:0", "#p", "Practitioner/1", "9434765919"]
    given = [condition(f"c{number}", **about(each)) for number, each in enumerate(dangling)]
    store = taken(tmp_path, patient(), *given)
    unknown, other = "the person it refers to is not known", "it is about something other than a person"
    assert [reason for *_, reason in refused(store)] == [unknown, unknown, unknown, other, unknown]
    assert rows(store, "refused", "content") == sorted([(each,) for each in dangling], key=repr)


def test_a_record_without_an_id_is_refused(tmp_path: Path) -> None:
    unnamed = condition()
    del unnamed["id"]
    assert refused(taken(tmp_path, patient(), unnamed)) == [("event", 2, None, "it has no id")]
