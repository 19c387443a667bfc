"""Coded events from a practice system: what is taken, and why the rest is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.incoming.extracts.village import EVENTS, NAMES, held, source, take_in, village, write

from commonweal.store import Store

CTV3 = "http://read.info/ctv3"
SNOMED = "http://snomed.info/sct"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return village(tmp_path)


def cases() -> dict[int, tuple[str, str]]:
    """The table in refused.txt: line in the extract → a row, and its fate."""
    lines = (Path(__file__).parent / "refused.txt").read_text(encoding="utf-8").splitlines()[2:]
    pairs = zip(lines[::2], lines[1::2], strict=True)
    return {line: (row, fate.strip()) for line, (row, fate) in enumerate(pairs, 2)}


@pytest.mark.requirement("P10")
def test_each_row_is_taken_or_refused_with_its_line_and_reason(store: Store, tmp_path: Path) -> None:
    rows = cases()
    file = write(tmp_path / "events.csv", "\n".join([NAMES, *(row for row, _ in rows.values())]) + "\n")
    account = take_in(store, source(EVENTS), file)
    refused = {line: case for line, case in rows.items() if case[1] != "taken"}
    taken = [(f"events/{row.split(',')[0]}",) for line, (row, _) in rows.items() if line not in refused]
    assert held(store, "event", "record") == sorted(taken)
    told = held(store, "refused", "load", "table", "source", "line", "reason", "content")
    assert [row for row in told if row[0] == account.load] == sorted(
        ((account.load, "event", str(file), line, reason, row) for line, (row, reason) in refused.items()),
        key=str,
    )
    assert account.tables["event"] == {"taken": len(taken), "refused": len(refused), "duplicate": 0}


def test_an_event_before_birth_is_taken_and_told_of(store: Store, tmp_path: Path) -> None:
    file = write(tmp_path / "events.csv", f"{NAMES}\n1,,p3,04/05/1960,C,XE0Ef,\n2,,p3,05/05/1960,C,XE0Ef,\n")
    account = take_in(store, source(EVENTS), file)
    assert account.tables["event"] == {"taken": 2, "refused": 0, "duplicate": 0}
    assert account.notes == (
        "1 records are dated before the birth of their person; they are taken as they are",
    )


def test_codes_stay_text_and_systems_get_their_identifier(store: Store, tmp_path: Path) -> None:
    rows = [
        "1,9434765919,,01/02/2019,C, 14F1. ,Angina",
        "2,9434765919,,02/02/2019,S,0161891000000101,",
        "3,,p3,03/02/2019,C,XaIyz,Fräulein's fall",
    ]
    take_in(store, source(EVENTS), write(tmp_path / "events.csv", "\n".join([NAMES, *rows]) + "\n"))
    assert held(store, "event", "person", "date", "system", "code", "term", "record") == [
        ("9434765919", date(2019, 2, 1), CTV3, "14F1.", "Angina", "events/1"),
        ("9434765919", date(2019, 2, 2), SNOMED, "0161891000000101", None, "events/2"),
        ("p3", date(2019, 2, 3), CTV3, "XaIyz", "Fräulein's fall", "events/3"),
    ]


def test_a_source_identifier_leads_to_the_person_it_belongs_to(store: Store, tmp_path: Path) -> None:
    by_id = source(EVENTS, columns=EVENTS["columns"] | {"person": "ID"}, person="source_id")
    file = write(tmp_path / "events.csv", f"{NAMES}\n1,,p1,01/02/2019,C,XE0Ef,\n2,,p3,01/02/2019,C,XE0Ef,\n")
    take_in(store, by_id, file)
    assert held(store, "event", "person", "record") == [("9434765919", "events/1"), ("p3", "events/2")]


def test_bytes_of_another_encoding_are_refused_and_the_rest_is_taken(store: Store, tmp_path: Path) -> None:
    text = f"{NAMES}\n1,,p1,01/02/2019,C,XE0Ef,Ménière\n2,,p1,01/02/2019,C,XE0Ef,plain\n"
    file = write(tmp_path / "events.csv", text, encoding="latin-1")
    account = take_in(store, source(EVENTS), file)
    assert account.reasons == {"there are bytes that are not utf-8": 1}
    assert held(store, "event", "record") == [("events/2",)]
    assert take_in(store, source(EVENTS, encoding="latin-1"), file).tables["event"]["taken"] == 1
    assert held(store, "event", "record", "term") == [("events/1", "Ménière"), ("events/2", "plain")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "the file is empty"),
        ("NO,NHS\n1,2\n", "there is no column CODE; its columns are NO, NHS"),
        (NAMES.replace("CODE", "KODE") + "\n", "there is no column CODE; did you mean 'KODE'?"),
        (NAMES + ",CODE\n", "there are two columns CODE"),
        ("PK\x03\x04\x14\x00", "the first line is not text; save the extract as CSV, or say its encoding"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_whole(
    store: Store, tmp_path: Path, content: str, reason: str
) -> None:
    file = write(tmp_path / "events.csv", content)
    assert take_in(store, source(EVENTS), file).reasons == {reason: 1}
    assert ("event", str(file), None, reason) in held(store, "refused", "table", "source", "line", "reason")


def test_a_file_with_names_only_is_an_extract_of_nothing(store: Store, tmp_path: Path) -> None:
    account = take_in(store, source(EVENTS), write(tmp_path / "events.csv", NAMES + "\n"))
    assert account.tables["event"] == {"taken": 0, "refused": 0, "duplicate": 0}


def test_files_that_are_not_there(store: Store, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    account = take_in(store, source(EVENTS), tmp_path / "nowhere.csv", tmp_path / "empty")
    assert account.reasons == {"No such file or directory": 1, "no file in this folder is called *.csv": 1}


def test_a_folder_gives_the_files_that_the_source_names(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "drop" / "june"
    folder.mkdir(parents=True)
    for number in range(3):
        write(folder / f"events_{number}.csv.gz", f"{NAMES}\n{number},,p1,01/02/2019,C,XE0Ef,\n")
    write(folder / "notes.csv", "not for us")
    write(folder / "events_3.csv.gz", NAMES.replace("TERM", "TERM,MORE") + "\n3,,p1,01/02/2019,C,XE0Ef,,\n")
    account = take_in(store, source(EVENTS, files="events_*.csv.gz"), tmp_path / "drop")
    assert account.tables["event"] == {"taken": 4, "refused": 0, "duplicate": 0}
    assert (account.files, account.reasons) == (4, {})
