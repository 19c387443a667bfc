"""The sources that come with the project read extracts with the field names of the national data sets."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.incoming.extracts.village import held, village, write
from typer.testing import CliRunner

from commonweal.blueprint.national import national_sources
from commonweal.incoming.extracts import contract
from commonweal.site.commands import take_in
from commonweal.store import Store

TAKE_IN = typer.Typer()
TAKE_IN.command()(take_in.command)
ABEL, BEA = "9434765919", "4505577104"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return village(tmp_path)


def taken_in(store: Store, source: str, *files: Path) -> dict[str, Any]:
    """The account that the command gives."""
    words = [*map(str, files), "--source", source, "--store", str(store.path), "--json"]
    answer = CliRunner().invoke(TAKE_IN, words)
    assert answer.exit_code == 0, answer.output
    account: dict[str, Any] = json.loads(answer.stdout)
    return account


def counts(account: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    """Taken, refused and duplicate, of tables that had any."""
    found = {table: tuple(each.values()) for table, each in account["tables"].items()}
    return {
        table: (taken, refused, again)
        for table, (taken, refused, again) in found.items()
        if taken + refused + again
    }


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]  # year, month, day and so on


@pytest.mark.requirement("P10")
def test_every_source_fits_its_tables() -> None:
    for each in national_sources().values():
        assert not list(contract.faults(each.source, each.document)), each.source.id
        assert each.document.file.endswith(f"/{each.source.id}.yaml")


@pytest.mark.requirement("P10")
def test_episodes_of_admitted_care_make_a_spell_with_its_diagnoses(store: Store, tmp_path: Path) -> None:
    """A bad line is refused whole; of 24 columns of diagnoses the file may have the first few."""
    text = """\
EPIKEY,NEWNHSNO,PROCODE,PROVSPNOPS,EPIORDER,ADMIDATE,ADMIMETH,DISDATE,TRETSPEF,DIAG_01,DIAG_02,OPERTN_01,OPDATE_01,OPERTN_02,OPDATE_02
100,943 476 5919,RH8,S1,1,2024-01-05,21,1801-01-01,300,S72.0,I10X,W371,2024-01-06,-,1801-01-01
101,943 476 5919,RH8,S1,2,2024-01-05,21,2024-01-20,430,E114D,,,,,
102,4505577104,RH8,S2,1,2024-03-01,11,2024-03-01,101,C61X,,M652,,,
103,9434765918,RH8,S3,1,2024-03-01,11,2024-03-01,101,C61X,,,,,
104,4505577104,RH8,S4,1,2024-13-01,11,2024-03-01,101,C61X,,,,,
105,4505577104,RH8,S5,1,2024-03-01,77,2024-03-01,101,C61X,,,,,
106,4505577104,RH8,S6,x,2024-03-01,21,2024-03-02,101,C61X,,,,,
"""
    account = taken_in(store, "admitted_care", write(tmp_path / "APC_2024_03.csv", text))
    assert counts(account) == {"event": (2, 0, 0), "activity": (2, 4, 0), "diagnosis": (4, 0, 0)}
    assert account["reasons"] == {
        "method is none of the values that the source declares": 1,
        "person is not a valid NHS number": 1,
        "position is not a whole number": 1,
        "start is not a time in the calendar": 1,
    }
    assert held(store, "activity", "person", "setting", "start", "end", "method", "kind", "record") == [
        (BEA, "bed", utc(2024, 3, 1), utc(2024, 3, 1), "elective", "101", "admitted_care/RH8/S2"),
        (ABEL, "bed", utc(2024, 1, 5), utc(2024, 1, 20), "emergency", "430", "admitted_care/RH8/S1"),
    ]
    assert held(store, "diagnosis", "spell", "position", "code", "date", "record") == [
        ("admitted_care/RH8/S1", 1, "S720", date(2024, 1, 5), "admitted_care/RH8/S1#1"),
        ("admitted_care/RH8/S1", 2, "I10", date(2024, 1, 5), "admitted_care/RH8/S1#2"),
        ("admitted_care/RH8/S1", 25, "E114", date(2024, 1, 5), "admitted_care/RH8/S1#25"),
        ("admitted_care/RH8/S2", 1, "C61", date(2024, 3, 1), "admitted_care/RH8/S2#1"),
    ]
    assert held(store, "event", "person", "date", "code", "record") == [
        (BEA, date(2024, 3, 1), "M652", "admitted_care/102#1"),
        (ABEL, date(2024, 1, 6), "W371", "admitted_care/100#1"),
    ]


def test_a_spell_that_ends_in_a_later_file_is_one_spell(store: Store, tmp_path: Path) -> None:
    header = (
        "EPIKEY,NEWNHSNO,PROCODE,PROVSPNOPS,EPIORDER,ADMIDATE,ADMIMETH,DISDATE,TRETSPEF,"
        "DIAG_01,OPERTN_01,OPDATE_01\n"
    )
    first = "1,9434765919,RH8,S1,1,2024-01-30,21,,300,S720,,\n"
    last = "2,9434765919,RH8,S1,2,2024-01-30,21,2024-02-03,300,J189,,\n"
    taken_in(store, "admitted_care", write(tmp_path / "APC_2024_01.csv", header + first))
    taken_in(store, "admitted_care", write(tmp_path / "APC_2024_02.csv", header + last))
    assert held(store, "activity", "start", "end") == [(utc(2024, 1, 30), utc(2024, 2, 3))]
    assert held(store, "diagnosis", "position", "code") == [(1, "S720"), (25, "J189")]


def test_a_missing_column_is_named_and_nothing_of_the_file_is_taken(store: Store, tmp_path: Path) -> None:
    file = write(tmp_path / "APC_2024_03.csv", "EPIKEY,NHSNO,PROCODE,PROVSPNOPS\n1,9434765919,RH8,S1\n")
    words = [str(file), "--source", "admitted_care", "--store", str(store.path), "--json"]
    answer = CliRunner().invoke(TAKE_IN, words)
    assert answer.exit_code == 1
    [reason] = json.loads(answer.stdout)["reasons"]
    assert reason.startswith("there is no column ADMIDATE; ")
    assert answer.stderr.strip() == "take-in: nothing could be read"
